import { useState } from 'react';
import { toLines } from '../../stores/embedStore';
import { firstPart } from '../../stores/pairs';
import { answeringTasks, MAX_PREDICTIONS } from '../../stores/predictStore';
import type { EntitiesConfig } from '../../tasks/entities/config';
import type { TaskConfig } from '../../tasks/kind';
import { Alert } from '../../ui/Alert';
import { count } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { MarkLegend } from '../MarkedText';
import { SentencesField } from '../SentencesField';
import { useEmbed, useKinds, useModel, usePredict } from '../stores';
import type { TokenView } from '../tasks/answers';
import { HeadsBanner } from './HeadsBanner';
import { PredictionCard } from './PredictionCard';
import { SeedPanel } from './SeedPanel';
import { ViewSwitch } from './ViewSwitch';

const HINTS = {
  none: 'One text per line',
  text: 'One pair per line: text, a tab, second text',
  question: 'One question per line: question, a tab, text',
};

/** What the heads answer for every text. */
export function PredictPanel() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const running = usePredict((state) => state.running);
  const error = usePredict((state) => state.error);
  const predict = usePredict((state) => state.predict);
  const dismiss = usePredict((state) => state.dismiss);
  const trained = usePredict((state) => state.run !== undefined);
  const tasks = usePredict(answeringTasks);
  const kinds = useKinds((state) => state.kinds);
  const first = firstPart(tasks, kinds);
  const [view, setView] = useState<TokenView>('entities');
  const types = entityTypes(tasks);
  const aside = types.length > 0 && (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {view === 'tokens' && <MarkLegend types={types} />}
      <ViewSwitch view={view} onChange={setView} />
    </div>
  );

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <Panel title="Texts">
          <SentencesField
            hint={HINTS[first ?? 'none']}
            tabs={first !== undefined}
            action="Predict"
            busy={running}
            onSubmit={() => handle !== undefined && void predict(handle, toLines(text))}
          />
        </Panel>
        {!trained && <SeedPanel />}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        <HeadsBanner />
        {error && (
          <Alert kind="error" onDismiss={dismiss}>
            {error.message}
          </Alert>
        )}
        <Panel title="Predictions" aside={aside} className="min-h-40">
          <Predictions tasks={tasks} view={view} />
        </Panel>
      </div>
    </div>
  );
}

function Predictions({ tasks, view }: { tasks: Record<string, TaskConfig>; view: TokenView }) {
  const predictions = usePredict((state) => state.predictions);
  const running = usePredict((state) => state.running);
  const asked = usePredict((state) => state.asked);
  if (!predictions) {
    return <p className="p-3 text-muted">{running ? 'Predicting…' : 'Predictions appear here, one card per text.'}</p>;
  }
  return (
    <>
      <ul className="divide-y divide-line" aria-busy={running}>
        {predictions.map((prediction, index) => (
          // The same text may come twice, and the list is replaced whole.
          <PredictionCard key={index} prediction={prediction} tasks={tasks} view={view} />
        ))}
      </ul>
      {asked > MAX_PREDICTIONS && (
        <p className="border-t border-line p-3 text-muted">
          The first {MAX_PREDICTIONS} of {count(asked)} texts are shown.
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
