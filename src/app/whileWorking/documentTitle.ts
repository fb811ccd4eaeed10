import { jobUnderWay, type WorkingStores } from '../../stores/underWay';
import { watch } from './watch';

const OWN = 'Tandem';

/** The tab's title says how far the work is, and that training has ended, until someone looks. */
export function titleWithProgress(stores: WorkingStores): () => void {
  let ended = false;
  const update = () => {
    ended &&= document.visibilityState === 'hidden';
    const job = jobUnderWay(stores);
    const words = job?.words ?? (ended ? 'Training has ended' : undefined);
    const title = words ? `${words} · ${OWN}` : OWN;
    if (document.title !== title) document.title = title;
  };
  const stops = [
    stores.train.subscribe(({ running }, before) => {
      if (before.running && !running) ended = true;
    }),
    watch(stores, update),
  ];
  document.addEventListener('visibilitychange', update);
  return () => {
    for (const stop of stops) stop();
    document.removeEventListener('visibilitychange', update);
    document.title = OWN;
  };
}
