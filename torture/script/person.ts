/**
 * Somebody at the page: does one thing after another, reads what went wrong and tries again, and opens the page anew when the
 * worker has died.
 */
import type { ComputeClient } from '../../src/workers/client';
import { Finding, within } from '../suite';
import { checkWords } from './words';

export interface Visit {
  client: ComputeClient;
  /** Whether the worker has died. */
  isOver(): boolean;
  /** What was opened in it: handles by model, the number of the data set. */
  models: Map<string, number>;
  dataset?: number;
}

const TRIES = 4;

export class Person {
  /** What was said of things that went wrong. */
  readonly heard: string[] = [];
  visits = 0;
  private visit: Visit | undefined;

  /**
   * @param open a visit of the page
   * @param afterTrouble what a person does who reads that something went wrong: makes room
   * @param seconds that each thing may take
   */
  constructor(
    private readonly open: () => Visit,
    private readonly afterTrouble: () => void = () => {},
    private readonly seconds = 30,
  ) {}

  /** @throws Finding for what hangs, cannot be done at all, or fails in words that nobody understands */
  async does<T>(what: string, task: (visit: Visit) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const visit = this.here();
      try {
        const done = await within(this.seconds, what, task(visit));
        // Nobody sees what comes of it on a page that is closed.
        if (!visit.isOver()) return done;
      } catch (thrown) {
        if (visit.isOver()) continue;
        if (thrown instanceof Finding) throw thrown;
        const message = checkWords(what, thrown);
        this.heard.push(message);
        if (attempt >= TRIES) throw new Finding(`${what} fails for good: ${message}`);
        this.afterTrouble();
      }
    }
  }

  /** Closes the page, and opens it anew. */
  reload(): void {
    this.visit = undefined;
  }

  private here(): Visit {
    if (!this.visit || this.visit.isOver()) {
      this.visit = this.open();
      this.visits++;
    }
    return this.visit;
  }
}
