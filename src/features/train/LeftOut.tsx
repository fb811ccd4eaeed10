import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { useTrain } from '../stores';

/** What the run could not use: ends of texts, and labels that word pieces cannot express. */
export function LeftOut() {
  const run = useTrain((state) => state.shown);
  const nextReads = useTrain(({ options }) => options.longTexts);
  const setOptions = useTrain((state) => state.setOptions);
  const { truncated = 0, lost = {} } = run ?? {};
  const lines = Object.entries(lost).map(([task, count]) => `${task}: ${plural(count, 'label')}`);
  if (truncated === 0 && lines.length === 0) return null;
  return (
    <Alert
      kind="note"
      action={
        truncated > 0 && (
          <Button className="h-7" disabled={nextReads === 'windows'} onClick={() => setOptions({ longTexts: 'windows' })}>
            {nextReads === 'windows' ? 'The next run reads them whole' : 'Read them in sliding windows'}
          </Button>
        )
      }
    >
      {truncated > 0 && `${plural(truncated, 'training text was', 'training texts were')} longer than the model can read, and cut. `}
      {lines.length > 0 &&
        `Some labels were not learned, as they lie in what was cut or begin or end inside a word piece (${lines.join(', ')}).`}
    </Alert>
  );
}
