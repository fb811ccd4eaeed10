/** Outputs of any number of heads for texts: every view is read once, for all heads that need it. */
import { cpuOps } from '../nn/cpuOps';
import type { CpuTensor } from '../nn/ops';
import { forwardHead, type Head, levelOf } from '../tasks/head';
import type { View } from '../tasks/kind';
import { type Encoder, flatten, type RunOptions } from './encoder';
import type { EncodedText, ReadingOptions, TextInput } from './reading';
import { PooledVectors } from './sentence/pooledVectors';

export interface HeadOutputs {
  /** Each text as the head read it first. */
  texts: EncodedText[];
  /** [rows, outputs] of each text: one row, or one per word piece. */
  outputs: Float32Array[];
}

const VIEWS: View[] = ['text', 'other', 'joint'];

/** A second text that is not there costs no run of the encoder. */
const NOTHING: EncodedText = { text: '', pieces: [], sequences: [], truncated: false };

/** @returns one entry per head; what a head on two texts says of an input with one means nothing */
export async function headOutputs(
  encoder: Encoder,
  heads: Head[],
  inputs: TextInput[],
  reading: ReadingOptions,
  options: RunOptions = {},
): Promise<HeadOutputs[]> {
  const { modes } = encoder.model.sentence.pooling;
  const texts = new Map<View, EncodedText[]>();
  const pooled = new Map<View, CpuTensor>();
  const results = heads.map((): Float32Array[] => []);
  const needs = (head: Head, view: View) => head.kind.reads.some((read) => read.view === view);
  let before = 0;
  for (const view of VIEWS.filter((candidate) => heads.some((head) => needs(head, candidate)))) {
    const isThere = (input: TextInput) => view === 'text' || input.other !== undefined;
    const there = (await encoder.readAll(inputs.filter(isThere), view, reading, options.signal)).values();
    const encoded = inputs.map((input): EncodedText => (isThere(input) ? there.next().value : undefined) ?? NOTHING);
    texts.set(view, encoded);
    const pools = heads.some((head) => levelOf(head) === 'sentence' && needs(head, view));
    const sequences = flatten(encoded, pools ? modes : undefined);
    const tokenHeads = heads.filter((head) => levelOf(head) === 'token' && needs(head, view));
    const forTokens = tokenHeads.map((head) => {
      const rows = encoded.map(({ pieces }) => new Float32Array(pieces.length * head.outputs));
      results[heads.indexOf(head)] = rows;
      return rows;
    });
    const vectors = new PooledVectors(encoded.length, encoder.hiddenSize, modes);
    const passed = before;
    await encoder.runHeads(
      sequences,
      tokenHeads,
      {},
      { ...options, onProgress: (done) => options.onProgress?.(passed + done) },
      (s, row, result, length) => {
        const { text, sequence } = sequences[s];
        if (result.pooled) vectors.add(text, result.pooled, row);
        for (const [h, { outputs: columns }] of tokenHeads.entries()) {
          const from = (row * length + sequence.at) * columns;
          const values = result.outputs[h].subarray(from, from + (sequence.end - sequence.first) * columns);
          forTokens[h][text].set(values, sequence.first * columns);
        }
      },
    );
    before += sequences.length;
    pooled.set(view, { shape: [inputs.length, encoder.model.sentence.pooledSize], data: vectors.data });
  }
  for (const [h, head] of heads.entries()) {
    if (levelOf(head) === 'sentence') results[h] = rowsOf(head, sentenceOutputs(head, pooled));
  }
  return heads.map(({ kind }, h) => ({ texts: texts.get(kind.reads[0].view) ?? [], outputs: results[h] }));
}

/** Small enough for the CPU wherever the encoder runs: [texts, outputs]. */
export function sentenceOutputs(head: Head, pooled: ReadonlyMap<View, CpuTensor>): CpuTensor {
  const features = head.kind.reads.map(({ view }) => pooled.get(view) ?? { shape: [0, 0], data: new Float32Array() });
  return forwardHead(head, cpuOps, features, (parameter) => parameter);
}

function rowsOf({ outputs }: Head, { shape: [rows], data }: CpuTensor): Float32Array[] {
  return Array.from({ length: rows }, (_, i) => data.subarray(i * outputs, (i + 1) * outputs));
}
