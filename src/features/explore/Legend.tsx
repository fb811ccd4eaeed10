import { Button } from '../../ui/Button';
import { count } from '../../ui/format';
import { markOf, PATHS } from '../../ui/map/shapes';
import { useExplore } from '../stores';
import { useColouring } from './useColouring';

/** What colours and shapes stand for, with a switch that hides each. */
export function Legend() {
  const { colouring } = useColouring();
  const rows = useExplore((state) => state.count);
  const hidden = useExplore((state) => state.hidden);
  const toggle = useExplore((state) => state.toggle);
  const choose = useExplore((state) => state.choose);
  if (!colouring) return null;
  const { names, of, title } = colouring;
  const counts = new Map<number, number>();
  for (let row = 0; row < rows; row++) counts.set(of[row] ?? -1, (counts.get(of[row] ?? -1) ?? 0) + 1);
  const places = [...names.keys(), -1].filter((place) => counts.has(place));
  const nameOf = (place: number) => names[place] ?? 'no name';
  return (
    <fieldset className="border-t border-line px-3 py-2">
      <legend className="sr-only">{title}: what is shown</legend>
      <ul className="flex max-h-40 flex-wrap gap-x-3 gap-y-1 overflow-y-auto">
        {places.map((place) => (
          <li key={place} className="flex max-w-full min-w-0 items-center gap-1">
            <label className="flex min-h-[24px] min-w-0 cursor-pointer items-center gap-1.5">
              <input type="checkbox" checked={!hidden.has(place)} onChange={() => toggle(place)} aria-label={`Show ${nameOf(place)}`} />
              <Mark index={place} />
              <bdi className="truncate" title={nameOf(place)}>
                {nameOf(place)}
              </bdi>
            </label>
            <Button
              kind="quiet"
              className="h-6 px-1 tabular-nums"
              aria-label={`Choose the ${count(counts.get(place) ?? 0)} sentences of ${nameOf(place)}`}
              title="Choose these sentences"
              onClick={() => choose(nameOf(place), rowsOf(of, rows, place))}
            >
              {count(counts.get(place) ?? 0)}
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Mark({ index }: { index: number }) {
  const { colour, shape } = markOf(index);
  return (
    <svg aria-hidden="true" viewBox="-1.3 -1.3 2.6 2.6" className="size-3.5 shrink-0" style={{ fill: `var(${colour})` }}>
      <path d={PATHS[shape]} />
    </svg>
  );
}

function rowsOf(of: Int32Array, rows: number, place: number): number[] {
  const found: number[] = [];
  for (let row = 0; row < rows; row++) if ((of[row] ?? -1) === place) found.push(row);
  return found;
}
