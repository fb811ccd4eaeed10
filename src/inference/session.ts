/**
 * An ONNX Runtime session that turns token ids into hidden states, left on the GPU when it runs there.
 * Overlapping calls of ONNX Runtime hang or corrupt memory, across sessions too, so every one of them
 * passes through one mutex.
 */
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import { TandemError, toTandemError } from '../errors';
import type { BufferSlice } from '../gpu/dispatcher';
import type { WeightFile } from '../model/model';
import { identityGraph } from '../model/onnx/identityGraph';
import { Mutex } from './mutex';

/** The part of an ONNX Runtime package that is used; injected, so that the browser and Node bring their own. */
export interface OrtRuntime {
  InferenceSession: { create(graph: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> };
  Tensor: TensorConstructor;
}

/** A right-padded batch, row-major [batch, length]. */
export interface TokenBatch {
  batch: number;
  length: number;
  inputIds: BigInt64Array<ArrayBuffer>;
  /** 1 for tokens, 0 for padding. */
  attentionMask: Uint32Array<ArrayBuffer>;
  /** Segment of each token. Default: 0. */
  typeIds?: BigInt64Array<ArrayBuffer>;
  /** How its tokens are pooled, where pooled vectors are wanted. */
  pooling?: BatchPooling;
}

export interface BatchPooling {
  /** [batch · length, modes], 0 for tokens that do not count; see poolingWeights. */
  weights: Float32Array<ArrayBuffer>;
  /** Of each mode, whether it is the maximum of the tokens instead of their weighted sum. */
  maxima: boolean[];
}

/** last_hidden_state, [batch, length, hidden] float32; or all layers', side by side. Dispose it once its use is on the queue. */
export type HiddenStates = { dispose(): void } & ({ where: 'cpu'; data: Float32Array<ArrayBuffer> } | { where: 'gpu'; slice: BufferSlice });

const ort = new Mutex();

const starts = new WeakMap<OrtRuntime, Promise<void>>();

/**
 * Has ONNX Runtime fetch and compile its WebAssembly, which it does for its first session, while weights are still on their way.
 * What goes wrong is told by the session that needs it.
 */
export function startRuntime(runtime: OrtRuntime): void {
  if (starts.has(runtime)) return;
  const started = ort
    .run(async () => {
      const session = await runtime.InferenceSession.create(identityGraph(), { executionProviders: ['cpu'], logSeverityLevel: 3 });
      await session.release();
    })
    .catch((thrown: unknown) => {
      throw unstarted(thrown);
    });
  started.catch(() => undefined);
  starts.set(runtime, started);
}

export class EncoderSession {
  private constructor(
    private readonly runtime: OrtRuntime,
    private readonly session: InferenceSession,
    private readonly output: string,
  ) {}

  /**
   * @param device runs on this WebGPU device; on the CPU without one
   * @param foreign whether another program wrote the graph. Default: false
   * @throws TandemError `unsupported-model` for a graph that cannot be opened, or gives no hidden states; `internal` where ONNX Runtime
   * did not start
   */
  static async create(
    runtime: OrtRuntime,
    graph: Uint8Array,
    output: 'last_hidden_state' | 'hidden_states',
    weights: WeightFile[],
    device?: GPUDevice,
    foreign = false,
  ): Promise<EncoderSession> {
    const options: InferenceSession.SessionOptions = {
      executionProviders: [device ? { name: 'webgpu', device } : 'cpu'],
      externalData: weights,
      // Packed weights are a copy more in memory, and gained nothing that could be measured.
      extra: { session: { disable_prepacking: '1' } },
      logSeverityLevel: 3, // errors only: the warnings are about shape operations that belong on the CPU
      ...(device ? { preferredOutputLocation: { [output]: 'gpu-buffer' } } : {}),
    };
    const session = await ort
      .run(async () => {
        // Later attempts say only that an earlier one failed.
        await starts.get(runtime);
        return runtime.InferenceSession.create(graph, options);
      })
      .catch((thrown: unknown) => {
        throw unusable(thrown);
      });
    return new EncoderSession(runtime, session, foreign ? outputOf(session, output) : output);
  }

  /** @param lost rejects when the device is lost: a run on a lost device may never come back */
  async run({ batch, length, inputIds, attentionMask, typeIds }: TokenBatch, lost: Promise<never>): Promise<HiddenStates> {
    const ids = (data: BigInt64Array) => new this.runtime.Tensor('int64', data, [batch, length]);
    const feeds = {
      input_ids: ids(inputIds),
      attention_mask: ids(BigInt64Array.from(attentionMask, BigInt)),
      ...(this.session.inputNames.includes('token_type_ids') ? { token_type_ids: ids(typeIds ?? new BigInt64Array(batch * length)) } : {}),
    };
    const { [this.output]: states } = await ort.run(() => Promise.race([this.session.run(feeds), lost]));
    return wrap(states);
  }

  release(): Promise<void> {
    return ort.run(() => this.session.release());
  }
}

/** Graphs of sentence-transformers have another name for the states of tokens. @throws TandemError `unsupported-model` for a graph without them */
function outputOf({ inputNames, outputNames }: InferenceSession, wanted: string): string {
  const found = [wanted, 'token_embeddings'].find((name) => outputNames.includes(name));
  const unknown = inputNames.find((name) => !['input_ids', 'attention_mask', 'token_type_ids'].includes(name));
  if (found && unknown === undefined) return found;
  const why = found
    ? `needs the input ${unknown}, which is not supported`
    : `gives ${outputNames.join(', ')}, but no hidden states of tokens`;
  throw new TandemError('unsupported-model', `The graph of this model ${why}. Choose one that was exported for feature extraction.`);
}

/** What the runtime says of itself, unless memory ran out. */
function unstarted(thrown: unknown): TandemError {
  const error = toTandemError(thrown);
  if (error.code !== 'internal') return error;
  const remedy = 'Check that its .wasm file can be loaded and that this page may run WebAssembly, and reload';
  return new TandemError('internal', `ONNX Runtime cannot start, so no model can be opened. ${remedy}. It says: ${said(thrown)}`, {
    cause: thrown,
  });
}

/** What the runtime says of a graph that it cannot open, unless memory ran out. */
function unusable(thrown: unknown): TandemError {
  const error = toTandemError(thrown);
  if (error === thrown || error.code !== 'internal') return error;
  return new TandemError('unsupported-model', `ONNX Runtime cannot open the graph of this model: ${said(thrown)}`, { cause: thrown });
}

const said = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

function wrap(states: Tensor): HiddenStates {
  const dispose = () => states.dispose();
  if (states.location === 'gpu-buffer') {
    return { where: 'gpu', slice: { buffer: states.gpuBuffer as GPUBuffer, bytes: states.size * 4 }, dispose };
  }
  return { where: 'cpu', data: states.data as Float32Array<ArrayBuffer>, dispose };
}
