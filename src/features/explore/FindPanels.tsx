import { ClustersPanel } from './ClustersPanel';
import { NearCopiesPanel } from './NearCopiesPanel';
import { SearchPanel } from './SearchPanel';

/** Ways to find sentences without looking for them in the map. */
export function FindPanels() {
  return (
    <div className="flex min-w-0 flex-col gap-3 max-lg:order-1">
      <SearchPanel />
      <ClustersPanel />
      <NearCopiesPanel />
    </div>
  );
}
