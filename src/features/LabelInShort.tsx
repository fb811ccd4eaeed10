import type { Label, Span } from '../data/dataset';
import type { LabelColumn } from '../data/labelColumns';
import { entityColour } from '../ui/entityColour';
import { writeMetric } from './metric';

interface LabelInShortProps {
  label: Label;
  values: LabelColumn['values'];
  /** That its stretches are of. */
  text: string;
  /** Without the colours of types. */
  plain?: boolean;
}

/** A label in one line: a name, names, a number, or stretches of the text with their types. */
export function LabelInShort({ label, values, text, plain = false }: LabelInShortProps) {
  if (typeof label === 'number') return <span className="tabular-nums">{writeMetric('number', label)}</span>;
  if (typeof label === 'string') return <bdi title={label}>{label}</bdi>;
  if (label.length === 0) return <span className="font-normal text-muted italic">{values === 'answers' ? 'no answer' : 'none'}</span>;
  if (typeof label[0] === 'string') return <bdi title={label.join(', ')}>{label.join(', ')}</bdi>;
  return (label as Span[]).map(({ start, end, label: type }, i) => (
    <span key={`${start}`}>
      {i > 0 && ' · '}
      <bdi>{text.slice(start, end)}</bdi>
      {values === 'spans' && (
        <bdi className={`ms-1 text-[0.65rem] font-semibold ${plain ? '' : entityColour(type).split(' ')[0]}`}>{type}</bdi>
      )}
    </span>
  ));
}
