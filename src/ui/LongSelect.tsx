import { useState } from 'react';
import { controlLook } from './Field';
import { count } from './format';

/** A list of more choices is slow to draw and to look through: names are typed instead. */
export const MOST_CHOICES = 200;
/** Offered of what is typed. */
const MOST_OFFERED = 20;

export type Choices = readonly (readonly [value: string, title: string])[];

interface LongSelectProps {
  id: string;
  describedBy?: string;
  choices: Choices;
  value: string;
  look: string;
  onChange: (value: string) => void;
}

/** One of very many choices, by its title: taken on Enter and when the field is left. A title that is none of them is put back. */
export function LongSelect({ id, describedBy, choices, value, look, onChange }: LongSelectProps) {
  const current = choices.find(([choice]) => choice === value)?.[1] ?? value;
  const [typed, setTyped] = useState<string>();
  const sought = typed?.trim().toLowerCase();
  const offered = sought ? choices.filter(([, title]) => title.toLowerCase().includes(sought)).slice(0, MOST_OFFERED) : [];
  const take = (entered: string) => {
    const chosen = choices.find(([, title]) => title === entered.trim());
    setTyped(undefined);
    if (chosen && chosen[0] !== value) onChange(chosen[0]);
  };
  return (
    <>
      <input
        id={id}
        dir="auto"
        className={`${controlLook} ${look}`}
        aria-describedby={describedBy}
        list={`${id}-offered`}
        title={`One of ${count(choices.length)}: type its name, then press Enter`}
        value={typed ?? current}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
        }}
        onBlur={({ target }) => take(target.value)}
      />
      <datalist id={`${id}-offered`}>
        {offered.map(([choice, title]) => (
          <option key={choice} value={title} />
        ))}
      </datalist>
    </>
  );
}
