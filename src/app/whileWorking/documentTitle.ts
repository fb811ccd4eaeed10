import { jobUnderWay, type WorkingStores } from '../../stores/underWay';
import { watch } from './watch';

/** The tab's title says how far the work is. */
export function titleWithProgress(stores: WorkingStores): () => void {
  const own = 'Tandem';
  const stop = watch(stores, () => {
    const job = jobUnderWay(stores);
    const title = job ? `${job.words} · ${own}` : own;
    if (document.title !== title) document.title = title;
  });
  return () => {
    stop();
    document.title = own;
  };
}
