import { useState } from 'react';
import { toLines } from '../../stores/embedStore';
import { DEFAULT_SEED } from '../../stores/heads';
import { classLabels, entityTypes, MAX_PREDICTIONS } from '../../stores/predictStore';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { count, plural, when } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { MarkLegend } from '../MarkedText';
import { summary } from '../runSummary';
import { SentencesField } from '../SentencesField';
import { useEmbed, useModel, usePredict } from '../stores';
import { PredictionCard, type TokenView } from './PredictionCard';
import { ViewSwitch } from './ViewSwitch';

/** What the two heads say of every sentence. */
export function PredictPanel() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const { predictions, running, error, asked, run, predict, forget, dismiss } = usePredict((state) => state);
  const labels = classLabels({ run });
  const [view, setView] = useState<TokenView>('entities');
  const aside = (
    <div className="flex items-center gap-4">
      <MarkLegend types={entityTypes({ run })} />
      <ViewSwitch view={view} onChange={setView} />
    </div>
  );

  return (
    <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-3">
        <Panel title="Sentences">
          <SentencesField action="Predict" busy={running} onSubmit={() => handle !== undefined && void predict(handle, toLines(text))} />
        </Panel>
        {!run && <SeedPanel />}
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        {run ? (
          <Alert
            kind="note"
            action={<Button onClick={() => handle !== undefined && void forget(handle, toLines(text))}>Use untrained heads</Button>}
          >
            These heads were trained on {run.dataset.name} ({plural(run.dataset.train, 'sentence')}), {when(run.started)}. {summary(run)}
          </Alert>
        ) : (
          <Alert kind="warning">
            These heads are untrained: what they answer is random, and the same for the same seed. Train them in the panel Train; the
            sentence’s embedding and the places of its tokens are real.
          </Alert>
        )}
        {error && (
          <Alert kind="error" onDismiss={dismiss}>
            {error.message}
          </Alert>
        )}
        <Panel title="Predictions" aside={aside} className="min-h-40">
          {predictions ? (
            <>
              <ul className="divide-y divide-line" aria-busy={running}>
                {predictions.map((prediction, index) => (
                  // The same sentence may come twice, and the list is replaced whole.
                  <PredictionCard key={index} prediction={prediction} labels={labels} view={view} />
                ))}
              </ul>
              {asked > MAX_PREDICTIONS && (
                <p className="p-3 text-muted">
                  The first {MAX_PREDICTIONS} of {count(asked)} sentences are shown.
                </p>
              )}
            </>
          ) : (
            <p className="p-3 text-muted">{running ? 'Predicting…' : 'Predictions appear here, one a sentence.'}</p>
          )}
        </Panel>
      </div>
    </div>
  );
}

function SeedPanel() {
  const handle = useModel(({ loaded }) => loaded?.handle);
  const text = useEmbed((state) => state.text);
  const { seed, setSeed } = usePredict((state) => state);
  const change = (value: number) => handle !== undefined && Number.isInteger(value) && void setSeed(handle, value, toLines(text));
  return (
    <Panel title="Heads">
      <div className="flex flex-col gap-2 p-3">
        <label className="flex items-center gap-2">
          <span className="flex-1">Seed</span>
          <input
            type="number"
            value={seed}
            className="h-8 w-28 rounded-md border border-line-strong bg-panel px-2 text-right tabular-nums"
            onChange={(event) => change(event.target.valueAsNumber)}
          />
          <Button kind="quiet" className="px-2" disabled={seed === DEFAULT_SEED} onClick={() => change(DEFAULT_SEED)}>
            Reset
          </Button>
        </label>
        <p className="text-muted">The number that the heads’ first weights are drawn from. Another seed, other answers.</p>
      </div>
    </Panel>
  );
}
