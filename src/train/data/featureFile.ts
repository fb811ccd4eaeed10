/** States of word pieces that are too many for the memory: in a file, in half precision, read row by row as steps need them. */
import { TandemError } from '../../errors';
import type { CacheFolder } from '../../model/fileCache';
import { fromHalves } from '../../model/halves';

/** Rows that nobody asked for between two that are read at once. */
const GAP = 16;
const HALF = Uint16Array.BYTES_PER_ELEMENT;

export class FeatureFile {
  /** @param width values of a row */
  constructor(
    private readonly folder: CacheFolder,
    private readonly path: string,
    readonly rows: number,
    private readonly width: number,
  ) {}

  get byteLength(): number {
    return this.rows * this.width * HALF;
  }

  async isThere(): Promise<boolean> {
    return (await this.folder.size(this.path)) === this.byteLength;
  }

  /** @param rows those near each other are read at once, where they ascend @returns [rows, width] @throws TandemError `missing-file` where the file has gone meanwhile */
  async read(rows: ArrayLike<number>): Promise<Float32Array<ArrayBuffer>> {
    const { width } = this;
    const out = new Float32Array(rows.length * width);
    const read = async (from: number, end: number) => {
      const first = rows[from];
      const part = await this.stretch(first, rows[end - 1] + 1);
      for (let i = from; i < end; i++) {
        const at = (rows[i] - first) * width;
        out.set(fromHalves(part.subarray(at, at + width)), i * width);
      }
    };
    const reads: Promise<void>[] = [];
    let from = 0;
    for (let i = 1; i <= rows.length; i++) {
      if (i < rows.length && rows[i] >= rows[i - 1] && rows[i] - rows[i - 1] <= GAP) continue;
      reads.push(read(from, i));
      from = i;
    }
    await Promise.all(reads);
    return out;
  }

  /** Rows `from` up to `end`. */
  private async stretch(from: number, end: number): Promise<Uint16Array> {
    const bytes = await this.folder.slice(this.path, from * this.width * HALF, end * this.width * HALF);
    if (!bytes || bytes.length < (end - from) * this.width * HALF) {
      throw new TandemError(
        'missing-file',
        'The features that this run reads are no longer in the browser’s storage: they have been removed. Start the run again.',
      );
    }
    return new Uint16Array(bytes.slice().buffer);
  }
}
