import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import { usePredict, usePredictionFile } from '../stores';
import { FileResults } from './FileResults';
import { FileSource } from './FileSource';
import { HeadsBanner } from './HeadsBanner';
import { SeedPanel } from './SeedPanel';
import { TypedResults } from './TypedResults';
import { TypedTexts } from './TypedTexts';

const SOURCES = [
  ['typed', 'Typed'],
  ['file', 'File'],
] as const;

/** What the heads answer for every text: those that were typed, or those of a file. */
export function PredictPanel() {
  const shown = usePredictionFile((state) => state.shown);
  const show = usePredictionFile((state) => state.show);
  const trained = usePredict(({ settled, run, own, sample }) => !settled || (run ?? own ?? sample) !== undefined);
  const source = (
    <Segments
      legend="Where the texts come from"
      name="texts"
      choices={SOURCES}
      value={shown ? 'file' : 'typed'}
      onChange={(choice) => show(choice === 'file')}
    />
  );
  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <Panel title="Texts" aside={source}>
          {shown ? <FileSource /> : <TypedTexts />}
        </Panel>
        {!trained && <SeedPanel />}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <HeadsBanner />
        {shown ? <FileResults /> : <TypedResults />}
      </div>
    </div>
  );
}
