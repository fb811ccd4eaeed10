/** Whether the compute worker still answers: it is asked once per second. */
import type { Channel } from './client';

/**
 * A worker that is `silent` may be in the middle of a long computation, and answer again. One that `died` is gone for good, as is
 * one that `failed` to start.
 */
export type WorkerHealth = 'answers' | 'silent' | 'died' | 'failed';

/** Seconds without an answer after which a worker that has nothing to do counts as silent. */
const IDLE_LIMIT = 4;
/** The same while a job runs: a batch on WebAssembly holds the worker's thread, on slow machines for many seconds. */
const BUSY_LIMIT = 60;

export class Heartbeat {
  private missed = 0;
  private health: WorkerHealth = 'answers';

  /** @param tell hears of every change */
  constructor(
    private readonly channel: Channel,
    private readonly isBusy: () => boolean,
    private readonly tell: (health: WorkerHealth) => void,
  ) {
    channel.addEventListener('message', () => {
      this.missed = 0;
      this.change('answers');
    });
  }

  /** To be called once per second. Calls are counted, not seconds: a machine that slept has missed none. */
  beat(): void {
    if (this.missed >= (this.isBusy() ? BUSY_LIMIT : IDLE_LIMIT)) this.change('silent');
    this.missed++;
    this.channel.postMessage({ kind: 'ping' });
  }

  /** The worker is gone. */
  end(how: 'died' | 'failed'): void {
    this.change(how);
  }

  private change(to: WorkerHealth): void {
    if (this.health === to || this.health === 'died' || this.health === 'failed') return;
    this.health = to;
    this.tell(to);
  }
}
