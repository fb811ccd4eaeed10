/** Runs under way, by their model: the gate that holds one while it is paused. */
import { TandemError } from '../../errors';

interface Gate {
  held?: Promise<void>;
  open?: () => void;
}

export class Gates {
  private readonly gates = new Map<number, Gate>();

  /** @throws TandemError `bad-input` when the model is training already */
  async while<T>(handle: number, task: (held: () => Promise<void> | undefined) => Promise<T>): Promise<T> {
    if (this.gates.has(handle)) throw new TandemError('bad-input', 'This model is training already. Stop that run first.');
    this.gates.set(handle, {});
    try {
      return await task(() => this.gates.get(handle)?.held);
    } finally {
      this.gates.delete(handle);
    }
  }

  hold(handle: number, paused: boolean): void {
    const gate = this.gates.get(handle);
    if (!gate || paused === (gate.held !== undefined)) return;
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
