/** The learning curve of the data set: whether more labels would help. */
import { createStore } from 'zustand/vanilla';
import { type TandemError, toTandemError } from '../errors';
import type { LearningCurve } from '../train/curve/learningCurve';
import type { ComputeClient } from '../workers/client';
import type { LearningCurveParams } from '../workers/protocol';

export interface CurveState {
  /** `total` is unknown while texts go through the encoder. */
  running?: { done: number; total?: number; stop(): void };
  /** @see {@link curveKey} */
  drawn?: { of: string; curve: LearningCurve };
  error?: TandemError;
  draw(of: LearningCurveParams): Promise<void>;
  dismiss(): void;
}

export type CurveStore = ReturnType<typeof createCurveStore>;

/** Two curves are of the same model, rows and settings when this is the same. */
export const curveKey = (of: LearningCurveParams): string => JSON.stringify(of);

export function createCurveStore(client: ComputeClient) {
  return createStore<CurveState>()((set, get) => ({
    async draw(of) {
      if (get().running) return;
      const controller = new AbortController();
      const running = { done: 0, stop: () => controller.abort() };
      set({ running, drawn: undefined, error: undefined });
      try {
        const curve = await client.call('learningCurve', of, {
          signal: controller.signal,
          onProgress: (progress) => {
            if (progress.stage === 'curve') set({ running: { ...running, done: progress.done, total: progress.total } });
          },
        });
        set({ drawn: { of: curveKey(of), curve } });
      } catch (thrown) {
        const error = toTandemError(thrown);
        if (error.code !== 'aborted') set({ error });
      } finally {
        set({ running: undefined });
      }
    },

    dismiss: () => set({ error: undefined }),
  }));
}
