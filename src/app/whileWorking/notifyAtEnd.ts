import type { TrainStore } from '../../stores/trainStore';

const WORDS = {
  finished: 'Training has finished.',
  stopped: 'Training was stopped.',
  'stopped early': 'Training has ended early.',
  diverged: 'Training has ended: the loss was no longer a number.',
  running: 'Training was interrupted.',
};

/** Tells of the end of a run where a person allowed that, and is not looking. */
export function notifyAtEnd(train: TrainStore): () => void {
  return train.subscribe(({ running, shown, error }, before) => {
    if (running || !before.running || before.running.stopping) return;
    if (document.visibilityState === 'visible' || globalThis.Notification?.permission !== 'granted') return;
    const body = shown ? WORDS[shown.status] : error?.message;
    // Some browsers show them only from service workers, and throw here.
    try {
      if (body) new Notification('Tandem', { body });
    } catch {
      // The title says it as well.
    }
  });
}
