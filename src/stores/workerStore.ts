/** How the compute worker is. Unlike all other stores it outlives the worker. */
import { createStore } from 'zustand/vanilla';
import type { WorkerHealth } from '../workers/heartbeat';

export interface WorkerState {
  health: WorkerHealth;
  /** What happened to the worker before this one, and to its work, in words. */
  notice?: string;
  dismiss(): void;
}

export type WorkerStore = ReturnType<typeof createWorkerStore>;

export function createWorkerStore() {
  return createStore<WorkerState>()((set) => ({
    health: 'answers',
    dismiss: () => set({ notice: undefined }),
  }));
}
