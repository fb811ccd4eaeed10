import { Tabs } from 'radix-ui';
import { lazy, Suspense, useEffect } from 'react';
import { EmbedPanel } from '../features/embed/EmbedPanel';
import { DevicePill } from '../features/model/DevicePill';
import { ModelDialog } from '../features/model/ModelDialog';
import { ProjectMenu } from '../features/project/ProjectMenu';
import { ProjectNotice } from '../features/project/ProjectNotice';
import { StartScreen } from '../features/start/StartScreen';
import { Stepper } from '../features/start/Stepper';
import { StorageDialog } from '../features/storage/StorageDialog';
import { useTour } from '../features/stores';
import { LoadStatus } from './LoadStatus';
import { RunAnnouncer } from './RunAnnouncer';
import { ThemeSwitch } from './ThemeSwitch';
import { useHashTab } from './useHashTab';
import { useRefresh } from './useRefresh';
import { useRelabel } from './useRelabel';
import { WorkUnderWay } from './WorkUnderWay';

/** All but the first come when they are opened. */
const DataPanel = lazy(async () => ({ default: (await import('../features/data/DataPanel')).DataPanel }));
const LabelPanel = lazy(async () => ({ default: (await import('../features/label/LabelPanel')).LabelPanel }));
const PredictPanel = lazy(async () => ({ default: (await import('../features/predict/PredictPanel')).PredictPanel }));
const Tour = lazy(async () => ({ default: (await import('../features/start/Tour')).Tour }));
const TakeAlongPanel = lazy(async () => ({ default: (await import('../features/takeAlong/TakeAlongPanel')).TakeAlongPanel }));
const TrainPanel = lazy(async () => ({ default: (await import('../features/train/TrainPanel')).TrainPanel }));

const TABS = [
  { id: 'embed', name: 'Explore', Panel: EmbedPanel },
  { id: 'data', name: 'Data', Panel: DataPanel },
  { id: 'label', name: 'Label', Panel: LabelPanel },
  { id: 'train', name: 'Train', Panel: TrainPanel },
  { id: 'predict', name: 'Predict', Panel: PredictPanel },
  { id: 'take', name: 'Take along', Panel: TakeAlongPanel },
] as const;

/** Addresses without a tab of their own show the first one, with the first screen above it. */
const START = 'start';
const EXERCISE = 'exercise';
/** No step on the way to a model of one's own. */
const EXPLORING = TABS[0].id;

export function App() {
  const [tab, setTab, hash] = useHashTab(TABS.map(({ id }) => id));
  const tourIsOpen = useTour((state) => state.open);
  const showTour = useTour((state) => state.show);
  useEffect(() => {
    if (hash === EXERCISE) showTour(true);
  }, [hash, showTour]);
  useRefresh(tab);
  useRelabel(tab);
  return (
    <Tabs.Root value={tab} onValueChange={setTab} className="mx-auto flex min-h-dvh max-w-[110rem] flex-col gap-3 px-3 pb-6 sm:px-4">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b max-sm:gap-x-2 border-line py-2">
        <div className="flex min-w-0 items-center gap-1">
          <h1 className="text-lg font-bold tracking-tight">
            <a href={`#${START}`} title="The first screen: what this is, and where to begin">
              Tandem
            </a>
          </h1>
          <ProjectMenu />
        </div>
        <Tabs.List aria-label="Panels" className="flex flex-wrap gap-1 max-sm:order-2 max-sm:w-full max-sm:gap-0">
          {TABS.map(({ id, name }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="h-8 rounded-md px-3 whitespace-nowrap text-muted max-2xl:px-2 hover:text-text data-[state=active]:bg-accent-soft data-[state=active]:font-medium data-[state=active]:text-text"
            >
              {name}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <div className="ml-auto flex items-center gap-x-4 max-sm:contents">
          <div className="flex items-center gap-2 max-sm:order-last max-sm:w-full max-sm:flex-wrap">
            <WorkUnderWay tab={tab} />
            <ModelDialog />
            <DevicePill />
          </div>
          <div className="max-sm:order-1 max-sm:ml-auto">
            <ThemeSwitch />
          </div>
        </div>
      </header>
      <RunAnnouncer />
      <StorageDialog />
      <main className="flex flex-col gap-3">
        {tab !== EXPLORING && !tourIsOpen && <Stepper tab={tab} />}
        {tourIsOpen && (
          <Suspense fallback={null}>
            <Tour />
          </Suspense>
        )}
        <ProjectNotice />
        <LoadStatus />
        {tab === EXPLORING && (hash === '' || hash === START) && <StartScreen key={hash} asked={hash === START} />}
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
