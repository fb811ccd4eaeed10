/**
 * A small BERT under both heads on one batch, as reference/encoder_fixture.py computes it: packed, with rows
 * beyond the batch, its weights and heads from hashes.
 */
import type { EncoderConfig } from '../architectures/architecture';
import type { Backend, Data, Store } from '../autodiff/backend';
import { joinColumns } from '../autodiff/ops/columns';
import { crossEntropy } from '../autodiff/ops/crossEntropy';
import { pool } from '../autodiff/ops/pool';
import type { Tape, Value } from '../autodiff/tape';
import { parseConfig } from '../model/config';
import { IGNORE_INDEX, jointLoss } from '../nn/losses';
import type { CpuTensor } from '../nn/ops';
import { packBatch } from '../nn/packedBatch';
import { hiddenStates } from '../nn/tapeEncoder';
import { tapeOps } from '../nn/tapeOps';
import { createHead, forwardHead } from '../tasks/head';
import type { EncoderBatch } from '../train/step/encoderStep';
import { hashTensor, hashWeights } from './hashWeights';
import { textsApart } from './textsApart';

export interface JointBertCase {
  config: Record<string, unknown>;
  ids: number[][];
  attentionMask: number[][];
  tokenTypeIds: number[][];
  labelsA: number[];
  labelsB: number[][];
  /** Whether Task B reads a mix of all layers. Default: the last one. */
  mix?: boolean;
}

const LAMBDA_A = 0.3;
const LAMBDA_B = 0.7;
const CLASSES = 4;
/** The fixture knows them by number. */
const TOKEN_LABELS = ['O', 'B-A', 'I-A', 'B-B', 'I-B', 'B-C', 'I-C'];
const labels = (count: number) => Array.from({ length: count }, (_, i) => `label ${i}`);

/** Rows of a size bucket beyond the batch's tokens, which belong to no sequence. */
const PADDING = 3;

/** Tokens of each row that are not padding, and what cuts rows of values to them. */
function realTokens({ attentionMask }: JointBertCase) {
  const lengths = attentionMask.map((row) => row.reduce((a, b) => a + b, 0));
  return { lengths, real: (rows: number[][]) => rows.map((row, i) => row.slice(0, lengths[i])) };
}

/** Tokens of all rows, one behind another. */
function pack(example: JointBertCase, config: EncoderConfig) {
  const { ids, tokenTypeIds, labelsB } = example;
  const { lengths, real } = realTokens(example);
  const tokens = lengths.reduce((a, b) => a + b, 0) + PADDING;
  const labels = [...real(labelsB).flat(), ...new Array<number>(PADDING).fill(IGNORE_INDEX)];
  return { ...packBatch(real(ids), config, { tokens, typeIds: real(tokenTypeIds) }), labelsB: Int32Array.from(labels) };
}

/** The batch of a case for EncoderTrainer, with its segments: each sequence an example of its own. */
export function jointBatch(example: JointBertCase): EncoderBatch {
  const { ids, tokenTypeIds, labelsA, labelsB } = example;
  const { lengths, real } = realTokens(example);
  const ends = [0];
  for (const length of lengths) ends.push((ends.at(-1) ?? 0) + length);
  const bounds = new Map([['text', ends]] as const);
  const targets = { taskA: labelsA, taskB: real(labelsB).flat() };
  return {
    rows: real(ids),
    typeIds: real(tokenTypeIds),
    bounds,
    texts: textsApart(bounds),
    targets: new Map(Object.entries(targets)),
  };
}

/** Heads, and all parameters by name: the encoder's, then theirs. @param encoder by name. Default: from hashes */
export function jointBertParameters(example: JointBertCase, encoder?: ReadonlyMap<string, CpuTensor>) {
  const config = parseConfig(JSON.stringify(example.config));
  const tensors = new Map<string, CpuTensor>(encoder);
  if (!encoder) for (const { name, shape, values } of hashWeights(config)) tensors.set(name, { shape, data: values });
  const shape = { hiddenSize: config.hiddenSize, layers: config.numHiddenLayers + 1 };
  const heads = [
    createHead('taskA', { kind: 'classification', labels: labels(CLASSES) }, shape, 0),
    createHead('taskB', { kind: 'entities', labels: TOKEN_LABELS, layers: example.mix ? 'mix' : 'last' }, shape, 0),
  ];
  let number = 1000;
  for (const head of heads) {
    for (const [path, tensor] of head.parameters) {
      const name = `${head.name}.${path}`;
      tensor.data = path === 'mix' ? tensor.data.map((_, i) => (i + 1) / 16) : hashTensor(number++, { name, shape: tensor.shape });
      tensors.set(name, tensor);
    }
  }
  return { config, heads, tensors };
}

/**
 * Puts forward and losses on a tape.
 *
 * @param parameter the value of a parameter by name
 * @param places receives where the inputs lie
 */
export function traceJointBert(
  tape: Tape,
  backend: Backend,
  places: Map<Value, Store>,
  example: JointBertCase,
  { config, heads }: Pick<ReturnType<typeof jointBertParameters>, 'config' | 'heads'>,
  parameter: (name: string) => Value,
) {
  const packed = pack(example, config);
  const input = (name: string, shape: number[], data: Data | number) => {
    const value = tape.input(name, shape);
    places.set(value, backend.store(data));
    return value;
  };
  const { tokens } = packed;
  const links = (name: 'words' | 'positions' | 'types') => input(name, [tokens, 3], packed[name]);
  const all = hiddenStates(tape, config, parameter, {
    source: { words: links('words'), positions: links('positions'), types: links('types') },
    constant: input,
    sequences: input('sequences', [tokens + 1, 2], packed.sequences),
  });
  const states = all[all.length - 1];
  const sequences = example.ids.length;
  const weights = new Float32Array(tokens);
  for (let s = 0; s < sequences; s++) {
    const [from, to] = packed.cuSeqlens.subarray(s, s + 2);
    weights.fill(1 / (to - from), from, to);
  }
  const bounds = input('cuSeqlens', [sequences + 1], packed.cuSeqlens);
  const pooled = tape.apply(pool, [states, input('weights', [tokens, 1], weights), bounds], { maxima: [false] });
  const logits = heads.map((head, h) => {
    const named = new Map([...head.parameters].map(([name, tensor]) => [tensor, `${head.name}.${name}`]));
    const features = h === 0 ? pooled : example.mix ? tape.apply(joinColumns, all, {}) : states;
    return forwardHead(head, tapeOps(tape, undefined, 0), [features], (tensor) => parameter(named.get(tensor) ?? ''));
  });
  const unused = input('s', [1], 1);
  const losses = [
    tape.apply(crossEntropy, [logits[0], input('labelsA', [sequences], Int32Array.from(example.labelsA))], {}),
    tape.apply(crossEntropy, [logits[1], input('labelsB', [tokens], packed.labelsB)], {}),
  ];
  const total = jointLoss(
    tape,
    losses.map((loss, i) => ({ loss, weight: [LAMBDA_A, LAMBDA_B][i], logVariance: unused })),
    false,
  );
  return { states, losses, total, one: input('one', [1], Float32Array.of(1)) };
}
