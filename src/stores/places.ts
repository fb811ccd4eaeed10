import { breather, SLICE_MS } from '../breather';
import { hash32 } from '../random';

/** What places are asked of; a map of them is one, too. */
export type Lookup = Pick<ReadonlyMap<string, number>, 'get'>;

/**
 * Where each of many values stands. Besides the values it is one array of numbers, so that a million of them do not hold up the page
 * whenever memory is cleared, as a map would.
 */
export class Places implements Lookup {
  static readonly NONE = new Places([], new Int32Array(1));

  /** @param table places + 1 at the hashes of their values or, where these are taken, behind them; a power of two, never full */
  private constructor(
    private readonly values: readonly string[],
    private readonly table: Int32Array,
  ) {}

  /** Found while the page answers. @param values each different from the others */
  static async of(values: readonly string[]): Promise<Places> {
    const found = new Places(values, new Int32Array(2 ** Math.ceil(Math.log2(2 * values.length + 1))));
    const breathe = breather(SLICE_MS);
    for (let place = 0; place < values.length; place++) {
      found.table[found.slotOf(values[place])] = place + 1;
      if (place % 1000 === 999) await breathe();
    }
    return found;
  }

  get(value: string): number | undefined {
    const place = this.table[this.slotOf(value)];
    return place === 0 ? undefined : place - 1;
  }

  /** The slot with the value, or the empty one where it belongs. */
  private slotOf(value: string): number {
    const last = this.table.length - 1;
    let slot = spread(hash32(value)) & last;
    for (let place = this.table[slot]; place !== 0 && this.values[place - 1] !== value; place = this.table[slot]) slot = (slot + 1) & last;
    return slot;
  }
}

/** The upper bits tell values apart as well, of which the lower ones alone are looked at. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
