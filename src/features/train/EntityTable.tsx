import { entityColour } from '../../ui/entityColour';
import { count, percent } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { Metrics } from '../../workers/protocol';

type TaskB = NonNullable<Metrics['taskB']>;

/** Precision, recall and F1 of entities, overall and by type. */
export function EntityTable({ metrics: { precision, recall, f1, perType, strict } }: { metrics: TaskB }) {
  const types = Object.entries(perType).sort(([, a], [, b]) => b.support - a.support);
  return (
    <Panel title="Entities" className="self-start">
      <div className="max-h-96 overflow-auto p-3">
        <table className="w-full text-right text-sm tabular-nums">
          <thead className="text-xs text-muted">
            <tr>
              <th className="text-left font-normal">Type</th>
              {['Precision', 'Recall', 'F1', 'In gold'].map((name) => (
                <th key={name} className="font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Line name="all" scores={{ precision, recall, f1, support: strict.support }} />
            <Line name="all, strict" scores={strict} />
            {types.map(([type, scores]) => (
              <Line key={type} name={type} scores={scores} coloured />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Line({ name, scores, coloured = false }: { name: string; scores: TaskB['strict']; coloured?: boolean }) {
  return (
    <tr className={coloured ? '' : 'font-medium'}>
      <th scope="row" className="py-0.5 text-left font-normal">
        <span className={coloured ? `border-b-2 font-semibold ${entityColour(name)}` : ''}>{name}</span>
      </th>
      <td>{percent(scores.precision)}</td>
      <td>{percent(scores.recall)}</td>
      <td>{percent(scores.f1)}</td>
      <td>{count(scores.support)}</td>
    </tr>
  );
}
