import type { Roles } from '../../data/columns';
import { Button } from '../../ui/Button';
import { LongList } from '../../ui/LongList';

interface LabelColumnsProps {
  fields: string[];
  roles: Roles;
  isDefault: boolean;
  /** @param labels undefined: as they are recognised */
  onChange: (labels: string[] | undefined) => void;
}

/** Which columns hold labels: any that plays no other part. */
export function LabelColumns({ fields, roles: { labels = [], ...others }, isDefault, onChange }: LabelColumnsProps) {
  const taken = new Set(Object.values(others));
  const chosen = new Set(labels);
  const free = fields.filter((field) => !taken.has(field));
  if (free.length === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">Label columns</legend>
      <div className="flex min-h-8 items-center gap-2">
        <span aria-hidden="true" className={`flex-1 ${isDefault ? '' : 'font-medium'}`}>
          Labels
        </span>
        <Button
          kind="quiet"
          className="h-7 px-1.5"
          disabled={isDefault}
          onClick={() => onChange(undefined)}
          aria-label="Reset Labels"
          title="Reset"
        >
          ↺
        </Button>
      </div>
      <LongList items={free} nameOf={(field) => field} thing="column">
        {(shown) => (
          <ul className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-auto pr-8">
            {shown.map((field) => (
              <li key={field} className="min-w-0">
                <label className="flex cursor-pointer items-center gap-1.5">
                  <input
                    type="checkbox"
                    className="shrink-0 accent-accent"
                    checked={chosen.has(field)}
                    // In the order of the file, whatever was clicked first.
                    onChange={({ target }) =>
                      onChange(fields.filter((each) => (each === field ? target.checked : chosen.has(each) && !taken.has(each))))
                    }
                  />
                  <bdi className="min-w-0 break-words">{field}</bdi>
                </label>
              </li>
            ))}
          </ul>
        )}
      </LongList>
      <p className="pt-1 pr-8 text-xs text-muted">What is learned. An empty cell is unknown, not a class.</p>
    </fieldset>
  );
}
