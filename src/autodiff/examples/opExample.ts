/** Inputs on which an op is tested, and a device checked. */
export interface OpExample {
  shapes: number[][];
  attributes: object;
  /** Values of inputs that are not random floats, by their position. */
  given?: Record<number, number[]>;
  /** Random values lie within ± this. Default: 1. */
  scale?: number;
}
