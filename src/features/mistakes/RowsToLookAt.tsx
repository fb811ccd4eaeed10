import type { ReactNode } from 'react';
import { textsOf } from '../../stores/mistakes/texts';
import { relabel } from '../../stores/workflows';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ProgressBar } from '../../ui/ProgressBar';
import type { DatasetInfo } from '../../workers/protocol';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useChecks, useData, useModel, useStores } from '../stores';
import { showInLabel } from './showInLabel';

/** Rows that are worth another look, of every sort, as queues of their own. */
export function RowsToLookAt() {
  const stores = useStores();
  const handle = useModel(({ loaded }) => loaded?.handle);
  const texts = useData(({ info }) => info && textsOf(info));
  // Rows of other texts would have other numbers.
  const repeats = useChecks((state) => (state.repeats?.of === texts ? state.repeats?.rows : undefined));
  const outliers = useChecks((state) => (state.outliers?.of === texts ? state.outliers?.rows : undefined));
  const running = useChecks((state) => state.running);
  const error = useChecks((state) => state.error);
  const { show, findRepeats, findOutliers, dismiss } = stores.checks.getState();
  const go = (title: string, rows: number[]) => void showInLabel(stores, title, rows);
  /** Of the labels as they are now. */
  const withLabels = async (then: (info: DatasetInfo) => Promise<unknown>) => {
    await relabel(stores);
    const { info } = stores.data.getState();
    if (info) await then(info);
  };
  const unlike = outliers && [
    ['Unlike all other texts', outliers.all] as const,
    ...Object.entries(outliers.classes).map(([task, rows]) => [`Unlike their class in ${task}`, rows] as const),
  ];
  return (
    <Panel title="Rows to look at again">
      <ul className="divide-y divide-line">
        <Queue title="Mistakes of the model">
          <Button className="h-7" onClick={() => show('mistakes')}>
            Look
          </Button>
        </Queue>
        <Queue title="Labels that may be wrong">
          <Button className="h-7" onClick={() => show('suspects')}>
            Look
          </Button>
        </Queue>
        {repeats ? (
          <>
            <Found title="Same text, another label" rows={repeats.conflicts} onGo={go} />
            <Found title="The same text, or nearly" rows={repeats.copies} onGo={go} />
          </>
        ) : (
          <Queue title="Texts that come again">
            <Button className="h-7" onClick={() => void withLabels(findRepeats)}>
              Find
            </Button>
          </Queue>
        )}
        {unlike?.map(([title, rows]) => (
          <Found key={title} title={title} rows={rows} onGo={go} />
        ))}
        {!unlike && !running && (
          <Queue title="Texts unlike the others">
            <Button
              className="h-7"
              disabled={handle === undefined}
              onClick={() => handle !== undefined && void withLabels((info) => findOutliers(handle, info))}
            >
              Find
            </Button>
          </Queue>
        )}
        {running && (
          <li className="flex items-center gap-2 px-3 py-1.5">
            <ProgressBar label="Reading the texts" value={running.progress?.done ?? 0} max={running.progress?.total} />
            <Button className="h-7" onClick={running.stop}>
              Stop
            </Button>
          </li>
        )}
      </ul>
      {error && (
        <div className="p-3">
          <ErrorAlert error={error} onDismiss={dismiss} />
        </div>
      )}
    </Panel>
  );
}

function Queue({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="flex items-center justify-between gap-2 px-3 py-1.5">
      <span className="min-w-0 break-words">{title}</span>
      {children}
    </li>
  );
}

interface FoundProps {
  title: string;
  rows: number[];
  onGo: (title: string, rows: number[]) => void;
}

function Found({ title, rows, onGo }: FoundProps) {
  return (
    <Queue title={title}>
      {rows.length === 0 ? (
        <span className="text-muted">none</span>
      ) : (
        <Button className="h-7" aria-label={`${title}: go through ${plural(rows.length, 'row')}`} onClick={() => onGo(title, rows)}>
          {plural(rows.length, 'row')}
        </Button>
      )}
    </Queue>
  );
}
