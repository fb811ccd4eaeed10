interface SegmentsProps<T extends string> {
  /** What is chosen, for screen readers. */
  legend: string;
  name: string;
  choices: readonly (readonly [value: T, title: string])[];
  value: T;
  onChange: (value: T) => void;
}

/** A choice between two or three views. */
export function Segments<T extends string>({ legend, name, choices, value, onChange }: SegmentsProps<T>) {
  return (
    <fieldset className="flex flex-wrap rounded-md border border-line-strong p-0.5">
      <legend className="sr-only">{legend}</legend>
      {choices.map(([choice, title]) => (
        <label
          key={choice}
          className={`cursor-pointer rounded px-2.5 py-0.5 whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:outline-accent ${value === choice ? 'bg-accent-soft font-medium' : 'text-muted'}`}
        >
          <input type="radio" name={name} className="sr-only" checked={value === choice} onChange={() => onChange(choice)} />
          {title}
        </label>
      ))}
    </fieldset>
  );
}
