/** Entities in tag sequences, and their scores, as seqeval counts them by default and in its strict mode. */
import { SpanCounter, type SpanCounts, type SpanScores } from './spans';

export interface TaggedEntity {
  type: string;
  /** Index of the first word, and of the one after the last. */
  start: number;
  end: number;
}

export type EntityMode = 'default' | 'strict';

/**
 * Lenient: an entity opens wherever a tag cannot continue the one before (the rules of conlleval, Tjong Kim
 * Sang & Buchholz, 2000); `E` and `S` end and single out an entity.
 */
export function entitiesDefault(tags: string[]): TaggedEntity[] {
  const found: TaggedEntity[] = [];
  let before = { prefix: 'O', type: '' };
  let start = 0;
  for (const [i, tag] of [...tags, 'O'].entries()) {
    const dash = tag.indexOf('-');
    const now = { prefix: tag[0], type: (dash < 0 ? tag : tag.slice(dash + 1)) || '_' };
    const other = before.type !== now.type;
    const inside = before.prefix !== 'O';
    const closes = 'ES'.includes(before.prefix) || (inside && ('BSO'.includes(now.prefix) || other));
    const opens = 'BS'.includes(now.prefix) || ('EI'.includes(now.prefix) && ('ESO'.includes(before.prefix) || other));
    if (inside && closes) found.push({ type: before.type, start, end: i });
    if (opens) start = i;
    before = now;
  }
  return found;
}

/** Strict IOB2: an entity is a `B-X` and the `I-X` that follow it; any other `I` belongs to none. */
export function entitiesStrict(tags: string[]): TaggedEntity[] {
  const found: TaggedEntity[] = [];
  for (let i = 0; i < tags.length; i++) {
    if (!tags[i].startsWith('B-')) continue;
    const type = tags[i].slice(2);
    let end = i + 1;
    while (tags[end] === `I-${type}`) end++;
    found.push({ type, start: i, end });
  }
  return found;
}

const FIND = { default: entitiesDefault, strict: entitiesStrict };

/** Adds up sequences one at a time. */
export class EntityCounter {
  private readonly spans = new SpanCounter();

  constructor(private readonly mode: EntityMode) {}

  /** @throws RangeError for sequences of unequal length */
  add(gold: string[], predicted: string[]): void {
    if (gold.length !== predicted.length) throw new RangeError(`${gold.length} gold tags, ${predicted.length} predicted ones`);
    this.spans.add(this.find(gold), this.find(predicted));
  }

  /** Micro-averaged, and for every type. */
  scores(): SpanScores {
    return this.spans.scores();
  }

  /** Of all types together. */
  totals(): SpanCounts {
    return this.spans.totals();
  }

  private find(tags: string[]) {
    return FIND[this.mode](tags).map(({ type, start, end }) => ({ start, end, label: type }));
  }
}
