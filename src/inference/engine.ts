/**
 * Where a model computes: one decision for all its sessions, layers and trainers. A GPU that computes wrong or is lost is left
 * by all of them at once, for wasm, and nothing that was asked for is left unanswered. A lost one is gone back to by itself,
 * once it has proved itself anew.
 */
import { checkDevice } from '../autodiff/deviceCheck';
import { type ErrorCode, type TandemError, toTandemError } from '../errors';
import type { Gpu } from '../gpu/device';
import { lossOf, reasonOf } from '../gpu/loss';
import type { Model } from '../model/model';
import { isQuantised } from '../model/onnxOnly';
import type { Head } from '../tasks/head';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { TokenBatch } from './session';
import {
  close,
  type DeviceChoice,
  type DeviceStatus,
  type EngineOptions,
  type Host,
  type Layers,
  type Running,
  runOn,
  Starter,
} from './starter';
import type { BatchResult, Wanted } from './statesReader';

/** A device, and the sessions on it. */
interface Spot {
  /** It has proved itself; undefined on wasm. */
  gpu?: Gpu;
  status: DeviceStatus;
  sessions: Map<Layers, Promise<Running>>;
  /** Batches under way. */
  batches: number;
}

type Reason = Pick<DeviceStatus, 'note' | 'fellBack'>;

/** Errors of opening a session that another device may not have. */
const OF_DEVICE = new Set<ErrorCode>(['device-lost', 'wrong-result', 'out-of-memory', 'internal']);
/** Milliseconds between attempts to go back to a GPU that was lost, the first after the loss. */
const ATTEMPTS_MS = [500, 1500, 3000, 3000];
/** A GPU that is lost more often in a visit is not gone back to. */
const MOST_LOSSES = 3;

export class Engine {
  private spot: Spot | undefined;
  private moving: Promise<void> | undefined;
  private attempt: ReturnType<typeof setTimeout> | undefined;
  private losses = 0;
  private released = false;
  /** Whether our own kernels were asked for, so that a GPU to go back to has to compute them right as well. */
  private ownKernels = false;
  /** What the model was opened with, until a GPU computes wrong. */
  private wanted: DeviceChoice;
  private readonly proved = new WeakSet<GPUDevice>();
  private readonly starter: Starter;
  private readonly precision: DeviceStatus['precision'];

  private constructor(
    model: Model,
    tokenizer: Tokenizer,
    private readonly host: Host,
    private readonly options: EngineOptions,
  ) {
    this.wanted = options.device;
    this.precision = model.files.onnxOnly && isQuantised(model.files.graph ?? '') ? 'int8' : 'fp32';
    this.starter = new Starter(model, tokenizer, host, options.onStage);
  }

  static async open(model: Model, tokenizer: Tokenizer, host: Host, options: EngineOptions): Promise<Engine> {
    const engine = new Engine(model, tokenizer, host, options);
    engine.settle(await engine.choose());
    return engine;
  }

  get status(): DeviceStatus {
    return this.here.status;
  }

  /** The GPU on which this model computes right; undefined where it computes on the CPU. */
  get gpu(): Gpu | undefined {
    return this.moving ? undefined : this.here.gpu;
  }

  /** The choice for a model that takes the place of this one: a GPU that computed wrong is not asked again. */
  get choice(): DeviceChoice {
    return this.wanted;
  }

  /**
   * Has the GPU, where there is one, prove that it computes our kernels right: before they first train, and every so often
   * while they do. One that does not is left for good.
   *
   * @throws TandemError `wrong-result` or `device-lost`, having left the GPU
   */
  async proveKernels(): Promise<void> {
    await this.moving;
    this.ownKernels = true;
    const spot = this.here;
    if (!spot.gpu) return;
    try {
      await checkDevice(spot.gpu);
    } catch (thrown) {
      const error = toTandemError(await reasonOf(spot.gpu.device, thrown));
      await this.leave(spot, error);
      throw error;
    }
  }

  /** Runs a batch; once more on wasm when the GPU is lost on the way, or turns out to compute these layers wrong. */
  async run(batch: TokenBatch, heads: Head[], wanted: Wanted, layers: Layers = 'last'): Promise<BatchResult> {
    for (;;) {
      await this.moving;
      const spot = this.here;
      spot.batches++;
      let running: Running | undefined;
      try {
        if (heads.length > 0) await this.proveOnce(spot);
        running = await this.session(spot, layers);
        return await runOn(running, batch, heads, wanted);
      } catch (thrown) {
        const error = toTandemError(spot.gpu ? await reasonOf(spot.gpu.device, thrown) : thrown);
        // A GPU that cannot run some layers, or not correctly, is not trusted with the others.
        const leaves = spot.gpu && (error.code === 'device-lost' || (!running && OF_DEVICE.has(error.code)));
        if (spot === this.spot && !leaves) throw error;
        await this.leave(spot, error);
      } finally {
        spot.batches--;
        if (spot !== this.spot) this.closeIdle(spot);
      }
    }
  }

  /** Closes the session of some layers, where there is one. */
  async close(layers: Layers): Promise<void> {
    const { sessions } = this.here;
    const session = await sessions.get(layers)?.catch(() => undefined);
    sessions.delete(layers);
    if (session) await close(session);
  }

  async release(): Promise<void> {
    this.released = true;
    clearTimeout(this.attempt);
    await this.moving?.catch(() => undefined);
    const sessions = await Promise.allSettled(this.here.sessions.values());
    for (const session of sessions) if (session.status === 'fulfilled') await close(session.value);
  }

  private get here(): Spot {
    if (!this.spot) throw new RangeError('the engine is not open');
    return this.spot;
  }

  private async choose(): Promise<Spot> {
    const { device } = this.options;
    if (this.precision === 'int8') {
      const note = '8-bit weights are computed on the CPU: WebGPU may give wrong results for them without an error.';
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
      return this.onWasm(this.reasonToLeave(toTandemError(await reasonOf(gpu.device, thrown))));
    }
  }

  private async onGpu(gpu: Gpu): Promise<Spot> {
    const running = await this.starter.start(gpu, 'last');
    if (this.ownKernels) {
      await checkDevice(gpu).catch(async (error) => {
        await close(running);
        throw error;
      });
    }
    return spotWith(running, { device: 'webgpu', adapter: gpu.name, precision: this.precision, fellBack: false }, gpu);
  }

  private async onWasm(reason: Reason): Promise<Spot> {
    return spotWith(await this.starter.start(undefined, 'last'), { device: 'wasm', precision: this.precision, ...reason });
  }

  private settle(spot: Spot): void {
    this.spot = spot;
    if (!spot.gpu) return;
    void lossOf(spot.gpu.device)
      .then((error) => this.leave(spot, error))
      .catch(() => undefined);
  }

  /** Before heads first run on a GPU. */
  private async proveOnce(spot: Spot): Promise<void> {
    if (!spot.gpu || this.proved.has(spot.gpu.device)) return;
    this.ownKernels = true;
    await checkDevice(spot.gpu);
    this.proved.add(spot.gpu.device);
  }

  private session(spot: Spot, layers: Layers): Promise<Running> {
    const known = spot.sessions.get(layers);
    if (known) return known;
    const opened = this.starter.start(spot.gpu, layers);
    spot.sessions.set(layers, opened);
    opened.catch(() => spot.sessions.delete(layers));
    return opened;
  }

  /** Has all sessions go on on wasm. @throws TandemError when that cannot run the model either */
  private leave(from: Spot, error: TandemError): Promise<void> {
    if (this.spot !== from || this.released) return Promise.resolve();
    this.moving ??= this.onWasm(this.reasonToLeave(error))
      .then((spot) => this.move(spot))
      .finally(() => (this.moving = undefined));
    return this.moving;
  }

  /** Wrong results are for good; what was lost may come back. */
  private reasonToLeave(error: TandemError): Reason & { fellBack: true } {
    if (error.code === 'wrong-result') {
      this.wanted = 'wasm';
      return { fellBack: true, note: error.message };
    }
    if (error.code !== 'device-lost') return { fellBack: true, note: `WebGPU failed (${error.message}), so the model runs on the CPU.` };
    this.losses++;
    if (this.losses <= MOST_LOSSES) this.goBackLater(0);
    return { fellBack: true, note: `${error.message} The model continues on the CPU.` };
  }

  private move(to: Spot): void {
    const from = this.here;
    this.settle(to);
    this.closeIdle(from);
    if (!this.released) this.options.onDeviceChange?.(this.status);
  }

  private goBackLater(attempt: number): void {
    if (attempt === ATTEMPTS_MS.length || this.released) return;
    this.attempt = setTimeout(async () => {
      if (!(await this.goBack())) this.goBackLater(attempt + 1);
    }, ATTEMPTS_MS[attempt]);
  }

  /** @returns whether that is settled: it computes there again, or never will */
  private async goBack(): Promise<boolean> {
    try {
      await this.moving;
      const gpu = await this.host.gpu();
      if (!gpu || (gpu.isSoftware && this.wanted === 'auto')) return false;
      const spot = await this.onGpu(gpu);
      if (this.released) this.closeIdle(spot);
      else this.move({ ...spot, status: { ...spot.status, note: 'The GPU is back and was verified again, so the model runs there.' } });
      return true;
    } catch (thrown) {
      if (toTandemError(thrown).code === 'wrong-result') this.wanted = 'wasm';
      return this.released || this.wanted === 'wasm';
    }
  }

  /** Nothing begins on a device that was left; what is under way there ends first. */
  private closeIdle({ batches, sessions }: Spot): void {
    if (batches > 0) return;
    for (const session of sessions.values()) session.then(close).catch(() => undefined);
    sessions.clear();
  }
}

function spotWith(running: Running, where: Omit<DeviceStatus, 'verified' | 'deviation'>, gpu?: Gpu): Spot {
  const { deviation } = running;
  const verified = deviation === undefined ? { verified: false } : { verified: true, deviation };
  const status: DeviceStatus = { ...where, ...verified };
  return { status, sessions: new Map([['last', Promise.resolve(running)]]), batches: 0, ...(gpu ? { gpu } : {}) };
}
