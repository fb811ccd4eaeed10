import type { TokenView } from '../tasks/answers';

const VIEWS: { view: TokenView; name: string }[] = [
  { view: 'entities', name: 'Entities' },
  { view: 'tokens', name: 'Tokens' },
];

export function ViewSwitch({ view, onChange }: { view: TokenView; onChange: (view: TokenView) => void }) {
  return (
    <fieldset className="flex rounded-md border border-line-strong p-0.5">
      <legend className="sr-only">What to mark in the text</legend>
      {VIEWS.map(({ view: value, name }) => (
        <label
          key={value}
          className={`cursor-pointer rounded px-2.5 py-0.5 has-focus-visible:outline-2 has-focus-visible:outline-accent ${view === value ? 'bg-accent-soft font-medium' : 'text-muted'}`}
        >
          <input type="radio" name="token-view" className="sr-only" checked={view === value} onChange={() => onChange(value)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
