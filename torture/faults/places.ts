/** Where in the code operations come from: two from one place mostly fail alike. */
import { Turn } from '../../src/testing/turn';

/** Calls within calls that make a place. */
const FRAMES = 12;

export class PlacedTurn extends Turn {
  /** The first operation from every place, counted from 1. */
  readonly firsts = new Map<string, number>();

  override next(): boolean {
    const fails = super.next();
    const place = { stack: '' };
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = FRAMES;
    Error.captureStackTrace(place, this.next);
    Error.stackTraceLimit = before;
    if (!this.firsts.has(place.stack)) this.firsts.set(place.stack, this.operations);
    return fails;
  }
}
