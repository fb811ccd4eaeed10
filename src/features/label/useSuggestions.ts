/**
 * What a row's labels could be: by heads that learn from labels as they are given, or by the heads in use, where a person prefers
 * these or there is no label yet. Untrained heads suggest nothing.
 */
import { useEffect, useMemo } from 'react';
import type { Label } from '../../data/dataset';
import { answeringTasks } from '../../stores/predictStore';
import type { RowToLabel } from '../../workers/protocol';
import { useLabels, useModel, usePredict, useSuggested } from '../stores';

export interface Suggestion {
  label: Label;
  /** Probability of the least sure part, in [0, 1]. */
  sure: number;
  /** What it comes from: labels given here, the names of classes alone, or the heads in use. */
  from: 'labels' | 'names' | 'heads';
}

export function useSuggestions(row: RowToLabel | undefined): ReadonlyMap<string, Suggestion> {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const trained = run !== undefined || own !== undefined;
  const suggest = useLabels((state) => state.suggest);
  const forget = useLabels((state) => state.forgetSuggestions);
  const prediction = useLabels(({ predictions }) => row && predictions.get(row.key));
  const source = useSuggested((state) => state.source);
  const learned = useSuggested((state) => state.learned);
  const suggested = useSuggested((state) => row && state.suggestions.get(row.index));
  const known = Object.values(learned);
  const asksHeads = trained && (source === 'heads' || known.length === 0 || known.some(({ rows }) => rows === 0));

  // Other heads answer otherwise.
  useEffect(() => forget, [forget, handle, run]);
  const key = row?.key;
  useEffect(() => {
    if (handle !== undefined && asksHeads && key !== undefined) void suggest(handle);
  }, [handle, run, asksHeads, key, suggest]);

  return useMemo(() => {
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
  }, [prediction, run, own, asksHeads, source, learned, suggested]);
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
