/** Logits of word pieces as labelled tokens and entities at exact places. */
import { argmax, softmax } from '../../nn/rows';
import type { ReadText } from '../text';
import { type EntitiesConfig, unitKind } from './config';
import { decodeIob2 } from './iob2';
import { runsOf, spanOf, unitsOf } from './units';

/** Offsets are UTF-16 indices into the text: `text === sentence.slice(start, end)`. */
export interface LabelledToken {
  /** As it stands in the sentence. */
  text: string;
  /** UTF-16 index in the sentence. */
  start: number;
  /** UTF-16 index behind its last character. */
  end: number;
  /** Place of the label among the config’s labels. */
  labelId: number;
  /** `O`, `B-X` or `I-X`. */
  label: string;
  /** Probability of the label. */
  score: number;
}

/** A stretch of the text, joined from the labels of its word pieces. */
export interface Entity {
  /** Its type. */
  label: string;
  /** `sentence.slice(start, end)` */
  text: string;
  /** UTF-16 index in the sentence. */
  start: number;
  /** UTF-16 index behind its last character. */
  end: number;
  /** Mean probability over its units: see EntitiesConfig. */
  score: number;
}

/** What an entities head says of a text. */
export interface EntitiesAnswer {
  /** Every word piece of the text, in its order. */
  tokens: LabelledToken[];
  /** In the order of the text; they do not overlap. */
  entities: Entity[];
}

/** @param outputs [pieces, labels] */
export function decodeEntities(outputs: Float32Array, sentence: ReadText, config: EntitiesConfig): EntitiesAnswer {
  const { labels, decoding } = config;
  const rows = sentence.pieces.map((_, i) => outputs.subarray(i * labels.length, (i + 1) * labels.length));
  const tokens = sentence.pieces.map(({ start, end }, i): LabelledToken => {
    const scores = softmax(rows[i]);
    const labelId = argmax(scores);
    return { text: sentence.text.slice(start, end), start, end, labelId, label: labels[labelId], score: scores[labelId] };
  });
  const units = unitsOf(sentence, unitKind(config));
  if (decoding === 'iob2') {
    const path = decodeIob2(
      units.map(({ first }) => rows[first]),
      labels,
    );
    for (const [u, { first }] of units.entries()) {
      Object.assign(tokens[first], { labelId: path[u], label: labels[path[u]], score: softmax(rows[first])[path[u]] });
    }
  }
  const runs = runsOf(units.map(({ first }) => tokens[first].label));
  const entities = runs.map((run): Entity => {
    const { start, end, label } = spanOf(units, run);
    const parts = units.slice(run.first, run.end).map(({ first }) => tokens[first].score);
    return { label, text: sentence.text.slice(start, end), start, end, score: parts.reduce((a, b) => a + b, 0) / parts.length };
  });
  return { tokens, entities };
}
