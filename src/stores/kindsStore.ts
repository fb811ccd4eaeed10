/** The task kinds that the worker knows, by name: what the page shows of a task comes from here. */
import { createStore } from 'zustand/vanilla';
import type { ComputeClient } from '../workers/client';
import type { KindInfo } from '../workers/protocol';

export interface KindsState {
  kinds: ReadonlyMap<string, KindInfo>;
}

export type KindsStore = ReturnType<typeof createKindsStore>;

export function createKindsStore(client: ComputeClient) {
  const store = createStore<KindsState>()(() => ({ kinds: new Map() }));
  client.call('taskKinds', undefined).then(
    (kinds) => store.setState({ kinds: new Map(kinds.map((kind) => [kind.kind, kind])) }),
    // A worker that does not answer is reported by whatever is asked of it next.
    () => undefined,
  );
  return store;
}
