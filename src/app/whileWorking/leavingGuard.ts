import { type WorkingStores, wouldBeLost } from '../../stores/underWay';
import { watch } from './watch';

/** The browser asks before the page is closed, only while something would be lost: a listener alone keeps pages from being restored fast. */
export function guardLeaving(stores: WorkingStores): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  const stop = watch(stores, () => {
    if (wouldBeLost(stores)) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  });
  return () => {
    stop();
    removeEventListener('beforeunload', ask);
  };
}
