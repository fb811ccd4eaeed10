/** Kept features where a backend computes: each kind is put there when it is first asked for. */
import type { Backend, Store } from '../../autodiff/backend';
import type { FeatureKind } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import type { FeatureTable } from '../data/featureTable';

/** [rows, width] */
export interface FeatureStore {
  store: Store;
  width: number;
}

export class FeatureStores {
  private readonly placed: (FeatureStore & { view: View; what: FeatureKind })[] = [];

  constructor(
    private readonly backend: Backend,
    private features: FeatureTable,
  ) {}

  get(view: View, what: FeatureKind): FeatureStore {
    const known = this.placed.find((one) => one.view === view && one.what === what);
    if (known) return known;
    const { data, width } = this.features.rows(view, what);
    const placed = { view, what, store: this.backend.store(data), width };
    this.placed.push(placed);
    return placed;
  }

  /** Takes the features of an encoder that has changed, of as many rows. */
  update(features: FeatureTable): void {
    this.features = features;
    for (const { view, what, store } of this.placed) store.write(features.rows(view, what).data);
  }

  destroy(): void {
    for (const { store } of this.placed) store.destroy();
  }
}
