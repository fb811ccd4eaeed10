import { Alert } from '../../ui/Alert';
import { FileButton } from '../../ui/FileButton';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { SentencesField } from '../SentencesField';
import { useEmbed, useModel } from '../stores';
import { Downloads } from './Downloads';
import { EmbeddingTable } from './EmbeddingTable';
import { JobProgress } from './JobProgress';
import { Similarities } from './Similarities';

/** Sentences in, one embedding each: values, likeness, neighbours, files. */
export function EmbedPanel() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const maxLength = useModel(({ loaded }) => loaded?.maxLength);
  const running = useEmbed((state) => state.running);
  const result = useEmbed((state) => state.result);
  const error = useEmbed((state) => state.error);
  const embed = useEmbed((state) => state.embed);
  const dismiss = useEmbed((state) => state.dismiss);
  const openFile = (file: File) => handle !== undefined && void embed(handle, { kind: 'file', file });

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,22rem)_minmax(0,1fr)_minmax(0,24rem)]">
      <Panel title="Sentences" className="self-start">
        <SentencesField
          hint="One sentence per line, or drop a .txt or .csv file here"
          action="Embed"
          busy={running !== undefined}
          onSubmit={() => handle !== undefined && void embed(handle)}
          onFile={openFile}
        >
          <FileButton
            disabled={handle === undefined}
            input="A .txt or .csv file of sentences"
            accept=".txt,.csv,.tsv,text/plain,text/csv"
            onFiles={([file]) => openFile(file)}
          >
            Open file…
          </FileButton>
        </SentencesField>
      </Panel>

      <div className="flex min-w-0 flex-col gap-3">
        {error && (
          <Alert kind="error" onDismiss={dismiss}>
            {error.message}
          </Alert>
        )}
        {running && <JobProgress />}
        {result && result.truncated > 0 && (
          <Alert kind="warning">
            {plural(result.truncated, 'sentence was', 'sentences were')} longer than {maxLength} tokens and cut there. They are marked
            “cut”.
          </Alert>
        )}
        {result?.stopped && !running && <Alert kind="note">Stopped. The first {plural(result.count, 'sentence')} are embedded.</Alert>}
        <Panel
          title="Embeddings"
          className="min-h-64"
          aside={
            result && (
              <div className="flex flex-wrap items-center gap-3">
                <span className="text-muted tabular-nums">
                  [{count(result.count)}, {count(result.hiddenSize)}] ·{' '}
                  {(result.count / result.seconds).toFixed(result.seconds > 10 ? 0 : 1)}/s
                </span>
                <Downloads />
              </div>
            )
          }
        >
          {result ? (
            <EmbeddingTable key={result.set} result={result} />
          ) : (
            <p className="p-3 text-muted">Embeddings appear here, one row per sentence.</p>
          )}
        </Panel>
      </div>

      <Similarities />
    </div>
  );
}
