/** What surrounds the work while it is under way: the browser’s question before leaving, the tab’s title, a screen that stays on, a notification at the end. */
import type { KindsStore } from '../../stores/kindsStore';
import type { WorkingStores } from '../../stores/underWay';
import { titleWithProgress } from './documentTitle';
import { guardLeaving } from './leavingGuard';
import { notifyAtEnd } from './notifyAtEnd';
import { stayAwake } from './wakeLock';

/** @returns a function that ends it all */
export function whileWorking(stores: WorkingStores & { kinds: KindsStore }): () => void {
  const stops = [guardLeaving(stores), titleWithProgress(stores), stayAwake(stores.train), notifyAtEnd(stores)];
  return () => {
    for (const stop of stops) stop();
  };
}
