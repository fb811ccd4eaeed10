import { Button } from '../../ui/Button';
import { percent, when } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { completeOptions, DEFAULT_OPTIONS, type RunRecord } from '../../workers/protocol';
import { useData, useModel, usePredict, useStores, useTrain } from '../stores';
import { depthName } from './UnfreezingPlan';

/** Runs that were kept, side by side: what was set otherwise, and what came of it. */
export function RunList() {
  const { runs, running, use, resume, remove } = useTrain((state) => state);
  const info = useData((state) => state.info);
  const modelStore = useStores().model;
  const load = useModel((state) => state.load);
  const expectRun = usePredict((state) => state.expect);
  const handle = useModel(({ loaded }) => loaded?.handle);
  const model = useModel(({ loaded }) => loaded?.id);
  const answering = usePredict(({ run }) => run?.id);
  const answerWith = usePredict((state) => state.answerWith);
  if (runs.length === 0) return null;
  const top = (read: (run: RunRecord) => number | undefined) => Math.max(...runs.map((run) => read(run) ?? 0));
  const best = { accuracy: top(accuracyOf), macroF1: top(macroF1Of), f1: top(entityF1Of) };

  const belongsTo = (run: RunRecord) => run.tuned ?? run.model;
  const choose = async (record: RunRecord) => {
    if (belongsTo(record) !== model) {
      expectRun(record.id);
      if (!(await load(belongsTo(record)))) return;
    }
    const loaded = modelStore.getState().loaded;
    const run = loaded && (await use(loaded.handle, record.id));
    if (run) answerWith(run);
  };
  const goOn = async ({ id }: RunRecord) => {
    if (handle === undefined || !info) return;
    const run = await resume(handle, info.dataset, id);
    if (run) answerWith(run);
  };

  return (
    <Panel title="Runs">
      <div className="overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead className="border-b border-line text-xs text-muted">
            <tr>
              {['Started', 'Data set', 'Set otherwise', 'Epochs', 'Accuracy', 'Macro-F1', 'Entity F1', ''].map((name) => (
                <th key={name} className={`px-3 py-1.5 font-normal ${/Ep|Acc|F1/.test(name) ? 'text-right' : ''}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {runs.map((run) => (
              <tr key={run.id} className={run.id === answering ? 'bg-accent-soft' : ''}>
                <td className="px-3 py-1.5 whitespace-nowrap">
                  {when(run.started)}
                  {run.status !== 'finished' && (
                    <span className="block text-xs text-muted">{run.status === 'running' ? 'interrupted' : run.status}</span>
                  )}
                </td>
                <td className="max-w-40 truncate px-3" title={`${run.dataset.name} · ${run.model}`}>
                  {run.dataset.name}
                </td>
                <td className="min-w-48 max-w-64 px-3 py-1.5 text-xs text-muted">{differences(run)}</td>
                <td className="px-3 text-right tabular-nums">{run.history.length}</td>
                <Value value={accuracyOf(run)} best={best.accuracy} />
                <Value value={macroF1Of(run)} best={best.macroF1} />
                <Value value={entityF1Of(run)} best={best.f1} />
                <td className="px-3 py-1 text-right whitespace-nowrap">
                  {run.resumable && (
                    <Button
                      className="h-7"
                      disabled={running !== undefined || run.model !== model || !info}
                      title={
                        run.model !== model
                          ? `It trains ${run.model}: load that model first`
                          : `Goes on after epoch ${run.history.length}, on the data set ${run.dataset.name}, which must be loaded`
                      }
                      onClick={() => void goOn(run)}
                    >
                      Resume
                    </Button>
                  )}
                  {!(run.resumable && run.options.unfreeze) && (
                    <Button
                      className="h-7"
                      disabled={running !== undefined || run.id === answering}
                      title={`Shows it, and lets Predict answer with its heads${belongsTo(run) === model ? '' : `; loads ${belongsTo(run)}`}`}
                      onClick={() => void choose(run)}
                    >
                      {run.id === answering ? 'In use' : 'Use'}
                    </Button>
                  )}
                  <Button
                    kind="quiet"
                    className="h-7 px-2"
                    disabled={running !== undefined}
                    aria-label={`Remove the run of ${when(run.started)}`}
                    onClick={() => void remove(run.id)}
                  >
                    Remove
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const accuracyOf = ({ metrics }: RunRecord) => metrics.taskA?.accuracy;
const macroF1Of = ({ metrics }: RunRecord) => metrics.taskA?.macroF1;
const entityF1Of = ({ metrics }: RunRecord) => metrics.taskB?.f1;

function Value({ value, best }: { value: number | undefined; best: number }) {
  return (
    <td className={`px-3 text-right tabular-nums ${value !== undefined && value === best ? 'font-semibold' : ''}`}>
      {value === undefined ? '–' : percent(value)}
    </td>
  );
}

/** Settings that are not the defaults, in words. */
function differences({ options, heads }: RunRecord): string {
  const write = (value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, inner]) => `${key} ${inner}`)
          .join(', ')
      : String(value);
  const { unfreeze, freeze } = options;
  const defaults = unfreeze ? completeOptions({ unfreeze }) : DEFAULT_OPTIONS;
  const changed = Object.entries(options).filter(
    ([key, value]) =>
      key !== 'unfreeze' && key !== 'freeze' && JSON.stringify(value) !== JSON.stringify(defaults[key as keyof typeof defaults]),
  );
  const frozen = [freeze.taskA && 'class head frozen', freeze.taskB && 'token head frozen'].filter((part) => part !== false);
  const opened = unfreeze
    ? [unfreeze.stages ? 'layers by a plan' : `${depthName(unfreeze, MANY)}${unfreeze.gradual ? ', block by block' : ''}`]
    : [];
  const tokenHead = heads.taskB?.layers === 'mix' ? ['mix of layers'] : [];
  return [...opened, ...frozen, ...changed.map(([key, value]) => `${key}: ${write(value)}`), ...tokenHead].join(' · ') || 'nothing';
}

/** More layers than a run can name. */
const MANY = 1000;
