import { SENTENCE_LABELS } from '../../stores/heads';
import { percent } from '../../ui/format';
import type { Prediction } from '../../workers/protocol';
import { MarkedText } from './MarkedText';

export type TokenView = 'entities' | 'tokens';

export function PredictionCard({ prediction, view }: { prediction: Prediction; view: TokenView }) {
  const { text, label, scores, tokens, entities, truncated } = prediction;
  return (
    <li className="grid gap-x-6 gap-y-2 p-3 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="min-w-0">
        <MarkedText text={text} marks={view === 'entities' ? entities : tokens} showLabels={view === 'entities'} />
        {truncated && <p className="mt-1 text-warn">Longer than the model’s limit: only its beginning was looked at.</p>}
      </div>
      <div>
        <p className="sr-only">Class: {label}</p>
        <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-0.5 text-xs">
          {SENTENCE_LABELS.map((name, i) => (
            <div key={name} className={`contents ${name === label ? 'font-semibold' : 'text-muted'}`}>
              <dt>{name}</dt>
              <dd aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
                <span
                  className={`block h-full rounded-full ${name === label ? 'bg-accent' : 'bg-line-strong'}`}
                  style={{ width: `${scores[i] * 100}%` }}
                />
              </dd>
              <dd className="text-right tabular-nums">{percent(scores[i])}</dd>
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}
