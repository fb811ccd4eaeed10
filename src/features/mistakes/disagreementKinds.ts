import type { Disagreement } from '../../workers/protocol';

/** Which disagreements are alike: the same two names; of lists and stretches, who has said something at all. */
export function kindOf({ mine, theirs }: Pick<Disagreement, 'mine' | 'theirs'>): string {
  if (typeof mine === 'string' && typeof theirs === 'string') return `mine ${mine}, theirs ${theirs}`;
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return 'other numbers';
  if (mine.length === 0) return 'only they have some';
  return theirs.length === 0 ? 'only I have some' : 'both, but not the same';
}

/** The most frequent first. */
export function kindsOf(rows: Pick<Disagreement, 'mine' | 'theirs'>[]): [kind: string, rows: number][] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(kindOf(row), (counts.get(kindOf(row)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}
