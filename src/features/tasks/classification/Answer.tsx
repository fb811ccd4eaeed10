import type { ClassAnswer, ClassificationConfig } from '../../../tasks/classification/classification';
import { percent } from '../../../ui/format';
import type { AnswerProps } from '../answers';

/** Classes shown of each text: those that are likeliest, where there are many. */
const MOST_CLASSES = 6;
/** Characters that fit beside a bar without taking most of its room. */
const SHORT_NAME = 14;

/** The class, with the probability of each. */
export function ClassificationAnswer({ answer, config }: AnswerProps) {
  const { label, scores } = answer as ClassAnswer;
  const { labels } = config as ClassificationConfig;
  const ranked = labels.map((name, i) => ({ name, score: scores[i] ?? 0 }));
  const more = ranked.length - MOST_CLASSES;
  if (more > 0) ranked.sort((a, b) => b.score - a.score).splice(MOST_CLASSES);
  // As wide for every text, so that bars can be compared.
  const columns = labels.some((name) => name.length > SHORT_NAME) ? 'grid-cols-[60%_1fr_auto]' : 'grid-cols-[6rem_1fr_auto]';
  return (
    <>
      <p className="sr-only">Class: {label}</p>
      <dl className={`grid items-center gap-x-2 gap-y-0.5 text-xs ${columns}`}>
        {ranked.map(({ name, score }) => (
          <div key={name} className={`contents ${name === label ? 'font-semibold' : 'text-muted'}`}>
            <dt className="break-words">
              <bdi>{name}</bdi>
            </dt>
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
      {more > 0 && <p className="mt-0.5 text-xs text-muted">and {more} less likely</p>}
    </>
  );
}
