import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { useTrain } from '../stores';
import { leftOutInWords } from './leftOutInWords';

/** What the run could not use. */
export function LeftOut() {
  const run = useTrain((state) => state.shown);
  const nextReads = useTrain(({ options }) => options.longTexts);
  const setOptions = useTrain((state) => state.setOptions);
  const { sentences, windows } = leftOutInWords(run ?? {});
  if (sentences.length === 0) return null;
  return (
    <Alert
      kind="note"
      action={
        windows && (
          <Button className="h-7" disabled={nextReads === 'windows'} onClick={() => setOptions({ longTexts: 'windows' })}>
            {nextReads === 'windows' ? 'The next run reads them whole' : 'Read them in sliding windows'}
          </Button>
        )
      }
    >
      {sentences.join(' ')}
    </Alert>
  );
}
