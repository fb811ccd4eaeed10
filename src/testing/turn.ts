/** Counts the operations of a script, so that the n-th of them can be made to fail. */
export class Turn {
  operations = 0;

  /** @param at counted from 1. Default: none fails */
  constructor(readonly at = Number.POSITIVE_INFINITY) {}

  /** Counts one operation. @returns whether it is the one that fails */
  next(): boolean {
    this.operations++;
    return this.operations === this.at;
  }
}
