/**
 * What a row's labels could be: by heads that learn from labels as they are given, or by the heads in use, where a person prefers
 * these or there is no label yet. Untrained heads suggest nothing.
 */
import { useEffect, useMemo } from 'react';
import type { Label } from '../../data/dataset';
import type { Prediction } from '../../inference/predict';
import { answeringTasks } from '../../stores/predictStore';
import type { RowSuggestions, RowToLabel } from '../../workers/protocol';
import { useLabels, useModel, usePredict, useStores, useSuggested } from '../stores';

export interface Suggestion {
  label: Label;
  /** Probability of the least sure part, in [0, 1]. */
  sure: number;
  /** What it comes from: labels given here, the names of classes alone, or the heads in use. */
  from: 'labels' | 'names' | 'heads';
}

/** Who suggests; the same object until that changes. */
export function useSuggesting() {
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const source = useSuggested((state) => state.source);
  const learned = useSuggested((state) => state.learned);
  return useMemo(() => {
    const known = Object.values(learned);
    const isTrained = run !== undefined || own !== undefined;
    const asksHeads = isTrained && (source === 'heads' || known.length === 0 || known.some(({ rows }) => rows === 0));
    return { run, own, source, learned, asksHeads };
  }, [run, own, source, learned]);
}

export type Suggesting = ReturnType<typeof useSuggesting>;

/** @param prediction of the heads in use @param suggested by what was learned here; both of the row @returns by task */
export function suggestionsFrom(
  { run, own, source, learned, asksHeads }: Suggesting,
  prediction: Prediction | undefined,
  suggested: RowSuggestions | undefined,
): ReadonlyMap<string, Suggestion> {
  const found = new Map<string, Suggestion>();
  if (prediction && asksHeads) {
    for (const [task, { kind }] of Object.entries(answeringTasks({ run, own }))) {
      const read = Object.hasOwn(prediction.tasks, task) ? READERS[kind]?.(prediction.tasks[task]) : undefined;
      if (read) found.set(task, { ...read, from: 'heads' });
    }
  }
  if (source === 'heads') return found;
  for (const [task, { label, sure }] of Object.entries(suggested ?? {})) {
    const from = learned[task]?.rows ? 'labels' : 'names';
    // Names alone know less than heads that have learned from labels.
    if (from === 'labels' || !found.has(task)) found.set(task, { label, sure, from });
  }
  return found;
}

/** Of the row that is looked at. */
export function useSuggestions(row: RowToLabel | undefined): ReadonlyMap<string, Suggestion> {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const suggest = useLabels((state) => state.suggest);
  const forget = useLabels((state) => state.forgetSuggestions);
  const prediction = useLabels(({ predictions }) => row && predictions.get(row.key));
  const suggested = useSuggested((state) => row && state.suggestions.get(row.index));
  const suggesting = useSuggesting();
  const { run, asksHeads } = suggesting;

  // Other heads answer otherwise.
  useEffect(() => forget, [forget, handle, run]);
  const key = row?.key;
  useEffect(() => {
    if (handle !== undefined && asksHeads && key !== undefined) void suggest(handle);
  }, [handle, run, asksHeads, key, suggest]);

  return useMemo(() => suggestionsFrom(suggesting, prediction, suggested), [suggesting, prediction, suggested]);
}

/** Rows that are scrolled past are not asked for. */
const WAIT_MS = 150;

/** Asks for suggestions of the rows that a list shows. @param rows by their indices, those that are here */
export function useSuggestionsInSight(rows: number[]): void {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const { run, asksHeads } = useSuggesting();
  const { labels, suggestions } = useStores();
  const inSight = rows.join();
  useEffect(() => {
    const seen = inSight === '' ? [] : inSight.split(',').map(Number);
    const timer = setTimeout(() => {
      suggestions.getState().look(seen);
      if (handle !== undefined && asksHeads) void labels.getState().suggest(handle, seen);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [inSight, handle, run, asksHeads, labels, suggestions]);
  useEffect(() => () => suggestions.getState().look([]), [suggestions]);
}

/** By kind; a kind that is not here suggests nothing. */
const READERS: Record<string, ((answer: unknown) => Omit<Suggestion, 'from'>) | undefined> = {
  classification(answer) {
    const { label, scores, classId } = answer as { label: string; scores: number[]; classId: number };
    return { label, sure: scores[classId] };
  },
  multiLabel(answer) {
    const { labels, scores } = answer as { labels: string[]; scores: number[] };
    return { label: labels, sure: Math.min(...scores.map((score) => Math.max(score, 1 - score))) };
  },
  entities(answer) {
    const { entities, tokens } = answer as {
      entities: { start: number; end: number; label: string; score: number }[];
      tokens: { score: number }[];
    };
    const label = entities.map(({ start, end, label: type }) => ({ start, end, label: type }));
    return { label, sure: Math.min(1, ...tokens.map(({ score }) => score)) };
  },
};
