import { useState } from 'react';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { useTrain } from '../stores';

/** Classes that still fit side by side; of more, those most often confused are listed instead. */
const MOST_CLASSES = 20;

/** Gold classes down, predicted ones across; a cell opens its sentences. */
export function ConfusionMatrix() {
  const { metrics, shown, running } = useTrain((state) => state);
  const [cell, setCell] = useState<[gold: number, predicted: number]>();
  const confusion = metrics.taskA?.confusion;
  if (!confusion) return null;
  const labels = (shown?.heads.taskA?.labels as string[] | undefined) ?? confusion.map((_, i) => `class ${i + 1}`);
  return (
    <Panel title="Confusion of classes" className="self-start">
      {confusion.length <= MOST_CLASSES ? (
        <Matrix confusion={confusion} labels={labels} cell={cell} onSelect={setCell} />
      ) : (
        <MostConfused confusion={confusion} labels={labels} onSelect={setCell} />
      )}
      {cell && !running ? (
        <CellSentences key={cell.join()} cell={cell} labels={labels} />
      ) : (
        <p className="border-t border-line px-3 py-2 text-muted">
          {running ? 'The sentences of a cell can be read when the run has ended.' : 'Select a cell to read its sentences.'}
        </p>
      )}
    </Panel>
  );
}

interface MatrixProps {
  confusion: number[][];
  labels: string[];
  cell?: [number, number];
  onSelect: (cell: [number, number]) => void;
}

function Matrix({ confusion, labels, cell, onSelect }: MatrixProps) {
  return (
    <div className="overflow-x-auto p-3">
      <table className="text-sm">
        <thead className="text-xs text-muted">
          <tr>
            <th className="pr-2 text-left font-normal">gold ↓ predicted →</th>
            {labels.map((label) => (
              <th key={label} scope="col" className="max-w-24 truncate px-1 pb-1 font-normal" title={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, gold) => {
            const total = Math.max(
              1,
              row.reduce((a, b) => a + b, 0),
            );
            return (
              <tr key={labels[gold]}>
                <th scope="row" className="max-w-32 truncate pr-2 text-left font-normal" title={labels[gold]}>
                  {labels[gold]}
                </th>
                {row.map((value, predicted) => (
                  <td key={labels[predicted]} className="p-0.5">
                    <button
                      type="button"
                      aria-label={`${labels[gold]} taken for ${labels[predicted]}: ${value}`}
                      aria-pressed={cell?.[0] === gold && cell[1] === predicted}
                      onClick={() => onSelect([gold, predicted])}
                      className="h-8 w-full min-w-11 rounded border border-transparent px-1 tabular-nums hover:border-accent aria-pressed:border-text"
                      style={{
                        background: `color-mix(in srgb, var(${gold === predicted ? '--accent' : '--bad'}) ${Math.round((value / total) * 75)}%, var(--sunken))`,
                      }}
                    >
                      {count(value)}
                    </button>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function MostConfused({ confusion, labels, onSelect }: Omit<MatrixProps, 'cell'>) {
  const pairs = confusion
    .flatMap((row, gold) => row.map((value, predicted) => ({ gold, predicted, value })))
    .filter(({ gold, predicted, value }) => gold !== predicted && value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, MOST_CLASSES);
  return (
    <ol className="flex flex-col gap-1 p-3">
      {pairs.map(({ gold, predicted, value }) => (
        <li key={`${gold} ${predicted}`}>
          <button type="button" className="hover:underline" onClick={() => onSelect([gold, predicted])}>
            <span className="tabular-nums">{value}</span> × {labels[gold]} taken for {labels[predicted]}
          </button>
        </li>
      ))}
    </ol>
  );
}

function CellSentences({ cell: [gold, predicted], labels }: { cell: [number, number]; labels: string[] }) {
  const sentences = useTrain(({ shown }) => shown?.sentences ?? []).filter((row) => row.gold === gold && row.predicted === predicted);
  return (
    <section aria-label="Sentences of the cell" className="border-t border-line px-3 py-2">
      <h3 className="mb-1 font-medium">
        {gold === predicted ? `${labels[gold]}, rightly` : `${labels[gold]} taken for ${labels[predicted]}`}:{' '}
        {plural(sentences.length, 'sentence')}
      </h3>
      <ul className="max-h-64 list-disc overflow-auto pl-5">
        {sentences.map(({ text }, i) => (
          // The same sentence may come twice, and the list is replaced whole.
          <li key={i} className="py-0.5">
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
