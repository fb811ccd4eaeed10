/** Which rows come next, of those without a label. */
import { drawnFrom, farthestFirst, lowestFirst, surestOfEveryName, withDrawn } from '../../labelling/ranking';
import { Random } from '../../random';
import type { Learned, RankedBy } from '../protocol';

/** What is known of the rows that may come next. */
export interface Candidates {
  /** Rows that lack a label. */
  rows: number[];
  /** Of these, the ones that were read. */
  read: number[];
  /**
   * The others, in the order in which they will be read; of many, those that a queue has room for. They follow those that are
   * ranked: behind the end of a queue come rows that have a label, and the key for its class would take it back.
   */
  unread: number[];
  /** Rows with a label of the task, and names of it that some row has. */
  labelled: number[];
  seen: ReadonlySet<string>;
  names: readonly string[];
  /** Unit vectors of all rows. */
  units: Float32Array;
  width: number;
  /** How unsure each of the rows that were read is, the least sure the lowest; undefined before anything is known. */
  sureness?: ArrayLike<number>;
  /** [read, names], where the names of classes say something. */
  byName?: Float32Array;
}

/** Rows of a queue: it is made anew after a few labels. */
export const LONGEST = 500;
/** After a row of every name, so many that are unlike all of them. */
const UNLIKE = 10;
/** Rows among which the most different ones are looked for. */
const MOST_COMPARED = 2000;

/** @param given labels so far */
export function queueOf(by: RankedBy, candidates: Candidates, given: number, seed: number): NonNullable<Learned['queue']> {
  const random = new Random(seed + 7919 * given);
  const { rows, read, unread, sureness } = candidates;
  if (by === 'drawn') {
    const drawn = drawnFrom(rows, LONGEST, random);
    return { rows: Uint32Array.from(drawn), drawn };
  }
  if (by === 'leastSure') {
    const ranked = sureness ? [...lowestFirst(read, sureness), ...unread] : [];
    return { rows: Uint32Array.from(ranked.slice(0, LONGEST)), drawn: [] };
  }
  const chosen = [...mixed(candidates, random), ...unread].slice(0, LONGEST);
  const queue = withDrawn(chosen, rows, given, random);
  return { rows: Uint32Array.from(queue.rows), drawn: queue.drawn };
}

/** First the surest row of every name without one, then rows that are unlike all labelled ones, then the least sure. */
function mixed(candidates: Candidates, random: Random): number[] {
  const { read, labelled, seen, names, units, width, sureness, byName } = candidates;
  const first: number[] = [];
  if (byName && labelled.length < names.length) {
    const missing = names.flatMap((name, place) => (seen.has(name) ? [] : [place]));
    const columns = Float32Array.from(read.flatMap((_, i) => missing.map((place) => byName[i * names.length + place])));
    first.push(...surestOfEveryName(read, columns, missing.length));
  }
  const wanted = (byName ? names.length : 0) + UNLIKE - labelled.length - first.length;
  if (wanted > 0 || !sureness) {
    const taken = new Set(first);
    const others = drawnFrom(
      read.filter((row) => !taken.has(row)),
      MOST_COMPARED,
      random,
    );
    const count = sureness ? wanted : LONGEST;
    first.push(...farthestFirst(others, { data: units, width }, [...labelled, ...first], Math.min(count, LONGEST)));
  }
  const taken = new Set(first);
  const rest = sureness ? lowestFirst(read, sureness).filter((row) => !taken.has(row)) : [];
  return [...first, ...rest];
}
