/** Counts what a run does: reports of steps as they come in, their means, the rate, the time that is left. */
import { means, type StepReport } from '../step/stepLog';

/** A step as curves show it. */
export interface StepPoint extends StepReport {
  /** Counted from 0 over the whole run. */
  step: number;
  epoch: number;
  rateFactor: number;
}

/** How far a run is. */
export interface PaceReport {
  /** The one under way, counted from 1. */
  epoch: number;
  /** Epochs in all. */
  epochs: number;
  /** Steps so far, those of an earlier part of the run included. */
  step: number;
  /** Steps in all. */
  steps: number;
  /** Real tokens, without padding. */
  tokensPerSecond: number;
  /** By the steps of this part of the run, pauses left out; unknown until something was measured. */
  secondsLeft?: number;
}

const INTERVAL_MS = 100;

export class Pace {
  private readonly started = performance.now();
  private lastReport = performance.now();
  private epoch = 0;
  private step = 0;
  /** Steps of this part of the run, each as often as it was done. */
  private done = 0;
  private heldMs = 0;
  private tokens = 0;
  private waiting: { step: number; rateFactor: number }[] = [];
  private ofEpoch: StepReport[] = [];

  constructor(
    private readonly total: Pick<PaceReport, 'steps' | 'epochs'>,
    private readonly send: (points: StepPoint[], pace: PaceReport) => void,
  ) {}

  /** @param step the epoch's first, counted over the run: an epoch may begin again */
  startEpoch(epoch: number, step: number): void {
    this.epoch = epoch;
    this.step = step;
    this.ofEpoch = [];
    this.waiting = [];
  }

  /** A step is on its way. @returns its tokens */
  stepped(tokens: number, rateFactor: number): number {
    this.waiting.push({ step: this.step++, rateFactor });
    this.done++;
    this.tokens += tokens;
    return tokens;
  }

  /** The run stood still: that time says nothing of how long the rest takes. */
  held(milliseconds: number): void {
    this.heldMs += milliseconds;
  }

  /** Whether someone who watches has waited long enough. */
  get isDue(): boolean {
    return performance.now() - this.lastReport >= INTERVAL_MS;
  }

  /**
   * Takes the reports of the steps that were waiting.
   *
   * @returns false when a loss is not a number any more
   */
  report(reports: StepReport[]): boolean {
    const points = reports.map((report, i): StepPoint => ({ ...report, ...this.waiting[i], epoch: this.epoch }));
    this.waiting = [];
    this.ofEpoch.push(...reports);
    this.lastReport = performance.now();
    const seconds = (this.lastReport - this.started - this.heldMs) / 1000;
    if (points.length > 0) {
      this.send(points, {
        ...this.total,
        epoch: this.epoch,
        step: this.step,
        tokensPerSecond: this.tokens / seconds,
        secondsLeft: (seconds / this.done) * (this.total.steps - this.step),
      });
    }
    return reports.every(({ total, gradNorm }) => Number.isFinite(total) && Number.isFinite(gradNorm));
  }

  /** Means over the epoch's steps; undefined when it had none. */
  epochMeans(): StepReport | undefined {
    return this.ofEpoch.length === 0 ? undefined : means(this.ofEpoch);
  }
}
