/**
 * A model on a device: chooses WebGPU or wasm, has the device prove itself on reference vectors, and
 * moves to wasm when a GPU is wrong, fails or is lost.
 */
import { TandemError, toTandemError } from '../errors';
import type { Gpu } from '../gpu/device';
import type { Model } from '../model/model';
import type { Head } from '../nn/heads/instance';
import { type Backend, cpuBackend, type Evaluation, gpuBackend } from './backend';
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
import { EncoderSession, type OrtRuntime, type TokenBatch } from './session';
import type { Tokenizer } from './tokenizer/tokenizer';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm';

/** Where a model computes, and what is known of that. */
export interface DeviceStatus {
  device: 'webgpu' | 'wasm';
  /** The GPU's name, where one computes. */
  adapter?: string;
  precision: 'fp32';
  /** True once the device has reproduced stored reference vectors. */
  verified: boolean;
  /** Largest deviation from the reference vectors, relative to their largest value. */
  deviation?: number;
  /** Why it computes here, where that is not what was asked for. */
  note?: string;
}

/** What the surroundings bring: the browser's worker, or Node. */
export interface Host {
  ort: OrtRuntime;
  /** The one shared device; undefined where there is none. */
  gpu(): Promise<Gpu | undefined>;
}

export interface EngineOptions {
  device: DeviceChoice;
  /** Hears of a change of device after opening. */
  onDeviceChange?: (status: DeviceStatus) => void;
  onStage?: (what: 'session' | 'verify') => void;
}

interface Running {
  session: EncoderSession;
  backend: Backend;
  status: DeviceStatus;
  /** Rejects when the device is lost; never settles on wasm. */
  lost: Promise<never>;
}

export class Engine {
  private constructor(
    private readonly model: Model,
    private readonly tokenizer: Tokenizer,
    private readonly host: Host,
    private readonly options: EngineOptions,
    private running: Running,
  ) {}

  get status(): DeviceStatus {
    return this.running.status;
  }

  static async open(model: Model, tokenizer: Tokenizer, host: Host, options: EngineOptions): Promise<Engine> {
    const start = new Starter(model, tokenizer, host, options);
    return new Engine(model, tokenizer, host, options, await start.choose());
  }

  /** Runs a batch; when the GPU is lost on the way, once more on wasm. */
  async evaluate(batch: TokenBatch, heads: Head[], wantPooled: boolean): Promise<Evaluation> {
    const { running } = this;
    try {
      return await evaluateOn(running, batch, heads, wantPooled);
    } catch (thrown) {
      const error = toTandemError(thrown);
      const onLostDevice = error.code === 'device-lost' || (running.status.device === 'webgpu' && running !== this.running);
      if (!onLostDevice) throw error;
      await this.moveToWasm(running, error.message);
      return evaluateOn(this.running, batch, heads, wantPooled);
    }
  }

  async release(): Promise<void> {
    await close(this.running);
  }

  private moving: Promise<void> | undefined;

  private moveToWasm(from: Running, why: string): Promise<void> {
    if (this.running !== from) return Promise.resolve();
    this.moving ??= (async () => {
      const start = new Starter(this.model, this.tokenizer, this.host, this.options);
      this.running = await start.onWasm(why);
      this.moving = undefined;
      void close(from).catch(() => undefined);
      this.options.onDeviceChange?.(this.status);
    })();
    return this.moving;
  }
}

/** Starts a model on a device and checks what it computes. */
class Starter {
  constructor(
    private readonly model: Model,
    private readonly tokenizer: Tokenizer,
    private readonly host: Host,
    private readonly options: EngineOptions,
  ) {}

  async choose(): Promise<Running> {
    const { device } = this.options;
    if (device === 'wasm') return this.onWasm();
    const gpu = await this.host.gpu();
    if (!gpu) return this.onWasm(device === 'webgpu' ? 'This browser offers no WebGPU adapter, so the model runs on the CPU.' : undefined);
    if (gpu.isSoftware && device === 'auto') {
      return this.onWasm(`The only WebGPU adapter is a software one (${gpu.name}), which is slower than wasm.`);
    }
    try {
      return await this.onGpu(gpu);
    } catch (thrown) {
      const error = toTandemError(thrown);
      return this.onWasm(error.code === 'wrong-result' ? error.message : `WebGPU failed (${error.message}), so the model runs on the CPU.`);
    }
  }

  async onWasm(note?: string): Promise<Running> {
    const running = await this.start(undefined, {
      device: 'wasm',
      precision: 'fp32',
      verified: false,
      ...(note === undefined ? {} : { note }),
    });
    const reference = await this.storedReference();
    if (reference) {
      const measured = await this.measure(running, reference);
      if (measured > MAX_DEVIATION) throw wrongResult('wasm', measured);
      running.status = { ...running.status, verified: true, deviation: measured };
    }
    return running;
  }

  private async onGpu(gpu: Gpu): Promise<Running> {
    const reference = (await this.storedReference()) ?? (await this.computeReference());
    const running = await this.start(gpu, { device: 'webgpu', adapter: gpu.name, precision: 'fp32', verified: false });
    try {
      const measured = await this.measure(running, reference);
      if (measured > MAX_DEVIATION) throw wrongResult(gpu.name, measured);
      running.status = { ...running.status, verified: true, deviation: measured };
      return running;
    } catch (error) {
      await close(running).catch(() => undefined);
      throw error;
    }
  }

  private async start(gpu: Gpu | undefined, status: DeviceStatus): Promise<Running> {
    const { model, host, options } = this;
    options.onStage?.('session');
    const session = await EncoderSession.create(host.ort, model.graph, await model.takeWeightFiles(), gpu?.device);
    const hidden = model.config.hiddenSize;
    const lost = new Promise<never>((_, reject) => {
      gpu?.device.lost.then(({ message }) => {
        reject(new TandemError('device-lost', `The GPU was lost (${message || 'no reason given'}), so the model goes on on the CPU.`));
      });
    });
    lost.catch(() => undefined);
    return { session, backend: gpu ? gpuBackend(gpu.device, hidden) : cpuBackend(hidden), status, lost };
  }

  private async storedReference(): Promise<ReferenceVectors | undefined> {
    const bytes = await this.model.files.read(REFERENCE_FILE).catch(() => undefined);
    return bytes && parseReference(bytes, this.model.config.hiddenSize);
  }

  /** A model that came without reference vectors gets them from wasm, once. */
  private async computeReference(): Promise<ReferenceVectors> {
    const wasm = await this.start(undefined, { device: 'wasm', precision: 'fp32', verified: false });
    const reference = { texts: REFERENCE_TEXTS, vectors: await this.embed(wasm, REFERENCE_TEXTS) };
    await close(wasm);
    await this.model.files.write?.(REFERENCE_FILE, writeReference(reference));
    return reference;
  }

  private async measure(running: Running, { texts, vectors }: ReferenceVectors): Promise<number> {
    this.options.onStage?.('verify');
    return deviation(await this.embed(running, texts), vectors);
  }

  private async embed(running: Running, texts: string[]): Promise<Float32Array<ArrayBuffer>> {
    const batch = collate(
      texts.map((text) => this.tokenizer.encode(text).ids),
      this.tokenizer.padId,
    );
    const { pooled } = await evaluateOn(running, batch, [], true);
    return pooled as Float32Array<ArrayBuffer>;
  }
}

async function evaluateOn({ session, backend, lost }: Running, batch: TokenBatch, heads: Head[], wantPooled: boolean): Promise<Evaluation> {
  const states = await session.run(batch, lost);
  return Promise.race([backend.evaluate(states, batch, heads, wantPooled), lost]);
}

async function close({ session, backend }: Running): Promise<void> {
  backend.destroy();
  await session.release();
}

function wrongResult(device: string, measured: number): TandemError {
  return new TandemError(
    'wrong-result',
    `${device} computes wrong embeddings (off by ${(measured * 100).toPrecision(2)} % of the largest value), so it is not used.`,
  );
}
