/** What the worker that draws maps does. Long work comes up for air, so that clusters are counted anew while a map is drawn. */
import { ClusterWords } from '../../explore/clusterNames';
import { kMeans } from '../../explore/kMeans';
import { nearCopies } from '../../explore/nearCopies';
import { type Neighbours, nearestNeighbours } from '../../explore/neighbours';
import { MAP_NEIGHBOURS, umap } from '../../explore/umap';
import { normalise, type Steps, type Vectors } from '../../explore/vectors';
import type { ExploreMethod, ExploreMethods, ExploreProgress, NamedClusters } from './protocol';

type Report = (progress: ExploreProgress) => void;

export type ExploreService = {
  [M in ExploreMethod]: (params: ExploreMethods[M]['params'], report: Report) => Promise<ExploreMethods[M]['result']>;
};

const REPORT_MS = 150;
/** Texts whose words are counted in one piece of the work. */
const TEXTS = 500;

/** @param turn lets the messages that wait be heard */
export function createExploreService(turn: () => Promise<void>): ExploreService {
  const parts: Float32Array[] = [];
  const texts: string[] = [];
  let vectors: Vectors | undefined;
  let neighbours: Neighbours | undefined;

  const all = (): Vectors => {
    vectors ??= normalise(joined(parts, texts.length));
    return vectors;
  };
  const run = async <T>(steps: Steps<T>, report: Report, points?: () => Float32Array | undefined): Promise<T> => {
    let last = performance.now();
    while (true) {
      const step = steps.next();
      if (step.done) return step.value;
      if (performance.now() - last < REPORT_MS) continue;
      report({ share: step.value, ...(points ? { points: points()?.slice() } : {}) });
      await turn();
      last = performance.now();
    }
  };

  return {
    async give({ data, texts: more }) {
      parts.push(data);
      for (const text of more) texts.push(text);
      vectors = neighbours = undefined;
    },
    async clusters({ k, seed }, report) {
      const { of } = await run(kMeans(all(), k, seed), ({ share }) => report({ share: share * 0.8 }));
      return run(named(of, texts), ({ share }) => report({ share: 0.8 + share * 0.2 }));
    },
    async neighbours({ nearlySame }, report) {
      neighbours ??= await run(nearestNeighbours(all(), MAP_NEIGHBOURS), report);
      return nearCopies(neighbours, nearlySame);
    },
    async map({ seed }, report) {
      neighbours ??= await run(nearestNeighbours(all(), MAP_NEIGHBOURS), report);
      let shown: Float32Array | undefined;
      const show = (points: Float32Array) => {
        shown = points;
      };
      return run(umap(all(), neighbours, { seed, show }), report, () => shown);
    },
  };
}

function joined(parts: Float32Array[], count: number): Vectors {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const data = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  parts.splice(0, parts.length, data);
  return { data, count, size: count === 0 ? 0 : length / count };
}

/** Clusters in the order of their sizes, without empty ones. */
function* named(found: Int32Array, texts: string[]): Steps<NamedClusters> {
  const sizes: number[] = [];
  for (const cluster of found) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  const order = [...sizes.keys()].filter((cluster) => sizes[cluster] > 0).sort((a, b) => sizes[b] - sizes[a]);
  const places = new Map(order.map((cluster, place) => [cluster, place]));
  const of = found.map((cluster) => places.get(cluster) as number);
  const words = new ClusterWords(order.length);
  for (const [row, text] of texts.entries()) {
    words.add(text, of[row]);
    if (row % TEXTS === 0) yield row / texts.length;
  }
  const stopWords = words.stopWords();
  const counts = order.map((cluster) => sizes[cluster]);
  return { of, names: words.names(stopWords), counts, ...(stopWords ? { language: stopWords.language } : {}) };
}
