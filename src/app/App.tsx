import { Tabs } from 'radix-ui';
import { lazy, Suspense } from 'react';
import { DataPanel } from '../features/data/DataPanel';
import { EmbedPanel } from '../features/embed/EmbedPanel';
import { DevicePill } from '../features/model/DevicePill';
import { ModelDialog } from '../features/model/ModelDialog';
import { PredictPanel } from '../features/predict/PredictPanel';
import { ProjectMenu } from '../features/project/ProjectMenu';
import { ProjectNotice } from '../features/project/ProjectNotice';
import { StorageDialog } from '../features/storage/StorageDialog';
import { LoadStatus } from './LoadStatus';
import { RunAnnouncer } from './RunAnnouncer';
import { ThemeSwitch } from './ThemeSwitch';
import { useHashTab } from './useHashTab';
import { useRefresh } from './useRefresh';
import { useRelabel } from './useRelabel';
import { WorkUnderWay } from './WorkUnderWay';

/** The largest come when they are opened. */
const LabelPanel = lazy(async () => ({ default: (await import('../features/label/LabelPanel')).LabelPanel }));
const TrainPanel = lazy(async () => ({ default: (await import('../features/train/TrainPanel')).TrainPanel }));

const TABS = [
  { id: 'embed', name: 'Explore', Panel: EmbedPanel },
  { id: 'data', name: 'Data', Panel: DataPanel },
  { id: 'label', name: 'Label', Panel: LabelPanel },
  { id: 'train', name: 'Train', Panel: TrainPanel },
  { id: 'predict', name: 'Predict', Panel: PredictPanel },
] as const;

export function App() {
  const [tab, setTab] = useHashTab(TABS.map(({ id }) => id));
  useRefresh(tab);
  useRelabel(tab);
  return (
    <Tabs.Root value={tab} onValueChange={setTab} className="mx-auto flex min-h-dvh max-w-[110rem] flex-col gap-3 px-3 pb-6 sm:px-4">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b max-sm:gap-x-2 border-line py-2">
        <div className="flex min-w-0 items-center gap-1">
          <h1 className="text-lg font-bold tracking-tight">Tandem</h1>
          <ProjectMenu />
        </div>
        <Tabs.List aria-label="Panels" className="flex gap-1">
          {TABS.map(({ id, name }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="h-8 rounded-md px-3 text-muted max-sm:px-2 hover:text-text data-[state=active]:bg-accent-soft data-[state=active]:font-medium data-[state=active]:text-text"
            >
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <div className="ml-auto flex items-center gap-2 max-sm:order-last max-sm:w-full">
          <WorkUnderWay tab={tab} />
          <ModelDialog />
          <DevicePill />
        </div>
        <div className="max-sm:ml-auto">
          <ThemeSwitch />
        </div>
      </header>
      <RunAnnouncer />
      <StorageDialog />
      <main className="flex flex-col gap-3">
        <ProjectNotice />
        <LoadStatus />
        {TABS.map(({ id, Panel }) => (
          <Tabs.Content key={id} value={id} tabIndex={-1}>
            <Suspense fallback={<p className="p-3 text-muted">Opening…</p>}>
              <Panel />
            </Suspense>
          </Tabs.Content>
        ))}
      </main>
      <footer className="mt-auto flex flex-wrap justify-between gap-x-4 pt-2 text-muted">
        <span>Everything is computed on this machine: no sentence leaves the page.</span>
        {/* The reference is made by the build; a development server has none. */}
        {import.meta.env.PROD && (
          <a href="./api/index.html" className="underline hover:text-text">
            Use it from code
          </a>
        )}
      </footer>
    </Tabs.Root>
  );
}
