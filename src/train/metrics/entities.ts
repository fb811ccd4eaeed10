/** Entities in tag sequences, and their scores, as seqeval counts them by default and in its strict mode. */
import { type Scores, scores } from './classification';

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

export interface EntityScores extends Scores {
  perType: Record<string, Scores>;
}

/** Adds up sequences one at a time. */
export class EntityCounter {
  private readonly counts = new Map<string, { right: number; predicted: number; support: number }>();

  constructor(private readonly mode: EntityMode) {}

  /** @throws RangeError for sequences of unequal length */
  add(gold: string[], predicted: string[]): void {
    if (gold.length !== predicted.length) throw new RangeError(`${gold.length} gold tags, ${predicted.length} predicted ones`);
    const key = ({ type, start, end }: TaggedEntity) => `${start}:${end}:${type}`;
    const [there, said] = [gold, predicted].map(FIND[this.mode]);
    const known = new Set(there.map(key));
    for (const { type } of there) this.of(type).support++;
    for (const entity of said) {
      this.of(entity.type).predicted++;
      if (known.has(key(entity))) this.of(entity.type).right++;
    }
  }

  /** Micro-averaged, and for every type. */
  scores(): EntityScores {
    const all = [...this.counts.values()];
    const sum = (field: 'right' | 'predicted' | 'support') => all.reduce((total, counts) => total + counts[field], 0);
    const perType = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      ...scores(sum('right'), sum('predicted'), sum('support')),
      perType: Object.fromEntries(perType.map(([type, { right, predicted, support }]) => [type, scores(right, predicted, support)])),
    };
  }

  private of(type: string) {
    const counts = this.counts.get(type) ?? { right: 0, predicted: 0, support: 0 };
    this.counts.set(type, counts);
    return counts;
  }
}
