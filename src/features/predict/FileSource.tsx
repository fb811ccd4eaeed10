import { type DragEvent, useRef, useState } from 'react';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { usePredictionFile } from '../stores';
import { FileReading } from './FileReading';
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
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const openFiles = (chosen: Iterable<File>) => {
    const files = [...chosen];
    if (files.length > 0 && answering) void open(answering, { kind: 'files', files });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    openFiles(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way to what the button does.
    <div
      className={`flex flex-col gap-3 p-3 ${over ? 'rounded-b-lg bg-accent-soft' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="flex flex-wrap items-center gap-3">
        <Button kind={info ? 'plain' : 'primary'} disabled={!answering || reading} onClick={() => input.current?.click()}>
          {info ? 'Open another file…' : 'Open file…'}
        </Button>
        {reading && (
          <span role="status" className="text-muted">
            Reading…
          </span>
        )}
      </div>
      <input
        ref={input}
        type="file"
        multiple
        aria-label="A file of texts"
        className="hidden"
        onChange={(event) => {
          openFiles(event.target.files ?? []);
          event.target.value = '';
        }}
      />
      {error && (
        <Alert kind="error" onDismiss={dismiss}>
          {error.message}
        </Alert>
      )}
      {refused ? (
        <>
          <Alert kind="error">{refused.info.refused}</Alert>
          <FileReading info={refused.info} options={refused.options} />
        </>
      ) : info ? (
        <FileReading info={info} options={options} />
      ) : (
        <p className="text-muted">
          Or drop it here: any file that the Data tab reads, or plain text with one text per line. Labels are not needed. Nothing is sent
          anywhere.
        </p>
      )}
    </div>
  );
}
