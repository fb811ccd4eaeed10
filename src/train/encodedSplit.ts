/**
 * A split of a data set as numbers: one tokenisation serves both tasks. Token rows are the word pieces of
 * all sentences, one behind another, without special tokens and without padding.
 */
import type { Example } from '../data/dataset';
import type { Tokenizer } from '../inference/tokenizer/tokenizer';
import { IGNORE_INDEX } from '../nn/losses';
import { wordsOfPieces } from './align';

export interface EncodedSplit {
  /** Sentences. */
  count: number;
  /** Token ids of each sentence, special tokens included. */
  rows: number[][];
  /** [count], a class or −100. */
  classIds: Int32Array<ArrayBuffer>;
  /** [count + 1], where each sentence's pieces begin. */
  firstPiece: Uint32Array<ArrayBuffer>;
  /** [count + 1], where each sentence's words begin; a sentence without tags has none. */
  firstWord: Uint32Array<ArrayBuffer>;
  /** [words], a tag. */
  tagIds: Int32Array<ArrayBuffer>;
  /** [words], the row of the word's first piece; −1 where it has none, having been cut off or being no character the vocabulary knows. */
  wordRow: Int32Array<ArrayBuffer>;
  /** [pieces], the word of each; −1 outside words. */
  pieceWord: Int32Array<ArrayBuffer>;
  /** Sentences cut at the model's limit. */
  truncated: number;
}

/**
 * @param labels classes by id; @param tags by id
 * @returns a label that is not among them counts as unknown: −100
 */
export function encodeSplit(examples: Example[], tokenizer: Tokenizer, labels: string[], tags: string[]): EncodedSplit {
  const classOf = new Map(labels.map((label, id) => [label, id]));
  const tagOf = new Map(tags.map((tag, id) => [tag, id]));
  const firstPiece = new Uint32Array(examples.length + 1);
  const firstWord = new Uint32Array(examples.length + 1);
  const tagIds: number[] = [];
  const wordRow: number[] = [];
  const pieceWord: number[] = [];
  const rows: number[][] = [];
  let truncated = 0;
  for (const [i, { text, words, tags: sequence }] of examples.entries()) {
    const encoding = tokenizer.encode(text);
    if (encoding.truncated) truncated++;
    rows.push(encoding.ids);
    const base = wordRow.length;
    const labelled = words && sequence ? words : new Uint32Array();
    for (const tag of labelled.length > 0 ? (sequence ?? []) : []) {
      tagIds.push(tagOf.get(tag) ?? IGNORE_INDEX);
      wordRow.push(-1);
    }
    for (const word of wordsOfPieces(encoding.pieces, labelled)) {
      const index = word < 0 ? -1 : base + word;
      if (index >= 0 && wordRow[index] < 0) wordRow[index] = pieceWord.length;
      pieceWord.push(index);
    }
    firstPiece[i + 1] = pieceWord.length;
    firstWord[i + 1] = wordRow.length;
  }
  return {
    count: examples.length,
    rows,
    classIds: Int32Array.from(examples, ({ label }) => (label === undefined ? IGNORE_INDEX : (classOf.get(label) ?? IGNORE_INDEX))),
    firstPiece,
    firstWord,
    tagIds: Int32Array.from(tagIds),
    wordRow: Int32Array.from(wordRow),
    pieceWord: Int32Array.from(pieceWord),
    truncated,
  };
}

/**
 * Labels of the token rows, −100 where there is none.
 *
 * @param all labels every piece of a word: those after the first continue it, `B-X` as `I-X`
 */
export function pieceLabels({ pieceWord, wordRow, tagIds }: EncodedSplit, tags: string[], all: boolean): Int32Array<ArrayBuffer> {
  const inside = tags.map((tag, id) => (tag.startsWith('B-') ? Math.max(tags.indexOf(`I-${tag.slice(2)}`), -1) : id));
  return Int32Array.from(pieceWord, (word, row) => {
    if (word < 0) return IGNORE_INDEX;
    if (wordRow[word] === row) return tagIds[word];
    const tag = tagIds[word];
    if (!all || tag === IGNORE_INDEX) return IGNORE_INDEX;
    return inside[tag] < 0 ? tag : inside[tag];
  });
}
