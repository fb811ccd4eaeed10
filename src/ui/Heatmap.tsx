/** Similarities as a square of colours, drawn on a canvas; the arrow keys walk its cells. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { cssColour, shareOf, similarityColour } from './similarityColour';

interface HeatmapProps {
  /** What the values are: Cosine similarity. */
  name: string;
  /** [n, n], row-major. */
  values: Float32Array;
  /** The values of the first and of the last colour. */
  range: [low: number, high: number];
  size: number;
  /** The sentence of a row, for the readout. */
  label: (index: number) => string;
  selected: number | undefined;
  onSelect: (row: number) => void;
  /** Colours depend on it. */
  dark: boolean;
}

const MOVES: Record<string, [number, number]> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function Heatmap({ name, values, range: [low, high], size, label, selected, onSelect, dark }: HeatmapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cell, setCell] = useState<[number, number]>();

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(size, size);
    for (let i = 0; i < size * size; i++) image.data.set([...similarityColour(shareOf(values[i], low, high), dark), 255], i * 4);
    context.putImageData(image, 0, 0);
  }, [values, low, high, size, dark]);

  const at = (event: PointerEvent<HTMLElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = (offset: number, extent: number) => Math.max(0, Math.min(size - 1, Math.floor((offset / extent) * size)));
    return [index(event.clientY - box.top, box.height), index(event.clientX - box.left, box.width)];
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const [row, column] = cell ?? [0, 0];
    const move = MOVES[event.key];
    if (move) setCell([Math.max(0, Math.min(size - 1, row + move[0])), Math.max(0, Math.min(size - 1, column + move[1]))]);
    else if (event.key === 'Enter' || event.key === ' ') onSelect(row);
    else return;
    event.preventDefault();
  };

  return (
    <div className="flex flex-col gap-2 p-3">
      <div
        role="application"
        aria-label={`${name} of ${size} sentences. Arrow keys move, Enter selects the row.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys need something to be focused.
        tabIndex={0}
        className="relative aspect-square w-full max-w-96 self-center overflow-hidden rounded"
        onKeyDown={onKeyDown}
        onFocus={() => setCell((current) => current ?? [0, 0])}
        onPointerMove={(event) => setCell(at(event))}
        onPointerLeave={() => setCell(undefined)}
        onClick={() => cell && onSelect(cell[0])}
      >
        <canvas ref={canvas} width={size} height={size} className="h-full w-full [image-rendering:pixelated]" />
        {selected !== undefined && selected < size && (
          <div
            className="pointer-events-none absolute inset-x-0 border-y-2 border-accent"
            style={{ top: `${(selected / size) * 100}%`, height: `${100 / size}%` }}
          />
        )}
        {cell && (
          <div
            className="pointer-events-none absolute border-2 border-text"
            style={{
              top: `${(cell[0] / size) * 100}%`,
              left: `${(cell[1] / size) * 100}%`,
              width: `${100 / size}%`,
              height: `${100 / size}%`,
            }}
          />
        )}
      </div>
      <Legend low={low} high={high} dark={dark} />
      <p aria-live="polite" className="min-h-14 text-sm">
        {cell && cell[0] < size && cell[1] < size ? (
          <>
            <strong className="tabular-nums">{values[cell[0] * size + cell[1]].toFixed(3)}</strong>
            <span className="block truncate text-muted">
              {cell[0] + 1}. <bdi>{label(cell[0])}</bdi>
            </span>
            <span className="block truncate text-muted">
              {cell[1] + 1}. <bdi>{label(cell[1])}</bdi>
            </span>
          </>
        ) : (
          <span className="text-muted">Point at a cell to read it; click to select its row.</span>
        )}
      </p>
    </div>
  );
}

function Legend({ low, high, dark }: { low: number; high: number; dark: boolean }) {
  const stops = Array.from({ length: 9 }, (_, i) => cssColour(similarityColour(i / 8, dark)));
  return (
    <div className="flex items-center gap-2 self-center text-xs text-muted" aria-hidden="true">
      <span>≤ {inLegend(low)}</span>
      <span
        className="h-2 w-40 forced-color-adjust-none rounded-full"
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
      />
      <span>{inLegend(high)}</span>
    </div>
  );
}

const inLegend = (value: number) => String(Number(value.toPrecision(3)));
