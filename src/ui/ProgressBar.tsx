interface ProgressBarProps {
  label: string;
  value: number;
  /** Unknown: the bar only says that something goes on. */
  max: number | undefined;
}

export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const share = max ? Math.min(1, value / max) : undefined;
  return (
    <>
      {/* Bars are silent: what is spoken are their quarters. */}
      <span role="status" className="sr-only">
        {share !== undefined && share >= 0.25 && `${label}: ${Math.floor(share * 4) * 25} %`}
      </span>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={max ? value : undefined}
        className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={`h-full rounded-full bg-accent ${share === undefined ? 'w-1/3 animate-pulse' : ''}`}
          style={share === undefined ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </>
  );
}
