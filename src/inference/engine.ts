/**
 * A model on a device, moving to wasm when the GPU it computes on is lost: nothing that was asked for is
 * left unanswered.
 */
import { toTandemError } from '../errors';
import type { Model } from '../model/model';
import type { Head } from '../tasks/head';
import type { Tokenizer } from '../tokenizer/tokenizer';
import type { TokenBatch } from './session';
import { close, type DeviceStatus, type EngineOptions, type Host, type Running, runOn, Starter } from './starter';
import type { BatchResult, Wanted } from './statesReader';

export class Engine {
  private moving: Promise<void> | undefined;

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
  async run(batch: TokenBatch, heads: Head[], wanted: Wanted): Promise<BatchResult> {
    const { running } = this;
    try {
      return await runOn(running, batch, heads, wanted);
    } catch (thrown) {
      const error = toTandemError(thrown);
      const onLostDevice = error.code === 'device-lost' || (running.status.device === 'webgpu' && running !== this.running);
      if (!onLostDevice) throw error;
      await this.moveToWasm(running, error.message);
      return runOn(this.running, batch, heads, wanted);
    }
  }

  async release(): Promise<void> {
    await close(this.running);
  }

  private moveToWasm(from: Running, why: string): Promise<void> {
    if (this.running !== from) return Promise.resolve();
    this.moving ??= (async () => {
      const start = new Starter(this.model, this.tokenizer, this.host, this.options);
      this.running = await start.onWasm({ fellBack: true, note: why });
      this.moving = undefined;
      void close(from).catch(() => undefined);
      this.options.onDeviceChange?.(this.status);
    })();
    return this.moving;
  }
}
