import type { Size, View } from './view';

/** Words at a place of a map. */
export interface Caption {
  text: string;
  x: number;
  y: number;
}

/** About what a caption takes, in CSS pixels. */
const [CHARACTER, LINE, WIDEST] = [6.4, 18, 190];

/** Those that do not cover one before them, and are in sight. */
export function Captions({ captions, view, size }: { captions: readonly Caption[]; view: View; size: Size }) {
  const taken: { x: number; y: number; width: number }[] = [];
  for (const { text, x, y } of captions) {
    const place = { x: x * view.scale + view.left, y: y * view.scale + view.top, width: Math.min(WIDEST, CHARACTER * text.length + 8) };
    if (place.x < 0 || place.y < 0 || place.x > size.width || place.y > size.height) continue;
    const covers = taken.some(
      (other) => Math.abs(other.y - place.y) < LINE && Math.abs(other.x - place.x) < (other.width + place.width) / 2,
    );
    if (!covers) taken.push(Object.assign(place, { text }));
  }
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden text-xs font-medium">
      {(taken as ((typeof taken)[number] & { text: string })[]).map(({ x, y, text }) => (
        <span
          key={text}
          dir="auto"
          className="absolute max-w-[190px] -translate-x-1/2 -translate-y-1/2 truncate rounded bg-panel/80 px-1"
          style={{ left: x, top: y }}
        >
          {text}
        </span>
      ))}
    </div>
  );
}
