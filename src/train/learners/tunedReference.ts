/**
 * What a trained encoder must compute, by our own forward on the CPU: ONNX Runtime has to reproduce it whenever the
 * model is loaded, so that two engines agree on what was learnt.
 */
import { depthsOf, parametersOf } from '../../architectures/parameters';
import { cpuBackend } from '../../autodiff/cpuBackend';
import type { Encoder } from '../../inference/encoder';
import { REFERENCE_TEXTS, type ReferenceVectors } from '../../inference/referenceVectors';
import { MEAN_POOLING } from '../../model/sentence/pooling';
import { readTensors } from '../../model/tensorValues';
import { stackAttention } from '../../nn/stackedAttention';
import { EncoderForward } from './encoderForward';

/**
 * @param encoder as it was before
 * @param learnt every parameter from some depth upward, by Hugging Face name
 */
export async function tunedReference(encoder: Encoder, learnt: ReadonlyMap<string, Float32Array<ArrayBuffer>>): Promise<ReferenceVectors> {
  const { config, weights } = encoder.model;
  const { all, stacks } = parametersOf(config);
  const lowest = Math.min(...[...learnt.keys()].map(depthsOf(config)));
  const known = lowest > 0 ? lowest - 1 : undefined;
  const texts = REFERENCE_TEXTS.map((text) => encoder.read({ text }, 'text'));
  const rows = texts.flatMap(({ sequences }) => sequences.map(({ ids }) => ids));
  const states = known === undefined ? {} : { states: await encoder.statesAt(texts, known) };
  const backend = cpuBackend();
  // What these layers share with those below may be frozen.
  const shared = new Set(all.flatMap(({ name, depth, readUpTo }) => (depth < lowest && readUpTo >= lowest ? [name] : [])));
  const frozen = shared.size > 0 ? await readTensors(encoder.model, (name) => shared.has(name)) : [];
  const tree = new Map([...learnt].map(([name, data]) => [name, { shape: weights.get(name)?.shape ?? [], data }]));
  for (const [name, tensor] of frozen) tree.set(name, tensor);
  const placed = new Map([...stackAttention(stacks, tree)].map(([name, { shape, data }]) => [name, { shape, store: backend.store(data) }]));
  const parameter = (name: string) => placed.get(name) ?? { shape: [], store: backend.store(0) };
  const forward = new EncoderForward(backend, { config, modes: MEAN_POOLING.modes, parameter }, known);
  try {
    const { pooled } = await forward.run({ rows, ...states });
    return { texts: REFERENCE_TEXTS, vectors: pooled };
  } finally {
    forward.destroy();
    backend.destroy();
  }
}
