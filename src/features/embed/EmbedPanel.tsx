import { lazy, Suspense } from 'react';
import { Alert } from '../../ui/Alert';
import { FileButton } from '../../ui/FileButton';
import { count, plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { SentencesField } from '../SentencesField';
import { poolingInWords, SIMILARITY_NAMES } from '../sentenceInWords';
import { ErrorAlert } from '../storage/ErrorAlert';
import { FreeRoom } from '../storage/FreeRoom';
import { useEmbed, useEmbedFile, useModel } from '../stores';
import { Downloads } from './Downloads';
import { EmbeddingTable } from './EmbeddingTable';
import { EmbedFile } from './EmbedFile';
import { JobProgress } from './JobProgress';
import { PromptField } from './PromptField';
import { promptChoice } from './prompts';
import { Similarities } from './Similarities';
import { UseDataset } from './UseDataset';

/** They come once there is something to explore. */
const ExploreSet = lazy(async () => ({ default: (await import('../explore/ExploreSet')).ExploreSet }));
const FindPanels = lazy(async () => ({ default: (await import('../explore/FindPanels')).FindPanels }));

/** Sentences in, one embedding each: a map of them, clusters, search; values, likeness, neighbours, files. */
export function EmbedPanel() {
  const loaded = useModel((state) => state.loaded);
  const promptName = useEmbed((state) => state.promptName);
  const running = useEmbed((state) => state.running);
  const result = useEmbed((state) => state.result);
  const error = useEmbed((state) => state.error);
  const embed = useEmbed((state) => state.embed);
  const dismiss = useEmbed((state) => state.dismiss);
  const openFiles = useEmbedFile((state) => state.open);
  const closeFile = useEmbedFile((state) => state.close);
  const prompt = loaded && promptChoice(loaded.sentence, promptName);
  const onSubmit = () => {
    if (!loaded) return;
    closeFile();
    void embed(loaded.handle, prompt);
  };
  const onDataset = (dataset: number) => {
    if (!loaded) return;
    closeFile();
    void embed(loaded.handle, prompt, { kind: 'dataset', dataset });
  };
  const onFiles = (files: File[]) => loaded && void openFiles({ handle: loaded.handle, prompt }, files);

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)] xl:grid-cols-[minmax(0,22rem)_minmax(0,1fr)_minmax(0,24rem)]">
      <div className="flex min-w-0 flex-col gap-3 max-lg:contents">
        <Panel title="Sentences">
          <SentencesField
            hint="One sentence per line, or drop a file here: any that the Data tab can read"
            action="Embed"
            busy={running !== undefined}
            onSubmit={onSubmit}
            onFiles={onFiles}
          >
            <FileButton disabled={loaded === undefined} input="A file of sentences" choose="files" onFiles={onFiles}>
              Open file…
            </FileButton>
            <UseDataset onUse={onDataset} disabled={loaded === undefined || running !== undefined} />
          </SentencesField>
          {loaded && <PromptField sentence={loaded.sentence} />}
          <EmbedFile />
        </Panel>
        {result && (
          <Suspense>
            <FindPanels />
          </Suspense>
        )}
      </div>

      <div className="flex min-w-0 flex-col gap-3">
        {error && <ErrorAlert error={error} onDismiss={dismiss} />}
        {running && <JobProgress />}
        {result && result.truncated > 0 && (
          <Alert kind="warning">
            {plural(result.truncated, 'sentence was', 'sentences were')} longer than {loaded?.maxLength} tokens and cut there. They are
            marked “cut”.
          </Alert>
        )}
        {result?.stopped && !running && (
          <Alert kind={result.full ? 'warning' : 'note'} action={result.full && <FreeRoom />}>
            Stopped. The first {plural(result.count, 'sentence is', 'sentences are')} embedded, and can be downloaded. {result.full}
          </Alert>
        )}
        {result && (
          <Suspense fallback={<p className="p-3 text-muted">Opening the map…</p>}>
            <ExploreSet result={result} />
          </Suspense>
        )}
        <Panel
          title="Embeddings"
          className="min-h-64"
          aside={
            result && (
              <div className="flex flex-wrap items-center gap-3">
                <span className="text-muted tabular-nums">
                  [{count(result.count)}, {count(result.size)}] · {(result.count / result.seconds).toFixed(result.seconds > 10 ? 0 : 1)}/s
                </span>
                <Downloads />
              </div>
            )
          }
        >
          {loaded && (
            <p className="px-3 py-1 text-xs text-muted">
              {[
                `Pooling: ${poolingInWords(loaded.sentence)}`,
                ...loaded.sentence.layers,
                SIMILARITY_NAMES[loaded.sentence.similarity],
              ].join(' · ')}
              {result?.prompt && ` · prompt “${result.prompt.trim()}”`}
            </p>
          )}
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
