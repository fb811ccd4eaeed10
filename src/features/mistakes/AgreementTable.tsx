import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { count, percent } from '../../ui/format';
import { ScrollArea } from '../../ui/ScrollArea';
import type { ColumnPairs, ComparedColumn, LabelAgreement } from '../../workers/protocol';
import { writeMetric } from '../metric';
import { useData, useSecond, useStores } from '../stores';

interface AgreementTableProps {
  agreement: LabelAgreement;
  chosen: string | undefined;
  onChoose: (column: string) => void;
}

/** How far both agree, column by column. */
export function AgreementTable({ agreement, chosen, onChoose }: AgreementTableProps) {
  const { columns, left } = agreement;
  return (
    <div className="border-t border-line">
      <ScrollArea label="Agreement by column" className="max-h-96">
        <table className="w-full text-left">
          <thead className="bg-sunken text-xs text-muted">
            <tr>
              {['Labels', 'Their column', 'Both labelled', 'The same', 'Agreement', ''].map((name) => (
                <th key={name} scope="col" className="px-3 py-1.5 font-normal whitespace-nowrap">
                  {name || <span className="sr-only">Rows</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {columns.map((of) => (
              <tr key={of.column} className={of.column === chosen ? 'bg-accent-soft' : ''}>
                <th scope="row" className="px-3 py-1.5 font-medium">
                  {of.column}
                </th>
                <td className="px-3">
                  <TheirColumn column={of.column} values={of.values} theirs={of.theirs} agreement={agreement} />
                </td>
                <td className="px-3 tabular-nums">{count(of.rows)}</td>
                <td className="px-3 tabular-nums">{of.rows > 0 ? percent(of.same / of.rows) : '–'}</td>
                <td className="px-3 whitespace-nowrap tabular-nums">{scoreInWords(of)}</td>
                <td className="px-3 text-right">
                  <Button className="h-7" aria-pressed={of.column === chosen} onClick={() => onChoose(of.column)}>
                    {count(of.disagreements.length)} to decide
                  </Button>
                </td>
              </tr>
            ))}
            {left.mine.map(({ column, values }) => (
              <tr key={column} className="text-muted">
                <th scope="row" className="px-3 py-1.5 font-normal">
                  {column}
                </th>
                <td className="px-3" colSpan={5}>
                  {left.theirs.some((one) => one.values === values) ? (
                    <TheirColumn column={column} values={values} agreement={agreement} />
                  ) : (
                    'no such labels in their file'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <p className="px-3 py-2 text-xs text-muted">
        κ is Cohen’s: 1 where both always agree, 0 where they agree as often as by chance. F1 is that of entities with the same ends and
        type.
      </p>
    </div>
  );
}

interface TheirColumnProps {
  column: string;
  values: ComparedColumn['values'];
  theirs?: string;
  agreement: LabelAgreement;
}

/** What a column is compared with, where there is a choice. */
function TheirColumn({ column, values, theirs, agreement }: TheirColumnProps) {
  const { second } = useStores();
  const dataset = useData(({ info }) => info?.dataset);
  const pairs = useSecond((state) => state.columns);
  const free = agreement.left.theirs.filter((one) => one.values === values).map((one) => one.column);
  if (free.length === 0) return theirs;
  const choose = (other: string) => {
    const chosen: ColumnPairs = { ...pairs, [column]: other };
    if (dataset !== undefined) void second.getState().compare(dataset, chosen);
  };
  return (
    <select
      aria-label={`Their column for ${column}`}
      className={`${controlLook} max-w-40`}
      value={theirs ?? ''}
      onChange={({ target }) => choose(target.value)}
    >
      {theirs === undefined && <option value="">not compared</option>}
      {[...(theirs === undefined ? [] : [theirs]), ...free].map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

function scoreInWords({ kappa, f1, difference, rows, values }: ComparedColumn): string {
  if (kappa !== undefined) return `κ ${writeMetric('number', kappa)}${values === 'lists' ? ' (mean of names)' : ''}`;
  if (f1 !== undefined) return `F1 ${percent(f1)}`;
  if (difference !== undefined) return `${writeMetric('number', difference)} apart on average`;
  return rows === 0 ? 'no row in common' : values === 'names' ? 'κ is not defined: one label everywhere' : '–';
}
