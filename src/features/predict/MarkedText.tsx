import { percent } from '../../ui/format';

interface Mark {
  label: string;
  start: number;
  end: number;
  score: number;
}

interface MarkedTextProps {
  text: string;
  /** In order and without overlap; offsets are UTF-16 indices into the text. */
  marks: Mark[];
  /** Writes each mark's label behind it; otherwise it is told on hover and to screen readers. */
  showLabels: boolean;
}

const COLOURS: Record<string, string> = { PER: 'text-per border-per', ORG: 'text-org border-org', LOC: 'text-loc border-loc' };
const typeOf = (label: string) => label.replace(/^[BI]-/, '');

/** The text as it stands, with stretches of it marked. */
export function MarkedText({ text, marks, showLabels }: MarkedTextProps) {
  let at = 0;
  const parts = marks.flatMap((mark, index) => {
    const before = text.slice(at, mark.start);
    at = mark.end;
    const colour = COLOURS[typeOf(mark.label)] ?? 'text-muted border-line-strong';
    const title = `${mark.label} · ${percent(mark.score)} · characters ${mark.start}–${mark.end}`;
    return [
      before,
      <mark
        key={`${mark.start}`}
        title={title}
        className={`rounded-sm border-b-2 px-0.5 text-text ${colour} ${showLabels || index % 2 ? 'bg-sunken' : 'bg-accent-soft'}`}
      >
        {text.slice(mark.start, mark.end)}
        {showLabels ? (
          <span className={`ml-1 align-middle text-[0.65rem] font-semibold ${colour}`}>{mark.label}</span>
        ) : (
          <span className="sr-only"> ({mark.label}) </span>
        )}
      </mark>,
    ];
  });
  return (
    <p className="leading-loose break-words whitespace-pre-wrap">
      {parts}
      {text.slice(at)}
    </p>
  );
}

/** What the colours mean. */
export function MarkLegend() {
  return (
    <p className="flex gap-3 text-xs font-semibold">
      {Object.entries(COLOURS).map(([label, colour]) => (
        <span key={label} className={`border-b-2 ${colour}`}>
          {label}
        </span>
      ))}
    </p>
  );
}
