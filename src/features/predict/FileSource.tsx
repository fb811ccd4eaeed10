import { Alert } from '../../ui/Alert';
import { DropArea } from '../../ui/DropArea';
import type { DatasetOptions } from '../../workers/protocol';
import { OpenFile } from '../reading/OpenFile';
import { TextsReading } from '../reading/TextsReading';
import { usePredictionFile } from '../stores';
import { useAnswering } from './useAnswering';

/** A file of texts: chosen or dropped, and how it was read. */
export function FileSource() {
  const answering = useAnswering();
  const open = usePredictionFile((state) => state.open);
  const reading = usePredictionFile((state) => state.reading);
  const info = usePredictionFile((state) => state.info);
  const options = usePredictionFile((state) => state.options);
  const refused = usePredictionFile((state) => state.refused);
  const error = usePredictionFile((state) => state.error);
  const dismiss = usePredictionFile((state) => state.dismiss);
  const correct = usePredictionFile((state) => state.correct);
  const correcting = {
    busy: reading || !answering,
    second: true,
    correct: (changed: DatasetOptions) => answering && void correct(answering, changed),
  };
  const openFiles = (files: File[]) => {
    if (answering) void open(answering, { kind: 'files', files });
  };
  return (
    <DropArea onFiles={openFiles}>
      <OpenFile
        input="A file of texts"
        name="Open file…"
        has={info !== undefined}
        disabled={!answering || reading}
        reading={reading}
        error={error}
        onFiles={openFiles}
        onDismiss={dismiss}
      />
      {refused ? (
        <>
          <Alert kind="error" onDismiss={dismiss}>
            {refused.info.refused}
          </Alert>
          <TextsReading info={refused.info} options={refused.options} {...correcting} />
        </>
      ) : info ? (
        <TextsReading info={info} options={options} {...correcting} />
      ) : (
        <p className="text-muted">
          Or drop it here: any file that the Data tab reads, or plain text with one text per line. Labels are not needed. Nothing is sent
          anywhere.
        </p>
      )}
    </DropArea>
  );
}
