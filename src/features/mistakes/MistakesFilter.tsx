import type { SplitName } from '../../data/dataset';
import { firstView } from '../../stores/mistakes/mistakesStore';
import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import type { EvaluatedTask, EvaluationInfo, EvaluationView } from '../../workers/protocol';
import { useMistakes, useStores } from '../stores';
import { Choice } from './Choice';
import { showInLabel } from './showInLabel';

const SPLIT_NAMES: Record<SplitName, string> = { train: 'training rows', validation: 'validation rows', test: 'test rows' };

interface MistakesFilterProps {
  evaluation: EvaluationInfo;
  task: EvaluatedTask;
  view: EvaluationView;
}

/** Which rows of which task are listed. */
export function MistakesFilter({ evaluation, task, view }: MistakesFilterProps) {
  const stores = useStores();
  const counts = useMistakes((state) => state.counts);
  const look = useMistakes((state) => state.look);
  const order = useMistakes((state) => state.order);
  const numbers = task.values === 'numbers';
  const { task: _, wrong: __, order: ___, ...narrowed } = view;
  const isNarrowed = Object.values(narrowed).some((value) => value !== undefined);
  const showAll = async () => showInLabel(stores, titleOf(view), await order());
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          name="Task"
          value={task.name}
          choices={evaluation.tasks.map(({ name }) => [name, name])}
          onChange={(name) => look({ task: name })}
        />
        <Choice
          name="Rows"
          value={view.split ?? ''}
          choices={[
            ['', 'all splits'],
            ...task.splits.map(({ split, rows }) => [split, `${SPLIT_NAMES[split]} (${count(rows)})`] as const),
          ]}
          onChange={(split) => look({ split: (split || undefined) as SplitName | undefined })}
        />
        {!numbers && (
          <Choice
            name="Show"
            value={view.wrong ? 'wrong' : 'all'}
            choices={[
              ['wrong', 'mistakes'],
              ['all', 'all rows'],
            ]}
            onChange={(shown) => look({ wrong: shown === 'wrong' })}
          />
        )}
        {counts && !numbers && task.values !== 'answers' && (
          <>
            <Names name="Actual" names={counts.actual} value={view.actual} onChange={(actual) => look({ actual })} />
            <Names name="Predicted" names={counts.predicted} value={view.predicted} onChange={(predicted) => look({ predicted })} />
          </>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span role="status" className="text-muted tabular-nums">
          {counts ? summary(counts.rows, counts.of, counts.wrong, numbers) : '…'}
        </span>
        {isNarrowed && (
          <Button kind="quiet" className="h-7 px-2" onClick={() => look({ ...NO_FILTER, ...firstView(task.name) })}>
            Clear filters
          </Button>
        )}
        <Button className="ml-auto h-7" disabled={!counts || counts.rows === 0} onClick={() => void showAll()}>
          Go through these in Label
        </Button>
      </div>
      {view.split === undefined && task.splits.some(({ split }) => split === 'train') && (
        <p className="text-xs text-muted">
          The model has learned from training rows: it errs less on them than on others, and where it does, the label may well be wrong.
        </p>
      )}
    </div>
  );
}

const NO_FILTER = { split: undefined, actual: undefined, predicted: undefined };

function titleOf({ task, wrong, actual, predicted }: EvaluationView): string {
  if (actual && predicted) return `${task}: ${actual} taken for ${predicted}`;
  const names = [actual && `actual ${actual}`, predicted && `predicted ${predicted}`].filter(Boolean);
  return [wrong ? `Mistakes in ${task}` : `Rows of ${task}`, ...names].join(', ');
}

function summary(rows: number, of: number, wrong: number, numbers: boolean): string {
  if (numbers) return plural(rows, 'row');
  const mistakes = `${plural(wrong, 'mistake')} in ${plural(of, 'row')}`;
  return rows === wrong || rows === of ? mistakes : `${count(rows)} shown · ${mistakes}`;
}

interface NamesProps {
  name: string;
  names: [name: string | null, rows: number][];
  value: string | null | undefined;
  onChange: (name: string | null | undefined) => void;
}

/** People name classes as they like: values are written so that none is taken for another. */
function Names({ name, names, value, onChange }: NamesProps) {
  const write = (one: string | null | undefined) => JSON.stringify(one) ?? '';
  const listed = names.map(([one, rows]) => [write(one), `${one ?? 'none'} (${count(rows)})`] as const);
  // A choice stays to be seen while it has no rows.
  const gone = value !== undefined && !names.some(([one]) => one === value) ? [[write(value), `${value ?? 'none'} (0)`] as const] : [];
  return (
    <Choice
      name={name}
      value={write(value)}
      choices={[['', 'any'], ...gone, ...listed]}
      onChange={(chosen) => onChange(chosen === '' ? undefined : (JSON.parse(chosen) as string | null))}
    />
  );
}
