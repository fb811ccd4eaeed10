import { useEffect, useId, useState } from 'react';
import { controlLook } from '../../ui/Field';
import { useProject } from '../stores';

/** Renames the project once Enter is pressed or the field is left; Escape takes the typing back. */
export function ProjectName() {
  const name = useProject(({ current }) => current.name);
  const rename = useProject((state) => state.rename);
  const [typed, setTyped] = useState(name);
  const id = useId();
  useEffect(() => setTyped(name), [name]);
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="font-semibold">
        Name
      </label>
      <input
        id={id}
        dir="auto"
        className={`${controlLook} min-w-0 flex-1`}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => void rename(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void rename(typed);
          if (event.key === 'Escape' && typed !== name) {
            // The first Escape is the field's own, the next one closes the menu.
            event.stopPropagation();
            setTyped(name);
          }
        }}
      />
    </div>
  );
}
