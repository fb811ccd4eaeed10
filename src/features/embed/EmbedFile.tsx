import { Alert } from '../../ui/Alert';
import { TextsReading } from '../reading/TextsReading';
import { useEmbed, useEmbedFile, useModel } from '../stores';
import { promptChoice } from './prompts';

/** How the opened file was read, and why where it could not be. */
export function EmbedFile() {
  const loaded = useModel((state) => state.loaded);
  const promptName = useEmbed((state) => state.promptName);
  const reading = useEmbedFile((state) => state.reading);
  const info = useEmbedFile((state) => state.info);
  const options = useEmbedFile((state) => state.options);
  const error = useEmbedFile((state) => state.error);
  const correct = useEmbedFile((state) => state.correct);
  const dismiss = useEmbedFile((state) => state.dismiss);
  if (!reading && !info && !error) return null;
  return (
    <div className="flex min-w-0 flex-col gap-2 px-3 pb-3">
      {reading && (
        <span role="status" className="text-muted">
          Reading…
        </span>
      )}
      {error && (
        <Alert kind="error" onDismiss={dismiss}>
          {error.message}
        </Alert>
      )}
      {info?.refused !== undefined && <Alert kind="error">{info.refused}</Alert>}
      {info && (
        <TextsReading
          info={info}
          options={options}
          busy={reading || !loaded}
          correct={(changed) =>
            loaded && void correct({ handle: loaded.handle, prompt: promptChoice(loaded.sentence, promptName) }, changed)
          }
        />
      )}
    </div>
  );
}
