import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../Button';
import { useDark } from '../useDark';
import { type Caption, Captions } from './Captions';
import { CanvasPainter } from './canvasPainter';
import { MapMarks } from './MapMarks';
import { PointGrid } from './pointGrid';
import { markOf } from './shapes';
import { useMapGestures } from './useMapGestures';
import { fitted, moved, type Size, type View, zoomed } from './view';

interface PointMapProps {
  /** What it shows, for those who do not see it. */
  label: string;
  /** x and y of every point: [count, 2] */
  points: Float32Array;
  /** Whether they have come to rest: until then all of them are shown as they move. */
  settled: boolean;
  /** The mark of every point, see {@link markOf}; undefined for a point that is hidden. */
  markOfPoint: (row: number) => number | undefined;
  /** Points that stand out; all others are faint. */
  chosen?: ArrayLike<number>;
  /** Points with a ring, the first of them with a thicker one. */
  ringed: readonly number[];
  captions: readonly Caption[];
  /** What is shown of the point under the pointer. */
  tip: (row: number) => ReactNode;
  onHover: (row: number | undefined) => void;
  onSelect: (row: number) => void;
  onLasso: (rows: number[]) => void;
}

const STEP = 40;
const ZOOM = 1.5;
/** How far from a point a pointer may be, in CSS pixels. */
const NEAR = 9;

/** Points on a canvas, to be moved, zoomed, pointed at and lassoed. */
export function PointMap({
  label,
  points,
  settled,
  markOfPoint,
  chosen,
  ringed,
  captions,
  tip,
  onHover,
  onSelect,
  onLasso,
}: PointMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const painter = useRef<CanvasPainter>(undefined);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [own, setView] = useState<View>();
  const [lassoing, setLassoing] = useState(false);
  const [hovered, setHovered] = useState<{ row: number; x: number; y: number }>();
  const dark = useDark();
  const whole = useMemo(() => fitted(points, size), [points, size]);
  const view = (settled && own) || whole;
  const grid = useMemo(() => (settled ? new PointGrid(points) : undefined), [points, settled]);
  const count = points.length / 2;

  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([{ contentRect }]) => setSize({ width: contentRect.width, height: contentRect.height }));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => setView(undefined), [points]);
  useEffect(() => {
    if (!canvas.current) return;
    const made = new CanvasPainter(canvas.current);
    painter.current = made;
    return () => made.end();
  }, []);

  const { styles, styleOf } = useMemo(() => {
    const places = new Map<number, number>();
    const of = new Int16Array(count);
    for (let row = 0; row < count; row++) {
      const mark = markOfPoint(row);
      if (mark !== undefined && !places.has(mark)) places.set(mark, places.size);
      of[row] = mark === undefined ? -1 : (places.get(mark) as number);
    }
    return { styleOf: of, styles: [...places.keys()].map((mark) => ({ ...markOf(mark) })) };
  }, [count, markOfPoint]);
  const isChosen = useMemo(() => {
    if (!chosen) return undefined;
    const mask = new Uint8Array(count);
    for (let i = 0; i < chosen.length; i++) mask[chosen[i]] = 1;
    return mask;
  }, [chosen, count]);

  useEffect(() => {
    const ratio = Math.min(2, devicePixelRatio);
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (!canvas.current || !painter.current || width === 0 || height === 0) return;
    const theme = getComputedStyle(canvas.current);
    painter.current.paint({
      width,
      height,
      ratio,
      points,
      styleOf,
      styles: styles.map(({ colour, shape }) => ({ shape, rgb: rgbOf(theme.getPropertyValue(colour)) })),
      chosen: isChosen,
      view: { scale: view.scale * ratio, left: view.left * ratio, top: view.top * ratio },
      radius: ratio * radiusFor(count),
    });
  }, [points, styleOf, styles, isChosen, view, size, dark, count]);

  const isShown = (row: number) => styleOf[row] >= 0;
  const toMap = (x: number, y: number): [number, number] => [(x - view.left) / view.scale, (y - view.top) / view.scale];
  const pointAt = (x: number, y: number) => grid?.nearest(...toMap(x, y), NEAR / view.scale, isShown);
  const hover = (x: number, y: number) => {
    const row = pointAt(x, y);
    if (row !== hovered?.row) onHover(row);
    setHovered(row === undefined ? undefined : { row, x, y });
  };
  const zoom = (factor: number, x = size.width / 2, y = size.height / 2) => setView(zoomed(view, factor, x, y, whole));
  const { lasso, handlers } = useMapGestures(box, {
    lassoing,
    onMove: (dx, dy) => setView(moved(view, dx, dy)),
    onZoom: zoom,
    onPoint: hover,
    onLeave() {
      onHover(undefined);
      setHovered(undefined);
    },
    onClick(x, y) {
      const row = pointAt(x, y);
      if (row !== undefined) onSelect(row);
    },
    onLasso(corners) {
      setLassoing(false);
      const polygon = corners.flatMap(([x, y]) => toMap(x, y));
      if (grid) onLasso(grid.inside(polygon, isShown));
    },
  });
  const onKeyDown = (event: React.KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => setView(moved(view, STEP, 0)),
      ArrowRight: () => setView(moved(view, -STEP, 0)),
      ArrowUp: () => setView(moved(view, 0, STEP)),
      ArrowDown: () => setView(moved(view, 0, -STEP)),
      '+': () => zoom(ZOOM),
      '=': () => zoom(ZOOM),
      '-': () => zoom(1 / ZOOM),
      '0': () => setView(undefined),
      Escape: () => setLassoing(false),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  };

  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has no keys of its own. */}
      <div
        ref={box}
        role="group"
        aria-label={`${label}. Arrow keys move it, plus and minus zoom, 0 shows all.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved by keys.
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...handlers}
        className={`relative h-[min(65vh,32rem)] touch-none overflow-hidden select-none ${lassoing ? 'cursor-crosshair' : 'cursor-grab active:cursor-grabbing'}`}
      >
        <canvas ref={canvas} className="size-full" />
        <MapMarks {...{ points, view, size, ringed, hovered: hovered?.row, lasso }} />
        {settled && <Captions captions={captions} view={view} size={size} />}
        {hovered && (
          <div
            className="pointer-events-none absolute z-10 max-w-72 rounded-md border border-line-strong bg-panel px-2 py-1 text-sm shadow"
            style={{ left: Math.max(4, Math.min(hovered.x + 12, size.width - 300)), top: Math.min(hovered.y + 14, size.height - 64) }}
          >
            {tip(hovered.row)}
          </div>
        )}
      </div>
      <div className="absolute top-2 right-2 flex gap-1">
        <Button className="h-7 w-7 px-0" aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoom(ZOOM)}>
          +
        </Button>
        <Button className="h-7 w-7 px-0" aria-label="Zoom out" title="Zoom out (−)" onClick={() => zoom(1 / ZOOM)}>
          −
        </Button>
        <Button className="h-7 px-2" title="Show all (0)" onClick={() => setView(undefined)}>
          All
        </Button>
        <Button
          className="h-7 px-2"
          kind={lassoing ? 'primary' : 'plain'}
          aria-pressed={lassoing}
          disabled={!settled}
          title="Draw around points to choose them (or hold Shift)"
          onClick={() => setLassoing(!lassoing)}
        >
          Lasso
        </Button>
      </div>
    </div>
  );
}

/** Of many points each is small. */
const radiusFor = (count: number) => Math.max(1.6, Math.min(5, 9 / count ** 0.16));

/** @param colour as the theme writes it: #rrggbb */
function rgbOf(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.trim().slice(1), 16) || 0;
  return [value >> 16, (value >> 8) & 255, value & 255];
}
