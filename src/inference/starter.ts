/**
 * Starts a model on a device: chooses WebGPU or wasm, and has the device prove itself on reference
 * vectors before anything is computed on it.
 */
import { TandemError, toTandemError } from '../errors';
import type { Gpu } from '../gpu/device';
import type { Model } from '../model/model';
import { isQuantised } from '../model/onnxOnly';
import { MEAN_POOLING } from '../model/sentence/pooling';
import type { Head } from '../tasks/head';
import type { Tokenizer } from '../tokenizer/tokenizer';
import { collate } from './batching';
import {
  deviation,
  MAX_DEVIATION,
  parseReference,
  REFERENCE_FILE,
  REFERENCE_TEXTS,
  type ReferenceVectors,
  writeReference,
} from './referenceVectors';
import { pooledFrom, poolingWeights } from './sentence/poolingWeights';
import { EncoderSession, type OrtRuntime, type TokenBatch } from './session';
import { type BatchResult, cpuReader, gpuReader, type StatesReader, type Wanted } from './statesReader';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm';

/** Where a model computes, and what is known of that. */
export interface DeviceStatus {
  device: 'webgpu' | 'wasm';
  /** The GPU's name, where one computes. */
  adapter?: string;
  precision: 'fp32' | 'int8';
  /** True once the device has reproduced stored reference vectors. */
  verified: boolean;
  /** Largest deviation from the reference vectors, relative to their largest value. */
  deviation?: number;
  /** Why it computes here, where that needs a word. */
  note?: string;
  /** True when WebGPU was wanted and is not what computes: it failed, was wrong, was lost or is not there. */
  fellBack: boolean;
}

/** What the surroundings bring: the browser's worker, or Node. */
export interface Host {
  ort: OrtRuntime;
  /** The one shared device; undefined where there is none. */
  gpu(): Promise<Gpu | undefined>;
}

export interface EngineOptions {
  device: DeviceChoice;
  /** Which hidden states are computed: the last, all, or those above so many layers. Default: last. */
  layers?: 'last' | 'all' | number;
  /** Hears of a change of device after opening. */
  onDeviceChange?: (status: DeviceStatus) => void;
  onStage?: (what: 'session' | 'verify') => void;
}

/** A session under way, and how it came to be there. */
export interface Running {
  session: EncoderSession;
  reader: StatesReader;
  status: DeviceStatus;
  /** Rejects when the device is lost; never settles on wasm. */
  lost: Promise<never>;
}

/** Reference vectors are means of a text's tokens, however the model itself pools: they show what the encoder computes. */
const VERIFIED = MEAN_POOLING.modes;

type Reason = Pick<DeviceStatus, 'note' | 'fellBack'>;

export class Starter {
  constructor(
    private readonly model: Model,
    private readonly tokenizer: Tokenizer,
    private readonly host: Host,
    private readonly options: EngineOptions,
  ) {}

  async choose(): Promise<Running> {
    const { device } = this.options;
    if (this.model.files.onnxOnly && isQuantised(this.model.files.graph ?? '')) {
      const note = 'Weights of eight bits are computed on the CPU: WebGPU may get them wrong without a message.';
      return this.onWasm({ fellBack: device === 'webgpu', note });
    }
    if (device === 'wasm') return this.onWasm({ fellBack: false });
    const gpu = await this.host.gpu();
    if (!gpu) {
      const wanted = device === 'webgpu';
      return this.onWasm({
        fellBack: wanted,
        ...(wanted ? { note: 'There is no WebGPU adapter here, so the model runs on the CPU.' } : {}),
      });
    }
    if (gpu.isSoftware && device === 'auto') {
      return this.onWasm({ fellBack: false, note: `The only WebGPU adapter is a software one (${gpu.name}), which is slower than wasm.` });
    }
    try {
      return await this.onGpu(gpu);
    } catch (thrown) {
      const error = toTandemError(thrown);
      const note = error.code === 'wrong-result' ? error.message : `WebGPU failed (${error.message}), so the model runs on the CPU.`;
      return this.onWasm({ fellBack: true, note });
    }
  }

  async onWasm(reason: Reason): Promise<Running> {
    const running = await this.start(undefined, reason);
    const reference = await this.storedReference();
    return reference ? this.verify(running, reference, 'wasm') : running;
  }

  private async onGpu(gpu: Gpu): Promise<Running> {
    const reference = (await this.storedReference()) ?? (await this.computeReference());
    return this.verify(await this.start(gpu, { fellBack: false }), reference, gpu.name);
  }

  private async start(gpu: Gpu | undefined, reason: Reason): Promise<Running> {
    const { model, host, options } = this;
    options.onStage?.('session');
    const { layers: wanted = 'last' } = options;
    const all = wanted === 'all';
    const output = all ? 'hidden_states' : 'last_hidden_state';
    const graph = wanted === 'last' ? model.graph : model.graphFor(all ? { allLayers: true } : { endLayer: wanted });
    const session = await EncoderSession.create(host.ort, graph, output, await model.takeWeightFiles(), gpu?.device, model.files.onnxOnly);
    const { hiddenSize: hidden, numHiddenLayers } = model.config;
    const layers = all ? numHiddenLayers + 1 : 1;
    const where = gpu ? ({ device: 'webgpu', adapter: gpu.name } as const) : ({ device: 'wasm' } as const);
    return {
      session,
      reader: gpu ? gpuReader(gpu.device, hidden, layers) : cpuReader(hidden, layers),
      status: {
        ...where,
        precision: model.files.onnxOnly && isQuantised(model.files.graph ?? '') ? 'int8' : 'fp32',
        verified: false,
        ...reason,
      },
      lost: rejectWhenLost(gpu),
    };
  }

  /** @throws TandemError `wrong-result`, having closed the session */
  private async verify(running: Running, { texts, vectors }: ReferenceVectors, name: string): Promise<Running> {
    // The vectors are of the last layer.
    if (typeof this.options.layers === 'number') return running;
    this.options.onStage?.('verify');
    try {
      const measured = deviation(await this.embed(running, texts), vectors);
      if (measured > MAX_DEVIATION) throw wrongResult(name, measured);
      running.status = { ...running.status, verified: true, deviation: measured };
      return running;
    } catch (error) {
      await close(running).catch(() => undefined);
      throw error;
    }
  }

  private async storedReference(): Promise<ReferenceVectors | undefined> {
    const bytes = await this.model.files.read(REFERENCE_FILE).catch(() => undefined);
    return bytes && parseReference(bytes, this.model.config.hiddenSize);
  }

  /** A model that came without reference vectors gets them from wasm, once. */
  private async computeReference(): Promise<ReferenceVectors> {
    const wasm = await this.start(undefined, { fellBack: false });
    const reference = { texts: REFERENCE_TEXTS, vectors: await this.embed(wasm, REFERENCE_TEXTS) };
    await close(wasm);
    // A full disk costs no more than computing them again next time.
    await this.model.files.write?.(REFERENCE_FILE, writeReference(reference)).catch(() => undefined);
    return reference;
  }

  private async embed(running: Running, texts: string[]): Promise<Float32Array<ArrayBuffer>> {
    const rows = texts.map((text) => this.tokenizer.encode(text).ids);
    const weights = rows.flatMap((ids) => poolingWeights(VERIFIED, [pooledFrom(ids.length)]));
    const batch = collate(rows, this.tokenizer.padId, [], { modes: VERIFIED, weights });
    const { pooled } = await runOn(running, batch, [], {});
    return pooled as Float32Array<ArrayBuffer>;
  }
}

export async function runOn({ session, reader, lost }: Running, batch: TokenBatch, heads: Head[], wanted: Wanted): Promise<BatchResult> {
  const states = await session.run(batch, lost);
  return Promise.race([reader.read(states, batch, heads, wanted), lost]);
}

export async function close({ session, reader }: Running): Promise<void> {
  reader.destroy();
  await session.release();
}

function rejectWhenLost(gpu: Gpu | undefined): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    gpu?.device.lost.then(({ message }) => {
      reject(new TandemError('device-lost', `The GPU was lost (${message || 'no reason given'}), so the model goes on on the CPU.`));
    });
  });
  // Whoever races against it hears of it; nobody else needs to.
  lost.catch(() => undefined);
  return lost;
}

function wrongResult(device: string, measured: number): TandemError {
  return new TandemError(
    'wrong-result',
    `${device} computes wrong embeddings (off by ${(measured * 100).toPrecision(2)} % of the largest value), so it is not used.`,
  );
}
