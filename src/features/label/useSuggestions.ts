/** What the heads in use answer for a row, as labels that it could have. Untrained heads suggest nothing. */
import { useEffect, useMemo } from 'react';
import type { Label } from '../../data/dataset';
import { answeringTasks } from '../../stores/predictStore';
import type { RowToLabel } from '../../workers/protocol';
import { useLabels, useModel, usePredict } from '../stores';

export interface Suggestion {
  label: Label;
  /** Probability of the least sure part, in [0, 1]. */
  sure: number;
}

export function useSuggestions(row: RowToLabel | undefined): ReadonlyMap<string, Suggestion> {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const trained = run !== undefined || own !== undefined;
  const suggest = useLabels((state) => state.suggest);
  const forget = useLabels((state) => state.forgetSuggestions);
  const prediction = useLabels(({ predictions }) => row && predictions.get(row.key));

  // Other heads answer otherwise.
  useEffect(() => forget, [forget, handle, run]);
  const key = row?.key;
  useEffect(() => {
    if (handle !== undefined && trained && key !== undefined) void suggest(handle);
  }, [handle, run, trained, key, suggest]);

  return useMemo(() => {
    const found = new Map<string, Suggestion>();
    if (!prediction || !trained) return found;
    for (const [task, { kind }] of Object.entries(answeringTasks({ run, own }))) {
      const suggestion = Object.hasOwn(prediction.tasks, task) ? READERS[kind]?.(prediction.tasks[task]) : undefined;
      if (suggestion) found.set(task, suggestion);
    }
    return found;
  }, [prediction, run, own, trained]);
}

/** By kind; a kind that is not here suggests nothing. */
const READERS: Record<string, ((answer: unknown) => Suggestion) | undefined> = {
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
