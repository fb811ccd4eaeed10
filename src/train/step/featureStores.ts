/** Kept features where a backend computes: each kind that is in memory is put there whole when it is first asked for. */
import type { Backend, Store } from '../../autodiff/backend';
import { gatherRows } from '../../autodiff/ops/gatherRows';
import type { Tape, Value } from '../../autodiff/tape';
import type { FeatureKind } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import type { FeatureRows, FeatureSource } from '../data/featureTable';

/** Rows that a program reads: it gathers them from `table`, or is given them before every run where there is none. */
export interface FeatureStore {
  width: number;
  /** [any, width] */
  table?: Store;
  read: FeatureRows['read'];
}

export class FeatureStores {
  private readonly placed: (FeatureStore & { view: View; what: FeatureKind })[] = [];

  constructor(
    private readonly backend: Backend,
    private readonly features: Pick<FeatureSource, 'rows'>,
  ) {}

  get(view: View, what: FeatureKind): FeatureStore {
    const known = this.placed.find((one) => one.view === view && one.what === what);
    if (known) return known;
    const { data, width } = this.features.rows(view, what);
    const read: FeatureRows['read'] = (rows) => this.features.rows(view, what).read(rows);
    const placed = { view, what, width, read, ...(data ? { table: this.backend.store(data) } : {}) };
    this.placed.push(placed);
    return placed;
  }

  destroy(): void {
    for (const { table } of this.placed) table?.destroy();
  }
}

/** What a program's features come from. */
export interface TracedRows {
  value: Value;
  /** [rows, width], to be written before every run; absent where the rows are gathered. */
  given?: Store;
}

/**
 * @param taken u32 [rows]: which rows of the table
 * @param input gives a value of the tape a place
 */
export function traceRows(
  backend: Backend,
  tape: Tape,
  { table, width }: FeatureStore,
  taken: Value,
  input: (shape: readonly number[], store: Store) => Value,
): TracedRows {
  if (table) return { value: tape.apply(gatherRows, [input([table.length / width, width], table), taken], {}) };
  const [rows] = taken.shape;
  const given = backend.store(rows * width);
  return { value: input([rows, width], given), given };
}
