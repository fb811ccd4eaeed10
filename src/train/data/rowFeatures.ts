/**
 * What a frozen encoder says of rows that are read one after another, in any order: kept in storage as it comes, so that a later
 * visit goes on where this one stopped.
 */
import type { TextFeatures } from '../../inference/encoder';
import { type CacheFolder, type FileCache, writeFile } from '../../model/fileCache';
import { fromHalves, toHalves } from '../../model/halves';
import { holds, type Seal, sealOf } from '../runs/seal';

/** Rows that are written together. */
const WRITTEN = 256;
/** States of word pieces that are held, in bytes; those of rows beyond that are computed anew where they are needed. */
const MOST_STATES = 400e6;

interface Part {
  rows: Uint32Array<ArrayBuffer>;
  /** Pieces of each row; all 0 where states were not wanted. */
  pieces: Uint32Array<ArrayBuffer>;
  pooled: Float32Array<ArrayBuffer>;
  states: Uint16Array<ArrayBuffer>;
}

export class RowFeatures {
  /** [rows, width] of those that are known, each at length 1: heads of one layer read them so. */
  readonly units: Float32Array<ArrayBuffer>;
  private readonly known: Uint8Array;
  private readonly states = new Map<number, Uint16Array<ArrayBuffer>>();
  private stateBytes = 0;
  private parts = 0;
  private unwritten: Part[] = [];
  private hidden = 0;
  /** Rows that are known. */
  count = 0;

  private constructor(
    rows: number,
    readonly width: number,
    private readonly withStates: boolean,
    private readonly folder: CacheFolder | undefined,
  ) {
    this.units = new Float32Array(rows * width);
    this.known = new Uint8Array(rows);
  }

  /**
   * @param key of model, device and texts; see {@link featuresKey}
   * @param pause awaited between the parts that are found
   */
  static async open(
    storage: () => Promise<FileCache>,
    key: string,
    { rows, width, withStates }: { rows: number; width: number; withStates: boolean },
    pause: () => Promise<void>,
  ): Promise<RowFeatures> {
    // Without storage they last as long as the visit.
    const cache = await storage().catch(() => undefined);
    const names = (await cache?.list().catch(() => [])) ?? [];
    const name = names.findLast((folder) => folder.endsWith(key)) ?? `${Date.now().toString(36).padStart(10, '0')}-${key}`;
    const found = new RowFeatures(rows, width, withStates, cache?.folder(name));
    await found.restore(pause).catch(() => undefined);
    return found;
  }

  has(row: number): boolean {
    return this.known[row] === 1;
  }

  /** [pieces, hidden] of a row; undefined where they are not held. */
  statesOf(row: number): Float32Array<ArrayBuffer> | undefined {
    const halves = this.states.get(row);
    return halves && fromHalves(halves);
  }

  /** @param pieces of each row */
  async add(rows: number[], features: Pick<TextFeatures, 'pooled' | 'tokens' | 'hidden'>, pieces: number[]): Promise<void> {
    const part: Part = {
      rows: Uint32Array.from(rows),
      pieces: this.withStates ? Uint32Array.from(pieces) : new Uint32Array(rows.length),
      pooled: features.pooled,
      states: this.withStates ? toHalves(features.tokens) : new Uint16Array(),
    };
    this.take(part, features.hidden);
    this.hidden = features.hidden;
    this.unwritten.push(part);
    if (this.unwritten.reduce((sum, one) => sum + one.rows.length, 0) >= WRITTEN) await this.flush();
  }

  /** Writes what was added since. Storage that is refused or full is no error: it is in memory. */
  async flush(): Promise<void> {
    const parts = this.unwritten;
    this.unwritten = [];
    if (parts.length > 0) await this.write(parts).catch(() => undefined);
  }

  private take({ rows, pieces, pooled, states }: Part, hidden: number): void {
    let from = 0;
    for (const [i, row] of rows.entries()) {
      const values = pooled.subarray(i * this.width, (i + 1) * this.width);
      const length = Math.hypot(...values) || 1;
      for (let j = 0; j < this.width; j++) this.units[row * this.width + j] = values[j] / length;
      if (this.known[row] === 0) this.count++;
      this.known[row] = 1;
      const end = from + pieces[i] * hidden;
      if (this.withStates && this.stateBytes + 2 * (end - from) <= MOST_STATES) {
        this.states.set(row, states.slice(from, end));
        this.stateBytes += 2 * (end - from);
      }
      from = end;
    }
  }

  private async write(parts: Part[]): Promise<void> {
    if (!this.folder) return;
    const number = this.parts++;
    const values = (['rows', 'pieces', 'pooled', 'states'] as const).map((what) => parts.map((part) => part[what]));
    const seal = await sealOf(values.flat());
    const bytes = values.map((some) => some.reduce((sum, { byteLength }) => sum + byteLength, 0));
    await writeFile(this.folder, fileOf(number), ...values.flat());
    const shape: Shape = { hidden: this.hidden, bytes, seal };
    await writeFile(this.folder, shapeOf(number), new TextEncoder().encode(JSON.stringify(shape)));
  }

  private async restore(pause: () => Promise<void>): Promise<void> {
    for (; this.folder; this.parts++) {
      const shape = await this.folder.read(shapeOf(this.parts));
      if (!shape) return;
      const { hidden, bytes: lengths, seal } = JSON.parse(new TextDecoder().decode(shape)) as Shape;
      const bytes = await this.folder.read(fileOf(this.parts));
      // A damaged part is read again, and written over with all that follow.
      if (!bytes || !(await holds(bytes, seal))) return;
      const { buffer } = bytes.slice();
      const [rows, pieces, pooled, states] = lengths;
      this.take(
        {
          rows: new Uint32Array(buffer, 0, rows / 4),
          pieces: new Uint32Array(buffer, rows, pieces / 4),
          pooled: new Float32Array(buffer, rows + pieces, pooled / 4),
          states: new Uint16Array(buffer, rows + pieces + pooled, states / 2),
        },
        hidden,
      );
      await pause();
    }
  }
}

/** Written after its part. */
interface Shape {
  hidden: number;
  /** Of rows, pieces, pooled vectors and states. */
  bytes: number[];
  seal: Seal;
}

const fileOf = (part: number) => `${part}.bin`;
const shapeOf = (part: number) => `${part}.json`;
