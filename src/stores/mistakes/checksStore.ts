/** Which way of looking through rows the Label tab shows. */
import { createStore } from 'zustand/vanilla';

export type LabelView = 'rows' | 'mistakes' | 'suspects' | 'second';

export interface ChecksState {
  shown: LabelView;
  show(view: LabelView): void;
}

export type ChecksStore = ReturnType<typeof createChecksStore>;

export function createChecksStore() {
  return createStore<ChecksState>()((set) => ({
    shown: 'rows',
    show: (shown) => set({ shown }),
  }));
}
