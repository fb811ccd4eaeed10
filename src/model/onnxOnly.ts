/**
 * Folders whose weights lie in an ONNX graph of another program, as for transformers.js: the graph is run as it is. It gives
 * embeddings and states for heads; what needs the weights themselves is refused in words.
 */
import { TandemError } from '../errors';

/** Graphs that are looked for, the best first: in float32, or with 8-bit weights. */
const GRAPHS = ['onnx/model.onnx', 'model.onnx', 'onnx/model_quantized.onnx', 'onnx/model_int8.onnx', 'onnx/model_uint8.onnx'];
const QUANTISED = /_(quantized|u?int8)\.onnx$/;

export interface OnnxOnly {
  /** Path of the graph. */
  graph: string;
  /** Paths of files with data that the graph points at. */
  weights: string[];
}

/** @param paths of a folder's files @returns undefined where there is no such graph */
export function findGraph(paths: string[]): OnnxOnly | undefined {
  const graph = GRAPHS.find((path) => paths.includes(path));
  if (!graph) return undefined;
  const weights = paths.filter((path) => path.startsWith(`${graph}_data`)).sort();
  return { graph, weights };
}

export const isQuantised = (graph: string): boolean => QUANTISED.test(graph);

/** What a person should know of such a model, in sentences. @param pooled whether its folder says how tokens are pooled */
export function onnxOnlyNote(graph: string, pooled: boolean): string {
  const weights = isQuantised(graph) ? ', with 8-bit weights' : '';
  const pooling = pooled ? '' : ' Its folder does not say how tokens become one vector: their mean is taken.';
  return `This model is only an ONNX graph${weights}: it embeds, and heads can be trained on it, but its encoder cannot.${pooling}`;
}

type WithWeights = { id: string; weights: ReadonlyMap<string, unknown> };

/** Why something cannot be done with a model whose weights cannot be read, in a sentence; undefined where they can. */
export function whyNoWeights({ id, weights }: WithWeights, what: string): string | undefined {
  if (weights.size > 0) return undefined;
  return `${id} has only an ONNX graph here, so ${what}. Choose a repository of the same model with safetensors weights.`;
}

/** @throws TandemError `unsupported-model` for a model whose weights cannot be read */
export function requireWeights(model: WithWeights, what: string): void {
  const missing = whyNoWeights(model, what);
  if (missing !== undefined) throw new TandemError('unsupported-model', missing);
}
