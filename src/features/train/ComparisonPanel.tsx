import { useState } from 'react';
import type { Comparison } from '../../train/runs/comparison';
import type { RunDetails } from '../../train/runs/runs';
import { plural } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { Panel } from '../../ui/Panel';
import { seriesColour } from '../../ui/seriesColour';
import { writeMetric } from '../metric';
import { useTrain } from '../stores';
import { useShownTasks } from './shownTasks';

/** What training the encoder changed: metrics, how alike texts are, and where they lie on a map. */
export function ComparisonPanel() {
  const shown = useTrain((state) => state.shown);
  if (!shown?.comparison) return null;
  return (
    <Panel title="Before and after" aside={<span className="text-xs text-muted">{textsOf(shown.comparison)}</span>}>
      <div className="grid gap-4 p-3 xl:grid-cols-2">
        <SentenceMap sentences={shown.comparison.sentences} />
        <div className="flex min-w-0 flex-col gap-4">
          <Numbers run={shown} comparison={shown.comparison} />
          <Pairs pairs={shown.comparison.pairs} />
        </div>
      </div>
    </Panel>
  );
}

const KINDS = { train: 'training text', validation: 'validation text' };

const textsOf = ({ split, sentences }: Comparison) => plural(sentences.length, split ? KINDS[split] : 'text');

const SIZE = 320;
const MARGIN = 10;

/** A line for each text from where it was to where it is, on the two axes along which they differ most. */
function SentenceMap({ sentences }: Pick<Comparison, 'sentences'>) {
  const [pointed, setPointed] = useState<string>();
  const labels = [...new Set(sentences.flatMap(({ label }) => label ?? []))].sort();
  const colour = (label: string | undefined) => `var(${label === undefined ? '--muted' : seriesColour(labels.indexOf(label))})`;
  const points = sentences.flatMap(({ before, after }) => [before, after]);
  const scale = (axis: 0 | 1) => {
    const values = points.map((point) => point[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => MARGIN + ((value - low) / (high - low || 1)) * (SIZE - 2 * MARGIN);
  };
  const [x, y] = [scale(0), scale(1)];
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={`Map of ${sentences.length} texts before and after training`}
        className="w-full max-w-xl self-center rounded-md bg-sunken"
      >
        {sentences.map(({ text, label, before, after }, i) => (
          // The same text may come twice, and the list is replaced whole.
          <g key={i} stroke={colour(label)} onPointerEnter={() => setPointed(text)}>
            <line x1={x(before[0])} y1={y(before[1])} x2={x(after[0])} y2={y(after[1])} strokeWidth={0.75} opacity={0.35} />
            <circle cx={x(before[0])} cy={y(before[1])} r={2.5} fill="none" strokeWidth={1} />
            <circle cx={x(after[0])} cy={y(after[1])} r={3} fill={colour(label)} stroke="none">
              <title>{text}</title>
            </circle>
          </g>
        ))}
      </svg>
      <figcaption className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
        <span>
          <Icon name="ring" /> before <Icon name="dot" /> after
        </span>
        {labels.map((label) => (
          <span key={label}>
            <span style={{ color: colour(label) }}>
              <Icon name="dot" />
            </span>{' '}
            {label}
          </span>
        ))}
      </figcaption>
      <p className="min-h-10 text-sm">{pointed ?? <span className="text-muted">Point at a dot to read its text.</span>}</p>
    </figure>
  );
}

/** Of each task. */
const METRICS = 2;

const GROUPS = { within: 'Two texts of one class', between: 'Texts of two classes', any: 'Any two texts' } as const;

function Numbers({ run: { before = {}, metrics }, comparison: { similarity } }: { run: RunDetails; comparison: Comparison }) {
  const scores = useShownTasks().flatMap(({ name, metrics: specs }) =>
    specs.slice(0, METRICS).flatMap(({ id, name: metric, print }) => {
      const [from, to] = [before[name]?.[id], metrics[name]?.[id]];
      return from === undefined || to === undefined ? [] : [{ name: `${name} · ${metric}`, from, to, print }];
    }),
  );
  const cosines = Object.entries(GROUPS).map(([key, name]) => [name, ...(similarity[key as keyof typeof GROUPS] ?? [])] as const);
  const write = (value: number) => value.toFixed(3);
  return (
    <table className="w-full text-sm">
      <thead className="text-xs text-muted">
        <tr>
          <th className="text-left font-normal">Metrics of the heads, and mean cosines</th>
          <th className="text-right font-normal">before</th>
          <th className="text-right font-normal">after</th>
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {scores.map(({ name, from, to, print }) => (
          <Row key={name} name={name} from={writeMetric(print, from)} to={writeMetric(print, to)} />
        ))}
        {cosines.map(
          ([name, from, to]) => from !== undefined && to !== undefined && <Row key={name} name={name} from={write(from)} to={write(to)} />,
        )}
      </tbody>
    </table>
  );
}

function Row({ name, from, to }: { name: string; from: string; to: string }) {
  return (
    <tr>
      <th scope="row" className="py-0.5 text-left font-normal">
        {name}
      </th>
      <td className="pl-3 text-right whitespace-nowrap text-muted">{from}</td>
      <td className="pl-3 text-right whitespace-nowrap">{to}</td>
    </tr>
  );
}

function Pairs({ pairs }: Pick<Comparison, 'pairs'>) {
  return (
    <section aria-label="Pairs that changed most">
      <h3 className="mb-1 text-xs font-semibold text-muted">Pairs whose cosine changed most</h3>
      <ul className="flex flex-col divide-y divide-line text-sm">
        {pairs.map(({ first, second, before, after }, i) => (
          // The same two texts may come twice, and the list is replaced whole.
          <li key={i} className="flex gap-3 py-1">
            <span className="min-w-0 flex-1">
              <span className="line-clamp-1">{first}</span>
              <span className="line-clamp-1 text-muted">{second}</span>
            </span>
            <span className="self-center whitespace-nowrap tabular-nums">
              {before.toFixed(2)} <Icon name="right" label="to" /> {after.toFixed(2)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
