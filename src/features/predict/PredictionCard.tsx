import { percent } from '../../ui/format';
import type { Prediction } from '../../workers/protocol';
import { MarkedText } from '../MarkedText';

export type TokenView = 'entities' | 'tokens';

/** Classes shown of each sentence: those that are likeliest, where there are many. */
const MOST_CLASSES = 6;

interface PredictionCardProps {
  prediction: Prediction;
  /** Classes by id; empty where no head says any. */
  labels: string[];
  view: TokenView;
}

export function PredictionCard({ prediction, labels, view }: PredictionCardProps) {
  const { text, label, scores, tokens, entities, truncated } = prediction;
  const ranked = labels.map((name, i) => ({ name, score: scores[i] ?? 0 }));
  if (ranked.length > MOST_CLASSES) ranked.sort((a, b) => b.score - a.score).splice(MOST_CLASSES);
  return (
    <li className="grid gap-x-6 gap-y-2 p-3 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className="min-w-0">
        <p className="leading-loose break-words whitespace-pre-wrap">
          <MarkedText text={text} marks={view === 'entities' ? entities : tokens} showLabels={view === 'entities'} />
        </p>
        {truncated && <p className="mt-1 text-warn">Longer than the model’s limit: only its beginning was looked at.</p>}
      </div>
      {ranked.length > 0 && (
        <div>
          <p className="sr-only">Class: {label}</p>
          <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-0.5 text-xs">
            {ranked.map(({ name, score }) => (
              <div key={name} className={`contents ${name === label ? 'font-semibold' : 'text-muted'}`}>
                <dt className="max-w-32 truncate">{name}</dt>
                <dd aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-sunken">
                  <span
                    className={`block h-full rounded-full ${name === label ? 'bg-accent' : 'bg-line-strong'}`}
                    style={{ width: `${score * 100}%` }}
                  />
                </dd>
                <dd className="text-right tabular-nums">{percent(score)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </li>
  );
}
