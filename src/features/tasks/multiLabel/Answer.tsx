import type { MultiLabelConfig, MultiLabelAnswer as NamedLabels } from '../../../tasks/multiLabel/multiLabel';
import { percent } from '../../../ui/format';
import type { AnswerProps } from '../answers';

/** Labels shown beside those that were given, where there are many. */
const MOST_OTHERS = 8;

/** The labels that were given stand out; the others show how likely they are. */
export function MultiLabelAnswer({ answer, config }: AnswerProps) {
  const { labels: given, scores } = answer as NamedLabels;
  const { labels } = config as MultiLabelConfig;
  const ranked = labels.map((name, i) => ({ name, score: scores[i] ?? 0, given: given.includes(name) }));
  ranked.sort((a, b) => Number(b.given) - Number(a.given) || b.score - a.score);
  const shown = ranked.slice(0, given.length + MOST_OTHERS);
  return (
    <>
      <p className="sr-only">{given.length > 0 ? `Labels: ${given.join(', ')}` : 'No label'}</p>
      <ul className="flex flex-wrap gap-1 text-xs">
        {shown.map(({ name, score, given: chosen }) => (
          <li
            key={name}
            className={`flex min-w-0 items-baseline gap-1.5 rounded border px-1.5 py-0.5 ${chosen ? 'border-accent bg-accent-soft font-semibold' : 'border-line text-muted'}`}
          >
            <bdi className="min-w-0 break-words">{name}</bdi>
            <span className="tabular-nums">{percent(score)}</span>
          </li>
        ))}
      </ul>
      {ranked.length > shown.length && <p className="mt-0.5 text-xs text-muted">and {ranked.length - shown.length} less likely</p>}
    </>
  );
}
