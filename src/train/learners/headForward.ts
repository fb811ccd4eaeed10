/** A head's forward and loss over rows of kept features, compiled for so many rows. */
import type { Backend, CompiledTape, Store } from '../../autodiff/backend';
import { Tape, type Value } from '../../autodiff/tape';
import { tapeOps } from '../../nn/tapeOps';
import { forwardHead, type Head } from '../../tasks/head';
import { type FeatureStore, type TracedRows, traceRows } from '../step/featureStores';
import { filled } from '../step/packedEncoder';
import { TargetStore } from '../step/targetStore';

export interface EvaluatedRows {
  /** Rows of the feature tables. */
  rows: number[];
  /** [rows · width] */
  targets: number[];
  /** Where the rows of each example begin, and where the last end. */
  bounds: number[];
}

export class HeadForward {
  private readonly program: CompiledTape;
  private readonly targets: TargetStore;
  private readonly stores: Record<'rows' | 'bounds' | 'outputs' | 'loss', Store>;
  private readonly features: (TracedRows & Pick<FeatureStore, 'read'>)[];
  private readonly constants: Store[] = [];

  constructor(
    backend: Backend,
    private readonly head: Head,
    tables: FeatureStore[],
    size: number,
    parameter: (name: string) => Store,
  ) {
    const tape = new Tape();
    const places = new Map<Value, Store>();
    const place = (value: Value, store: Store) => {
      places.set(value, store);
      return value;
    };
    this.targets = new TargetStore(backend, head, size);
    this.stores = {
      rows: backend.store(new Uint32Array(size)),
      bounds: backend.store(new Uint32Array(size + 1)),
      outputs: backend.store(size * head.outputs),
      loss: backend.store(2),
    };
    const rows = place(tape.input('rows', [size]), this.stores.rows);
    this.features = tables.map((table) => ({
      read: table.read,
      ...traceRows(backend, tape, table, rows, (shape, store) => place(tape.input('features', shape), store)),
    }));
    const values = this.features.map(({ value }) => value);
    const outputs = forwardHead(head, tapeOps(tape, undefined, 0), values, ({ shape }, name) =>
      place(tape.parameter(name, shape, false), parameter(name)),
    );
    const constant = (values: number[]) => {
      const store = backend.store(Float32Array.from(values));
      this.constants.push(store);
      return place(tape.input('constant', [values.length]), store);
    };
    const targets = place(tape.input('targets', this.targets.shape), this.targets.store);
    const bounds = place(tape.input('bounds', [size + 1]), this.stores.bounds);
    const loss = head.kind.loss({ tape, outputs, targets, bounds, constant }, head.config);
    place(outputs, this.stores.outputs);
    place(loss, this.stores.loss);
    this.program = backend.compile(tape, [outputs, loss], places);
  }

  /** @returns `outputs` [rows, outputs], the mean loss, and what that is a mean over */
  async run({ rows, targets, bounds }: EvaluatedRows): Promise<{ outputs: Float32Array; loss: number; weight: number }> {
    const { stores } = this;
    const all = new Uint32Array(stores.rows.length);
    all.set(rows);
    stores.rows.write(all);
    stores.bounds.write(filled(bounds, stores.bounds.length));
    for (const { given, read } of this.features) given?.write(await read(rows));
    this.targets.write(targets);
    this.program.run();
    const [outputs, [loss, weight]] = await Promise.all([stores.outputs.read(), stores.loss.read()]);
    return { outputs: outputs.subarray(0, rows.length * this.head.outputs), loss, weight };
  }

  destroy(): void {
    this.program.destroy();
    for (const store of [...Object.values(this.stores), this.targets.store, ...this.constants]) store.destroy();
    for (const { given } of this.features) given?.destroy();
  }
}
