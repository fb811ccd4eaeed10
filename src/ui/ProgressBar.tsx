interface ProgressBarProps {
  label: string;
  value: number;
  /** Unknown: the bar only says that something goes on. */
  max: number | undefined;
}

export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const share = max ? Math.min(1, value / max) : undefined;
  return (
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
  );
}
