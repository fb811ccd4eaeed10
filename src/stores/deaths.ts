/** How often a worker died in a row: something that kills every worker is not tried for ever. */

/** A worker that has lived for so long did not die of what killed the one before it. */
const LONG_MS = 10 * 60_000;

export class Deaths {
  /** Workers that were started. */
  births = 0;
  private row = 0;
  private bornAt = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A worker was started. */
  born(): void {
    this.births++;
    this.bornAt = this.now();
  }

  /**
   * A worker died.
   *
   * @param progressed whether a run finished an epoch on it
   * @returns deaths in a row, this one included
   */
  died(progressed: boolean): number {
    const isNew = progressed || this.now() - this.bornAt >= LONG_MS;
    this.row = isNew ? 1 : this.row + 1;
    return this.row;
  }
}
