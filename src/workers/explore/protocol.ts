/** Everything that passes between the page and the worker that draws maps. A call is answered by one result or error. */

import type { ErrorCode } from '../../errors';
import type { Pairs } from '../../explore/nearCopies';

export interface NamedClusters {
  /** The cluster of every row, the largest first. */
  of: Int32Array;
  /** Their heaviest words. */
  names: string[];
  /** Rows of each. */
  counts: number[];
  /** Whose stop words name none of them, in ISO 639-1. Absent where the texts are in no language with a list of them. */
  language?: string;
}

export interface ExploreMethods {
  /** More rows, behind those that it has. @param data [rows, size] */
  give: { params: { data: Float32Array; size: number; texts: string[] }; result: void };
  clusters: { params: { k: number; seed: number }; result: NamedClusters };
  /** Finds the nearest rows of all rows, which a map is made of, and those of them that are nearly the same. */
  neighbours: { params: { nearlySame: number }; result: Pairs };
  /** x and y of every row: [rows, 2]. Neighbours have to be found before. */
  map: { params: { seed: number }; result: Float32Array };
}

export type ExploreMethod = keyof ExploreMethods;

export interface ExploreProgress {
  /** In [0, 1]. */
  share: number;
  /** A map as it is so far. */
  points?: Float32Array;
}

export interface ExploreCall<M extends ExploreMethod = ExploreMethod> {
  id: number;
  method: M;
  params: ExploreMethods[M]['params'];
}

export type FromExplore =
  | { id: number; kind: 'result'; result: ExploreMethods[ExploreMethod]['result'] }
  | { id: number; kind: 'progress'; progress: ExploreProgress }
  | { id: number; kind: 'error'; code: ErrorCode; message: string };
