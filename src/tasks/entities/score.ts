/**
 * What an entities head is worth: F1 of exactly the spans that it returns. Where the data has words of its own, also as
 * seqeval counts them word by word, for comparison with published figures.
 */
import type { Span } from '../../data/dataset';
import type { Scored, Scores } from '../kind';
import type { ClassScores } from '../metrics/classification';
import { EntityCounter } from '../metrics/entities';
import { SpanCounter } from '../metrics/spans';
import type { EntitiesConfig } from './config';
import type { EntitiesAnswer, LabelledToken } from './decode';
import { labelUnits } from './units';

export interface EntitiesDetails {
  perType: Record<string, ClassScores>;
}

export function scoreEntities(rows: Scored<Span[], EntitiesAnswer>[], _config: EntitiesConfig): Scores<EntitiesDetails> {
  const spans = new SpanCounter();
  const words = new WordScores();
  for (const { gold, answer, text } of rows) {
    spans.add(gold, answer.entities);
    if (text.words) words.add(gold, answer.tokens, text.words);
  }
  const { precision, recall, f1, perType } = spans.scores();
  return { values: { f1, precision, recall, ...words.values() }, details: { perType } };
}

class WordScores {
  private readonly lenient = new EntityCounter('default');
  private readonly strict = new EntityCounter('strict');
  private count = 0;
  private right = 0;

  add(gold: Span[], tokens: LabelledToken[], words: Uint32Array): void {
    const { tags, predicted } = wordTags(gold, tokens, words);
    this.lenient.add(tags, predicted);
    this.strict.add(tags, predicted);
    this.count += tags.length;
    this.right += tags.filter((tag, i) => tag === predicted[i]).length;
  }

  values(): Record<string, number> {
    if (this.count === 0) return {};
    return { wordF1: this.lenient.scores().f1, wordStrictF1: this.strict.scores().f1, tokenAccuracy: this.right / this.count };
  }
}

/** Tags of the data's own words, by the gold spans and by the answer. */
export function wordTags(gold: Span[], tokens: LabelledToken[], words: Uint32Array): { tags: string[]; predicted: string[] } {
  const places = Array.from({ length: words.length / 2 }, (_, i) => ({ from: words[2 * i], to: words[2 * i + 1], first: i, end: i + 1 }));
  return { tags: labelUnits(places, gold), predicted: tagsOf(tokens, places) };
}

/** The label of the first token that begins in each word; O where none does, being cut off or unknown to the vocabulary. */
function tagsOf(tokens: LabelledToken[], words: { from: number; to: number }[]): string[] {
  let token = 0;
  return words.map(({ from, to }) => {
    while (token < tokens.length && tokens[token].start < from) token++;
    return tokens[token] && tokens[token].start < to ? tokens[token].label : 'O';
  });
}
