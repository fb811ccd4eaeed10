import { count, percent } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { useTrain } from '../stores';

/** The numbers people look at first, of each task's best epoch. */
export function Scores() {
  const { metrics, best, running } = useTrain((state) => state);
  const { taskA, taskB } = metrics;
  return (
    <Panel title={running ? 'Best so far, on validation' : 'Best epoch, on validation'}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-2 p-3 sm:grid-cols-4">
        {taskA && (
          <>
            <Score
              name="Class accuracy"
              value={percent(taskA.accuracy)}
              note={epochNote(best.taskA?.epoch, `${count(taskA.count)} sentences`)}
            />
            <Score name="Class macro-F1" value={percent(taskA.macroF1)} />
          </>
        )}
        {taskB && (
          <>
            <Score name="Entity F1" value={percent(taskB.f1)} note={epochNote(best.taskB?.epoch, `strict ${percent(taskB.strict.f1)}`)} />
            <Score name="Token accuracy" value={percent(taskB.tokenAccuracy)} note={`${count(taskB.count)} words`} />
          </>
        )}
      </dl>
    </Panel>
  );
}

const epochNote = (epoch: number | undefined, more: string) => (epoch === undefined ? more : `epoch ${epoch} · ${more}`);

function Score({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="text-xl font-semibold tabular-nums">{value}</dd>
      {note && <dd className="text-xs text-muted">{note}</dd>}
    </div>
  );
}
