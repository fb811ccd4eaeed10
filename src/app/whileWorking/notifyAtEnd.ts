import { endInWords } from '../../features/endInWords';
import type { KindsStore } from '../../stores/kindsStore';
import { mayNotify } from '../../stores/notifying';
import type { TrainStore } from '../../stores/trainStore';

/** Tells of the end of a run where a person asked for that, and is not looking. */
export function notifyAtEnd({ train, kinds }: { train: TrainStore; kinds: KindsStore }): () => void {
  return train.subscribe((state, before) => {
    if (state.running || !before.running || before.running.stopping) return;
    if (document.visibilityState === 'visible' || !mayNotify()) return;
    // Some browsers show them only from service workers, and throw here.
    try {
      const notification = new Notification('Tandem', { body: endInWords(state, kinds.getState().kinds) });
      notification.onclick = () => {
        focus();
        location.hash = 'train';
      };
    } catch {
      // The title says it as well.
    }
  });
}
