/** Small signs, drawn: not every machine has a font with them. */
const STROKES = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round', strokeLinejoin: 'round' } as const;
const STAR = 'M6 .9 7.6 4.3 11.3 4.7 8.5 7.2 9.3 10.9 6 9 2.7 10.9 3.5 7.2 .7 4.7 4.4 4.3Z';

const SIGNS = {
  star: <path d={STAR} />,
  starOutline: <path d={STAR} {...STROKES} strokeWidth={1} />,
  dot: <circle cx="6" cy="6" r="4" />,
  ring: <circle cx="6" cy="6" r="3.5" {...STROKES} strokeWidth={1.2} />,
  up: <path d="M6 10.5V1.5M2.5 5 6 1.5 9.5 5" {...STROKES} />,
  down: <path d="M6 1.5V10.5M2.5 7 6 10.5 9.5 7" {...STROKES} />,
  left: <path d="M10.5 6H1.5M5 2.5 1.5 6 5 9.5" {...STROKES} />,
  right: <path d="M1.5 6H10.5M7 2.5 10.5 6 7 9.5" {...STROKES} />,
  more: <path d="M2.5 4.5h7L6 9Z" />,
  check: <path d="M2 6.5 4.8 9.5 10 2.8" {...STROKES} />,
  cross: <path d="M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5" {...STROKES} />,
};

interface IconProps {
  name: keyof typeof SIGNS;
  /** What it says to screen readers. Default: nothing, as words beside it say it. */
  label?: string;
}

export function Icon({ name, label }: IconProps) {
  return (
    <>
      <svg viewBox="0 0 12 12" className="inline-block size-[0.85em] shrink-0 align-[-0.05em]" fill="currentColor" aria-hidden="true">
        {SIGNS[name]}
      </svg>
      {label && <span className="sr-only">{label}</span>}
    </>
  );
}

/** Which way a column is sorted: beside its name. */
export function SortSign({ sort }: { sort: 'ascending' | 'descending' | undefined }) {
  return (
    sort && (
      <>
        {' '}
        <Icon name={sort === 'ascending' ? 'up' : 'down'} />
      </>
    )
  );
}
