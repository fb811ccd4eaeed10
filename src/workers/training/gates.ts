/** Runs under way, by their model: the gate that holds one while it is paused. */
import { TandemError } from '../../errors';

interface Gate {
  signal: AbortSignal;
  held?: Promise<void>;
  open?: () => void;
}

export class Gates {
  private readonly gates = new Map<number, Gate>();

  /**
   * @param signal opens the gate for good when it fires: a run that is held would not hear of its end
   * @throws TandemError `bad-input` when the model is training already
   */
  async while<T>(handle: number, signal: AbortSignal, task: (held: () => Promise<void> | undefined) => Promise<T>): Promise<T> {
    if (this.gates.has(handle)) throw new TandemError('bad-input', 'This model is training already. Stop that run first.');
    this.gates.set(handle, { signal });
    const open = () => this.hold(handle, false);
    signal.addEventListener('abort', open, { once: true });
    try {
      return await task(() => this.gates.get(handle)?.held);
    } finally {
      signal.removeEventListener('abort', open);
      this.gates.delete(handle);
    }
  }

  hold(handle: number, paused: boolean): void {
    const gate = this.gates.get(handle);
    if (!gate || paused === (gate.held !== undefined) || (paused && gate.signal.aborted)) return;
    if (paused) {
      gate.held = new Promise((resolve) => {
        gate.open = resolve;
      });
    } else {
      gate.open?.();
      delete gate.held;
    }
  }
}
