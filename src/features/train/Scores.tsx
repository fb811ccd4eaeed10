import type { TaskMetrics } from '../../tasks/taskMetrics';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { LongList } from '../../ui/LongList';
import { Panel } from '../../ui/Panel';
import { writeInterval, writeMetric } from '../metric';
import { useOpenMistakes } from '../mistakes/useOpenMistakes';
import { useTrain } from '../stores';
import { FEW_ROWS, FewRowsNote } from './FewRowsNote';
import { isSolved } from './isSolved';
import { type ShownTask, useShownTasks } from './shownTasks';

const INTERVAL = '95 % interval: what it may be on many more rows like these';

/** Drawn at once: each has all its metrics. */
const MOST_TASKS = 30;

/** The numbers people look at first: of each task's best epoch, of cross-validation, and of the test rows. */
export function Scores() {
  const metrics = useTrain((state) => state.metrics);
  const shown = useTrain((state) => state.shown);
  const running = useTrain((state) => state.running !== undefined);
  const openRows = useOpenMistakes(shown);
  const tasks = useShownTasks().filter(({ name }) => [metrics, shown?.test, shown?.crossValidation?.metrics].some((all) => all?.[name]));
  if (tasks.length === 0) return null;
  return (
    <Panel
      title="Scores"
      aside={
        <span className="flex items-center gap-3 text-xs text-muted">
          {tasks.some(({ name }) => metrics[name]) &&
            [tasks.some(({ name }) => !isSolved(shown, name)) && (running ? 'best epochs so far' : 'best epochs'), 'on validation rows']
              .filter(Boolean)
              .join(', ')}
          {openRows && !running && (
            <Button className="h-7 text-sm" onClick={() => openRows({ task: tasks[0].name, wrong: true })}>
              Look at mistakes
            </Button>
          )}
        </span>
      }
    >
      <div className="grid gap-px overflow-hidden bg-line last:rounded-b-lg xl:grid-cols-2">
        <LongList items={tasks} nameOf={({ name }) => name} thing="task" most={MOST_TASKS}>
          {(drawn) =>
            drawn.map((task, i) => <TaskScores key={task.name} task={task} wide={drawn.length % 2 === 1 && i === drawn.length - 1} />)
          }
        </LongList>
      </div>
      <FewRowsNote tasks={tasks} />
    </Panel>
  );
}

function TaskScores({ task: { name, title, metrics: specs }, wide }: { task: ShownTask; wide: boolean }) {
  const values = useTrain((state) => state.metrics[name]);
  const epoch = useTrain((state) => state.best[name]?.epoch);
  const intervals = useTrain((state) => state.shown?.intervals?.[name]);
  const test = useTrain((state) => state.shown?.test?.[name]);
  const testIntervals = useTrain((state) => state.shown?.testIntervals?.[name]);
  const folds = useTrain((state) => state.shown?.crossValidation?.folds);
  const foldIntervals = useTrain((state) => state.shown?.crossValidation?.intervals?.[name]);
  const crossValidated = useTrain((state) => state.shown?.crossValidation?.metrics[name]);
  const solved = useTrain((state) => isSolved(state.shown, name));
  const about = [
    title,
    solved ? 'solved, without epochs' : epoch !== undefined && `epoch ${epoch}`,
    values && plural(values.count, 'row'),
  ].filter(Boolean);
  return (
    <section aria-label={`Scores of ${name}`} className={`flex min-w-0 flex-col gap-3 bg-panel p-3 ${wide ? 'xl:col-span-2' : ''}`}>
      <header className="flex flex-wrap items-baseline gap-x-2">
        <h3 className="font-semibold break-words">{name}</h3>
        <p className="text-xs text-muted">{about.join(' · ')}</p>
      </header>
      {values && <Figures specs={specs} values={values} intervals={intervals} />}
      {crossValidated && (
        <Beside
          title={`${folds}-fold cross-validation, ${plural(crossValidated.count, 'row')}`}
          specs={specs}
          values={crossValidated}
          intervals={foldIntervals}
        />
      )}
      {test && (
        <Beside
          title={`Test · ${plural(test.count, 'row')}, never used to choose anything`}
          specs={specs}
          values={test}
          intervals={testIntervals}
        />
      )}
    </section>
  );
}

interface FiguresProps {
  specs: ShownTask['metrics'];
  values: TaskMetrics;
  intervals?: Record<string, [low: number, high: number]>;
}

const known = ({ specs, values }: FiguresProps) => specs.filter(({ id }) => Number.isFinite(values[id]));

function Figures({ intervals, ...of }: FiguresProps) {
  const { values } = of;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4 gap-y-2">
      {known(of).map(({ id, name, print }, i) => (
        <div key={id} className="flex flex-col">
          <dt className="text-xs text-muted">{name}</dt>
          <dd className={`leading-8 font-semibold tabular-nums ${i === 0 ? 'text-2xl' : 'text-lg'}`}>{writeMetric(print, values[id])}</dd>
          {intervals?.[id] && (
            <dd className={`tabular-nums ${values.count < FEW_ROWS ? 'text-sm text-warn' : 'text-xs text-muted'}`} title={INTERVAL}>
              may be {writeInterval(print, intervals[id])}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** Metrics that stand beside those of the best epoch. */
function Beside({ title, intervals, ...of }: FiguresProps & { title: string }) {
  return (
    <div className="border-t border-line pt-2">
      <p className="mb-0.5 text-xs text-muted">{title}</p>
      <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
        {known(of).map(({ id, name, print }) => (
          <div key={id} className="flex gap-1.5">
            <dt className="text-muted">{name}</dt>
            <dd className="font-semibold tabular-nums">
              {writeMetric(print, of.values[id])}
              {intervals?.[id] && (
                <span className="font-normal text-muted" title={INTERVAL}>
                  {' '}
                  ({writeInterval(print, intervals[id])})
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
