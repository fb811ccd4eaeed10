/** A worker that answers what a test tells it to, for the stores' tests. */
import type { Channel } from '../workers/client';
import type { Call, FromWorker, ToWorker } from '../workers/protocol';

/** Lets promises that are settled run on. */
export const settle = () => new Promise((resolve) => setTimeout(resolve));

export class FakeWorker implements Channel {
  readonly calls: Call[] = [];
  readonly cancelled: number[] = [];
  private listener: (event: MessageEvent<FromWorker>) => void = () => {};

  postMessage(message: ToWorker): void {
    if (message.kind === 'cancel') this.cancelled.push(message.id);
    else if (message.kind === 'call') this.calls.push(message);
  }

  addEventListener(_: 'message', listener: (event: MessageEvent<FromWorker>) => void): void {
    this.listener = listener;
  }

  async say(message: FromWorker): Promise<void> {
    this.listener({ data: message } as MessageEvent<FromWorker>);
    await settle();
  }

  /** The latest call of a method. */
  last(method: Call['method']): Call {
    const call = this.calls.findLast((one) => one.method === method);
    if (!call) throw new Error(`${method} was not called`);
    return call;
  }

  answer(method: Call['method'], result: unknown): Promise<void> {
    return this.say({ kind: 'result', id: this.last(method).id, result } as FromWorker);
  }
}
