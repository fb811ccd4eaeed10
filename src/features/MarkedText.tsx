import { entityColour } from '../ui/entityColour';
import { percent } from '../ui/format';

export interface Mark {
  label: string;
  start: number;
  end: number;
  /** Absent where a person said so. */
  score?: number;
}

interface MarkedTextProps {
  text: string;
  /** In order and without overlap; offsets are UTF-16 indices into the text. */
  marks: Mark[];
  /** Writes each mark's label behind it; otherwise it is shown on hover and read by screen readers. */
  showLabels: boolean;
  /** By a model, for a person to accept. Default: no. */
  areSuggested?: boolean;
}

/** The text as it stands, with stretches of it marked. */
export function MarkedText({ text, marks, showLabels, areSuggested = false }: MarkedTextProps) {
  let at = 0;
  const parts = marks.flatMap((mark, index) => {
    const before = text.slice(at, mark.start);
    at = mark.end;
    const colour = entityColour(mark.label);
    const score = mark.score === undefined ? '' : ` · ${percent(mark.score)}`;
    return [
      before,
      <mark
        key={`${mark.start}`}
        title={`${mark.label}${areSuggested ? ', suggested' : ''}${score} · characters ${mark.start}–${mark.end}`}
        // So that its label stands beside it, whichever way the text runs.
        className={`rounded-sm border-b-2 ${areSuggested ? 'border-dashed' : ''} px-0.5 text-text [unicode-bidi:isolate] ${colour} ${showLabels || index % 2 ? 'bg-sunken' : 'bg-accent-soft'}`}
      >
        {text.slice(mark.start, mark.end)}
        {showLabels ? (
          <bdi className={`ms-1 align-middle text-[0.65rem] font-semibold ${colour}`}>{mark.label}</bdi>
        ) : (
          <span className="sr-only"> ({mark.label}) </span>
        )}
      </mark>,
    ];
  });
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}

/** What the colours mean. */
export function MarkLegend({ types }: { types: string[] }) {
  return (
    <p className="flex flex-wrap gap-x-3 text-xs font-semibold">
      {types.map((type) => (
        <span key={type} className={`border-b-2 ${entityColour(type)}`}>
          {type}
        </span>
      ))}
    </p>
  );
}
