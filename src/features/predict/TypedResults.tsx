import { useDeferredValue, useState } from 'react';
import { toLines } from '../../stores/embedStore';
import { answeringTasks, MAX_PREDICTIONS } from '../../stores/predictStore';
import type { EntitiesConfig } from '../../tasks/entities/config';
import type { TaskConfig } from '../../tasks/kind';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { Segments } from '../../ui/Segments';
import { MarkLegend } from '../MarkedText';
import { ErrorAlert } from '../storage/ErrorAlert';
import { useEmbed, usePredict } from '../stores';
import type { TokenView } from '../tasks/answers';
import { PredictionCard } from './PredictionCard';

const VIEWS = [
  ['entities', 'Entities'],
  ['tokens', 'Tokens'],
] as const;

/** A card for each text that was typed. */
export function TypedResults() {
  const error = usePredict((state) => state.error);
  const dismiss = usePredict((state) => state.dismiss);
  const tasks = usePredict(answeringTasks);
  const [view, setView] = useState<TokenView>('entities');
  const types = entityTypes(tasks);
  const aside = types.length > 0 && (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {view === 'tokens' && <MarkLegend types={types} />}
      <Segments legend="What to mark in the text" name="token-view" choices={VIEWS} value={view} onChange={setView} />
    </div>
  );
  return (
    <>
      {error && <ErrorAlert error={error} onDismiss={dismiss} />}
      <Panel title="Predictions" aside={aside} className="min-h-40">
        <Predictions tasks={tasks} view={view} />
      </Panel>
    </>
  );
}

function Predictions({ tasks, view }: { tasks: Record<string, TaskConfig>; view: TokenView }) {
  const predictions = usePredict((state) => state.predictions);
  const answered = usePredict((state) => state.answered);
  const running = usePredict((state) => state.running);
  const asked = usePredict((state) => state.asked);
  const text = useDeferredValue(useEmbed((state) => state.text));
  if (!predictions) {
    return <p className="p-3 text-muted">{running ? 'Predicting…' : 'Predictions appear here, one card per text.'}</p>;
  }
  const there = new Set(toLines(text));
  return (
    <>
      <ul className="divide-y divide-line" aria-busy={running}>
        {predictions.map((prediction, index) => (
          <PredictionCard
            // The same text may come twice, and the list is replaced whole.
            key={index}
            prediction={prediction}
            tasks={tasks}
            view={view}
            earlier={answered !== undefined && !there.has(answered[index])}
          />
        ))}
      </ul>
      {asked > MAX_PREDICTIONS && (
        <p className="border-t border-line p-3 text-muted">
          The first {MAX_PREDICTIONS} of {count(asked)} texts are shown. Longer lists can be opened as a file.
        </p>
      )}
    </>
  );
}

/** A config has its types, or labels that were made from them. */
function entityTypes(tasks: Record<string, TaskConfig>): string[] {
  const types = Object.values(tasks).flatMap((config) => {
    if (config.kind !== 'entities') return [];
    const { types: given, labels = [] } = config as Partial<EntitiesConfig>;
    return given ?? labels.filter((label) => label !== 'O').map((label) => label.slice(2));
  });
  return [...new Set(types)];
}
