import { Button } from '../../ui/Button';
import { DropArea } from '../../ui/DropArea';
import { FileButton } from '../../ui/FileButton';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { DatasetInfo } from '../../workers/protocol';
import { useData, useKinds } from '../stores';
import { taskInWords } from './taskWords';

/** The sample, files, or the control with random labels. */
export function SourcePanel() {
  const info = useData((state) => state.info);
  const loading = useData((state) => state.loading);
  const open = useData((state) => state.open);
  const stop = useData((state) => state.stop);
  const formats = useData((state) => state.formats);
  const openFiles = (files: File[]) => void open({ kind: 'files', files });

  return (
    <Panel title="Data set">
      <DropArea onFiles={openFiles}>
        <div className="flex flex-wrap gap-2">
          <Button kind={info ? 'plain' : 'primary'} disabled={loading} onClick={() => void open({ kind: 'sample' })}>
            Load the sample
          </Button>
          <FileButton disabled={loading} input="Files of a data set" choose="files" onFiles={openFiles}>
            Open files…
          </FileButton>
          <FileButton
            disabled={loading}
            input="Folder of a data set"
            choose="folder"
            onFiles={openFiles}
            title="A folder with train, dev and test inside, as JointBERT has them"
          >
            Open folder…
          </FileButton>
          <Button
            disabled={loading}
            onClick={() => void open({ kind: 'toy' })}
            title="The sample’s sentences with random labels: a control that must not learn"
          >
            Random labels
          </Button>
        </div>
        <p className="text-muted">
          Or drop files here: tables, Excel, JSON, Parquet, CoNLL, exports of annotation tools, folders of texts, or a .zip of these, with
          or without labels. Training, validation and test files may come together. Nothing is sent anywhere.
        </p>
        {formats.length > 0 && (
          <details>
            <summary className="cursor-pointer text-muted hover:text-text">All {formats.length} formats</summary>
            <ul className="list-disc pt-1 pl-5 text-muted">
              {formats.map(({ name, title, writes }) => (
                <li key={name}>
                  {title}
                  {writes && ', read and written'}
                </li>
              ))}
            </ul>
          </details>
        )}
        {loading && (
          <div className="flex items-center gap-3">
            <p role="status">Reading…</p>
            <Button className="h-7" onClick={stop}>
              Stop reading
            </Button>
          </div>
        )}
        {info && !loading && <Status info={info} />}
      </DropArea>
    </Panel>
  );
}

function Status({ info }: { info: DatasetInfo }) {
  const kinds = useKinds((state) => state.kinds);
  const { rows, columns, words } = info.summary;
  return (
    <p role="status" className="break-words">
      <strong>{info.name}</strong>: {count(rows.train)} to train on, {count(rows.validation)} to validate, {count(rows.test)} to test
      {columns.map((column) => ` · ${taskInWords(column, info, kinds)}`)}
      {info.scheme && ` · ${info.scheme}`} · texts of {plural(words.median, 'word')} (median), {count(words.longest)} at most
    </p>
  );
}
