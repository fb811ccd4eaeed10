/** Task B: what each token is. Linear H→K on every token; BIO labels are joined to entities. */

import { argmax, type HeadType, linearParameters, type Sentence, softmax } from './head';
import { decodeIob2 } from './iob2';
import { checkLabels } from './labels';

export interface TokenClassificationConfig {
  type: 'tokenClassification';
  /** BIO: `O`, `B-X`, `I-X`. */
  labels: string[];
  /** `mix` reads a learned weighted sum of all layers instead of the last. Default: last. */
  layers?: 'last' | 'mix';
  /** `iob2` gives the best sequence in which every `I-X` continues an entity of type X. Default: each word's best label. */
  decoding?: 'argmax' | 'iob2';
}

/** Offsets are UTF-16 indices into the sentence: `text === sentence.slice(start, end)`. */
export interface LabelledToken {
  text: string;
  start: number;
  end: number;
  labelId: number;
  label: string;
  /** Probability of the label. */
  score: number;
}

export interface Entity {
  label: string;
  text: string;
  start: number;
  end: number;
  /** Mean probability over its words. */
  score: number;
}

export interface TokenLabels {
  tokens: LabelledToken[];
  entities: Entity[];
}

export const tokenClassification: HeadType<TokenClassificationConfig, TokenLabels> = {
  type: 'tokenClassification',
  level: 'token',
  check: ({ labels }) => checkLabels(labels, 'The token labels'),
  outputs: ({ labels }) => labels.length,
  layers: ({ layers = 'last' }) => (layers === 'mix' ? 'all' : 'last'),
  parameters: ({ labels, layers: read }, hiddenSize, layers) => [
    ...(read === 'mix' ? [{ name: 'mix', shape: [layers], fanIn: layers, fill: 1 / layers }] : []),
    ...linearParameters('classifier', hiddenSize, labels.length),
  ],
  forward(ops, parameter, features, { layers }) {
    const states = layers === 'mix' ? ops.layerMix(features, parameter('mix')) : features;
    return ops.linear(states, parameter('classifier.weight'), parameter('classifier.bias'));
  },
  decode(logits, sentence, { labels, decoding = 'argmax' }) {
    const path = decoding === 'iob2' ? pieceLabels(logits, sentence, labels) : undefined;
    const tokens = sentence.pieces.map(({ start, end }, row): LabelledToken => {
      const scores = softmax(logits.subarray(row * labels.length, (row + 1) * labels.length));
      const labelId = path?.[row] ?? argmax(scores);
      return { text: sentence.text.slice(start, end), start, end, labelId, label: labels[labelId], score: scores[labelId] };
    });
    return { tokens, entities: joinEntities(tokens, sentence) };
  },
};

/** Constrained labels of the words' first pieces; other pieces keep their own. */
function pieceLabels(logits: Float32Array, { pieces }: Sentence, labels: string[]): (number | undefined)[] {
  const first = pieces.flatMap(({ word }, i) => (i === 0 || word !== pieces[i - 1].word ? [i] : []));
  const best = decodeIob2(
    first.map((row) => logits.subarray(row * labels.length, (row + 1) * labels.length)),
    labels,
  );
  const path = new Array<number | undefined>(pieces.length);
  first.forEach((row, i) => {
    path[row] = best[i];
  });
  return path;
}

/**
 * Entities of a sentence. The first piece of a word speaks for the word. An `I-X` that continues no
 * entity of type X opens one, as seqeval counts by default.
 */
function joinEntities(tokens: LabelledToken[], { text, pieces }: Sentence): Entity[] {
  const entities: (Entity & { words: number })[] = [];
  let open: (Entity & { words: number }) | undefined;
  tokens.forEach((token, i) => {
    if (i > 0 && pieces[i].word === pieces[i - 1].word) {
      if (open) open.end = token.end;
      return;
    }
    const [, prefix, label] = /^([BI])-(.+)$/.exec(token.label) ?? [];
    if (label === undefined) {
      open = undefined;
    } else if (prefix === 'I' && open?.label === label) {
      open.end = token.end;
      open.score += token.score;
      open.words++;
    } else {
      open = { label, text: '', start: token.start, end: token.end, score: token.score, words: 1 };
      entities.push(open);
    }
  });
  return entities.map(({ words, ...entity }) => ({ ...entity, text: text.slice(entity.start, entity.end), score: entity.score / words }));
}
