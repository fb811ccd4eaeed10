/** Where a run left off, as bytes: its tensors as safetensors, all else as JSON. */
import { parseSafetensorsHeader } from '../../model/safetensors';
import { safetensorsHeader } from '../../model/safetensorsWriter';
import type { CpuTensor } from '../../nn/ops';
import type { Checkpoint } from '../step/trainingState';
import type { BestState } from './bestEpochs';
import type { LoopState } from './loop';

export interface StateMeta extends Omit<LoopState, 'best' | 'checkpoint' | 'history'> {
  best: Omit<BestState, 'values'>;
  checkpoint: Omit<Checkpoint, 'parameters' | 'moments'>;
  /** The order in which the optimiser has its values. */
  layout: number;
}

/** Goes up when that order changes: values of another one would be taken for others. */
const LAYOUT = 3;

const BEST = 'best/';

/** @returns `parts` of the file, one behind another: together they may be large */
export function writeState({ history: _, best, checkpoint, ...rest }: LoopState): {
  meta: StateMeta;
  parts: ArrayBufferView<ArrayBuffer>[];
} {
  const { values, ...bestMeta } = best;
  const { parameters, moments, ...checkpointMeta } = checkpoint;
  const named: [string, Float32Array<ArrayBuffer>][] = [
    ['parameters', parameters],
    ['moments', moments],
    ...[...values].map(([name, data]): [string, Float32Array<ArrayBuffer>] => [BEST + name, data]),
  ];
  return {
    meta: { ...rest, best: bestMeta, checkpoint: checkpointMeta, layout: LAYOUT },
    parts: [safetensorsHeader(named.map(([name, { length }]) => ({ name, shape: [length] }))), ...named.map(([, data]) => data)],
  };
}

/** @returns undefined when the two do not belong together, or an older version wrote them */
export function readState(
  { layout, ...meta }: StateMeta,
  bytes: Uint8Array<ArrayBuffer>,
  history: LoopState['history'],
): LoopState | undefined {
  if (layout !== LAYOUT) return undefined;
  const tensors = readTensors(bytes, 'the run’s state');
  const [parameters, moments] = [tensors.get('parameters')?.data, tensors.get('moments')?.data];
  if (!parameters || !moments) return undefined;
  const best = [...tensors].filter(([name]) => name.startsWith(BEST)).map(([name, { data }]) => [name.slice(BEST.length), data] as const);
  return { ...meta, history, best: { ...meta.best, values: new Map(best) }, checkpoint: { ...meta.checkpoint, parameters, moments } };
}

/** All tensors of a float32 safetensors file. @param name tells it in errors */
export function readTensors(bytes: Uint8Array<ArrayBuffer>, name: string): Map<string, CpuTensor> {
  const tensor = (offset: number, length: number) => new Float32Array(bytes.slice(offset, offset + length).buffer);
  return new Map(
    [...parseSafetensorsHeader(bytes, bytes.length, name)].map(([key, { shape, offset, length }]) => [
      key,
      { shape, data: tensor(offset, length) },
    ]),
  );
}
