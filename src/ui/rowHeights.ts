/** Where the rows of a long list begin: all are of one height, save those that were seen to be of another. */

/** Rows whose deviations are summed up, so that a million of them are gone through in a moment. */
const BLOCK = 256;

export class RowHeights {
  /** By place: how much higher a row is than the others. */
  private readonly more = new Map<number, number>();
  private readonly blocks: Float64Array;
  private sum = 0;

  /** @param height of a row, in pixels */
  constructor(
    readonly count: number,
    readonly height: number,
  ) {
    this.blocks = new Float64Array(Math.ceil(count / BLOCK));
  }

  /** Of all rows together. */
  get total(): number {
    return this.count * this.height + this.sum;
  }

  of(place: number): number {
    return this.height + (this.more.get(place) ?? 0);
  }

  /** @returns by how much the row has grown */
  set(place: number, height: number): number {
    const more = height - this.height;
    const grown = more - (this.more.get(place) ?? 0);
    if (grown === 0) return 0;
    if (more === 0) this.more.delete(place);
    else this.more.set(place, more);
    this.blocks[Math.floor(place / BLOCK)] += grown;
    this.sum += grown;
    return grown;
  }

  /** Pixels above a row. */
  startOf(place: number): number {
    const block = Math.floor(place / BLOCK);
    let start = place * this.height;
    for (let at = 0; at < block; at++) start += this.blocks[at];
    for (let at = block * BLOCK; at < place; at++) start += this.more.get(at) ?? 0;
    return start;
  }

  /** @returns the row that is so many pixels below the top of the first one; the last one where there are fewer */
  at(offset: number): number {
    let [place, start] = [0, 0];
    for (const more of this.blocks) {
      const end = start + BLOCK * this.height + more;
      if (end > offset || place + BLOCK >= this.count) break;
      [place, start] = [place + BLOCK, end];
    }
    while (place < this.count - 1 && start + this.of(place) <= offset) start += this.of(place++);
    return place;
  }
}
