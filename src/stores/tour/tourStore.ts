/** How far a person has come in the exercise; kept over visits. */
import { createStore } from 'zustand/vanilla';
import { readPreference, writePreference } from '../preferences';
import { TOUR } from './tourSteps';

export interface TourState {
  /** Whether it is shown. */
  open: boolean;
  /** Index of the step that is shown, or was. */
  step: number;
  show(open: boolean): void;
  go(step: number): void;
}

export type TourStore = ReturnType<typeof createTourStore>;

const NAME = 'tour';

export function createTourStore() {
  const [, step = '0', open] = /^(\d+)( open)?$/.exec(readPreference(NAME) ?? '') ?? [];
  return createStore<TourState>()((set, get) => {
    const keep = () => writePreference(NAME, `${get().step}${get().open ? ' open' : ''}`);
    return {
      open: open !== undefined,
      step: Math.min(Number(step), TOUR.length - 1),
      show(now) {
        set({ open: now });
        keep();
      },
      go(to) {
        if (to < 0 || to >= TOUR.length) return;
        set({ step: to });
        keep();
      },
    };
  });
}
