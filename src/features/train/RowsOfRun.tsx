import { Button } from '../../ui/Button';
import { count, plural } from '../../ui/format';
import { useData, useTrain } from '../stores';

/** The data set of the next run and the parts that its rows play; or where to get one. */
export function RowsOfRun() {
  const info = useData((state) => state.info);
  const loading = useData((state) => state.loading);
  const open = useData((state) => state.open);
  const validation = useTrain(({ options }) => options.validation);
  if (!info) {
    return (
      <>
        <Button disabled={loading} onClick={() => void open({ kind: 'sample' })}>
          Load the sample
        </Button>
        <span className="text-muted">No data set is loaded. Take the sample, or open files in the Data tab.</span>
      </>
    );
  }
  const { rows } = info.summary;
  const parts =
    validation === 'none'
      ? [`${plural(rows.train + rows.validation, 'text')} to train on`, 'none to validate']
      : [`${plural(rows.train, 'text')} to train on`, `${count(rows.validation)} to validate`];
  return (
    <span className="min-w-0 text-muted">
      {info.name} · {[...parts, ...(rows.test > 0 ? [`${count(rows.test)} to test`] : [])].join(', ')}
    </span>
  );
}
