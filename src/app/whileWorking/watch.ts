import type { WorkingStores } from '../../stores/underWay';

/** Calls now and after every change of these stores. @returns a function that ends that */
export function watch({ embed, explore, exports, model, predictionFile, project, train }: WorkingStores, changed: () => void): () => void {
  const stops = [embed, explore, exports, model, predictionFile, project, train].map((store) => store.subscribe(changed));
  changed();
  return () => {
    for (const stop of stops) stop();
  };
}
