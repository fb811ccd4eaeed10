/** Task B: what each token is. Linear H→K on every token; BIO labels are joined to entities. */

import { argmax, type HeadType, linearParameters, type Sentence, softmax } from './head';
import { checkLabels } from './labels';

export interface TokenClassificationConfig {
  type: 'tokenClassification';
  /** BIO: `O`, `B-X`, `I-X`. */
  labels: string[];
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
  parameters: ({ labels }, hiddenSize) => linearParameters('classifier', hiddenSize, labels.length),
  forward: (ops, parameter, features) => ops.linear(features, parameter('classifier.weight'), parameter('classifier.bias')),
  decode(logits, sentence, { labels }) {
    const tokens = sentence.pieces.map(({ start, end }, row): LabelledToken => {
      const scores = softmax(logits.subarray(row * labels.length, (row + 1) * labels.length));
      const labelId = argmax(scores);
      return { text: sentence.text.slice(start, end), start, end, labelId, label: labels[labelId], score: scores[labelId] };
    });
    return { tokens, entities: joinEntities(tokens, sentence) };
  },
};

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
