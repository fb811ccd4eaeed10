/** The learning curve of the data set: whether more labels would help. */
import { createStore } from 'zustand/vanilla';
import type { LearningCurve } from '../train/curve/learningCurve';
import type { ComputeClient } from '../workers/client';
import type { LearningCurveParams, Progress } from '../workers/protocol';
import { runStoppable, type Stoppable } from './stoppable';

interface Drawing {
  done: number;
  /** Unknown while texts go through the encoder. */
  total?: number;
}

export interface CurveState extends Stoppable<Drawing> {
  /** @see {@link curveKey} */
  drawn?: { of: string; curve: LearningCurve };
  draw(of: LearningCurveParams): Promise<void>;
  dismiss(): void;
}

export type CurveStore = ReturnType<typeof createCurveStore>;

/** Two curves are of the same model, rows and settings when this is the same. */
export const curveKey = (of: LearningCurveParams): string => JSON.stringify(of);

export function createCurveStore(client: ComputeClient) {
  return createStore<CurveState>()((set, get) => ({
    draw: (of) =>
      runStoppable<Drawing>({ get, set }, { done: 0 }, async (signal, show) => {
        set({ drawn: undefined });
        const onProgress = (progress: Progress) => {
          if (progress.stage === 'curve') show({ done: progress.done, total: progress.total });
        };
        const curve = await client.call('learningCurve', of, { signal, onProgress });
        set({ drawn: { of: curveKey(of), curve } });
      }),

    dismiss: () => set({ error: undefined }),
  }));
}
