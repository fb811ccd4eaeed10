import { Button } from '../../ui/Button';
import { count } from '../../ui/format';
import { inSentence, writeInterval, writeMetric } from '../metric';
import { useTrain } from '../stores';
import type { ShownTask } from './shownTasks';

/** Validation rows below which a metric says little. */
export const FEW_ROWS = 50;

const FOLDS = 5;

/** What the metrics of few rows are worth, and what can be done about it. */
export function FewRowsNote({ tasks }: { tasks: ShownTask[] }) {
  const metrics = useTrain((state) => state.metrics);
  const intervals = useTrain((state) => state.shown?.intervals);
  const crossValidated = useTrain((state) => state.shown?.crossValidation !== undefined);
  const options = useTrain((state) => state.options);
  const setOptions = useTrain((state) => state.setOptions);
  const [fewest] = tasks
    .filter(({ name }) => metrics[name]?.count < FEW_ROWS && intervals?.[name])
    .sort((a, b) => metrics[a.name].count - metrics[b.name].count);
  if (!fewest) return null;
  const { name, metrics: specs } = fewest;
  const known = specs.filter(({ id }) => intervals?.[name][id]);
  const spec = known.find(({ share }) => share) ?? known[0];
  const interval = spec && intervals?.[name][spec.id];
  if (!interval) return null;
  const value = writeMetric(spec.print, metrics[name][spec.id]);
  const said = spec.print === 'percent' ? `${value.replace('.0 %', ' %')} ${inSentence(spec)}` : `${inSentence(spec)} of ${value}`;
  return (
    <div role="status" className="flex flex-col gap-2 border-t border-line bg-warn-soft last:rounded-b-lg px-3 py-2.5">
      <p>
        With {count(metrics[name].count)} validation rows{tasks.length > 1 && ` for ${name}`}, {said} may really be anything from{' '}
        {writeInterval(spec.print, interval).replace('–', ' to ')}.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {!crossValidated && (
          <Button
            disabled={options.folds === FOLDS}
            title="For the next run: every row validates once, so that the scores rest on all of them"
            onClick={() => setOptions({ folds: FOLDS })}
          >
            Cross-validate in {FOLDS} folds
          </Button>
        )}
        <Button
          disabled={options.validation === 'none'}
          title="For the next run: no row is kept apart, and the last epoch is kept"
          onClick={() => setOptions({ validation: 'none' })}
        >
          Train on all rows
        </Button>
        <span className="text-xs text-muted">{nextRun(options)}</span>
      </div>
    </div>
  );
}

function nextRun({ folds, validation }: { folds: number; validation: string }): string {
  const set = [folds > 1 && `is cross-validated in ${folds} folds`, validation === 'none' && 'trains on all rows'].filter(Boolean);
  return set.length > 0 ? `Set: the next run ${set.join(' and ')}.` : 'Each holds for the next run.';
}
