import { type RefObject, useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import { flushSync } from 'react-dom';
import { RowHeights } from './rowHeights';

interface Options {
  count: number;
  /** The box that scrolls. */
  scroller: RefObject<HTMLElement | null>;
  /** Of a row, in pixels; of rows that are measured, what most of them have. */
  height: number;
  /** Rows drawn above and below those in sight. */
  overscan: number;
  /** Where a row stands. Default: as they are numbered. */
  placeOf?: (row: number) => number;
  /** How far down one was when the list was last seen, in pixels. */
  initialOffset?: () => number;
}

export interface RowsInSight {
  /** Drawn are the rows from here… */
  from: number;
  /** …to before here. */
  to: number;
  /** The places of those that are drawn. */
  places: number[];
  /** Pixels above a row. */
  startOf(place: number): number;
  /** Of all rows together, in pixels. */
  height: number;
  /** The `ref` of rows that may be of another height; each has its number as `data-row`. */
  measure(element: HTMLElement | null): undefined | (() => void);
  /** Scrolls no further than it has to. */
  scrollTo(place: number): void;
}

/** The rows of a long list that are drawn. What it costs depends on those in sight, not on how many there are. */
export function useRowsInSight({ count, scroller, height, overscan, placeOf, initialOffset }: Options): RowsInSight {
  const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
  const measured = useRef(new Map<number, number>());
  const heights = useMemo(() => {
    const made = new RowHeights(count, height);
    for (const [row, tall] of measured.current) {
      const place = placeOf ? placeOf(row) : row;
      if (place < count) made.set(place, tall);
    }
    return made;
  }, [count, height, placeOf]);
  const box = useRef({ top: initialOffset?.() ?? 0, view: 0 });
  const range = useRef({ from: 0, to: 0 });
  const elements = useRef(new Set<HTMLElement>());
  /** The place that was scrolled to, until its rows are drawn and measured. */
  const wanted = useRef<number>(undefined);

  const sight = () => {
    const { top, view } = box.current;
    const { from, to } = range.current;
    if (count === 0 || view === 0) return to === 0 ? range.current : { from: 0, to: 0 };
    const [first, last] = [heights.at(top), heights.at(top + view)];
    // What is drawn stays drawn while there is enough of it on either side.
    const spare = overscan >> 1;
    if (
      (from === 0 || first - from >= spare) &&
      (to === count || to - last > spare) &&
      to <= count &&
      to - from <= last - first + 4 * overscan
    )
      return range.current;
    return { from: Math.max(0, first - overscan), to: Math.min(count, last + 1 + overscan) };
  };
  range.current = sight();

  const show = (place: number) => {
    const element = scroller.current;
    if (!element) return;
    const [start, tall] = [heights.startOf(place), heights.of(place)];
    const { top, view } = box.current;
    const next = start < top || tall > view ? start : start + tall > top + view ? start + tall - view : top;
    if (next === top) return;
    element.scrollTop = next;
    box.current = { top: element.scrollTop, view };
  };

  /** @returns whether rows are of other heights than was thought */
  const measureRows = () => {
    let above = 0;
    let changed = false;
    const { top } = box.current;
    for (const element of elements.current) {
      const row = Number(element.dataset.row);
      const place = placeOf ? placeOf(row) : row;
      // One that is on its way out, or hidden with all the list.
      const tall = element.offsetHeight;
      if (place >= count || tall === 0) continue;
      measured.current.set(row, tall);
      const isAbove = heights.startOf(place) < top;
      const grown = heights.set(place, tall);
      if (grown === 0) continue;
      changed = true;
      if (isAbove) above += grown;
    }
    // What is in sight stays where it is.
    if (above !== 0 && scroller.current) {
      scroller.current.scrollTop = top + above;
      box.current.top = scroller.current.scrollTop;
    }
    return changed;
  };
  const now = useRef({ sight, measureRows });
  now.current = { sight, measureRows };

  const observers = useMemo(() => {
    const drawOthers = (sync: boolean) => {
      if (now.current.sight() === range.current) return;
      if (sync) flushSync(draw);
      else draw();
    };
    const onScroll = ({ currentTarget }: Event) => {
      box.current.top = (currentTarget as HTMLElement).scrollTop;
      drawOthers(true);
    };
    const ofBox = new ResizeObserver(([{ target }]) => {
      const { clientHeight } = target as HTMLElement;
      if (clientHeight === box.current.view) return;
      box.current.view = clientHeight;
      drawOthers(false);
    });
    const ofRows = new ResizeObserver(() => {
      if (now.current.measureRows()) draw();
    });
    return { onScroll, ofBox, ofRows };
  }, []);

  const attached = useRef<HTMLElement>(null);
  // The box may come and go while the list stays.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (attached.current !== element) {
      attached.current?.removeEventListener('scroll', observers.onScroll);
      observers.ofBox.disconnect();
      attached.current = element;
      if (element) {
        element.addEventListener('scroll', observers.onScroll, { passive: true });
        observers.ofBox.observe(element);
        if (box.current.top > 0) element.scrollTop = box.current.top;
        box.current = { top: element.scrollTop, view: element.clientHeight };
        draw();
        return;
      }
    }
    const changed = elements.current.size > 0 && measureRows();
    if (wanted.current !== undefined) {
      const isDrawn = wanted.current >= range.current.from && wanted.current < range.current.to;
      show(wanted.current);
      if (isDrawn && !changed) wanted.current = undefined;
    }
    if (changed || sight() !== range.current) draw();
  });
  useLayoutEffect(
    () => () => {
      attached.current?.removeEventListener('scroll', observers.onScroll);
      attached.current = null;
      observers.ofBox.disconnect();
      observers.ofRows.disconnect();
    },
    [observers],
  );

  const measure = useMemo(
    () => (element: HTMLElement | null) => {
      if (!element) return undefined;
      elements.current.add(element);
      observers.ofRows.observe(element);
      return () => {
        elements.current.delete(element);
        observers.ofRows.unobserve(element);
      };
    },
    [observers],
  );
  const scrollTo = (place: number) => {
    const { from, to } = range.current;
    if (place < from || place >= to) wanted.current = place;
    show(place);
    if (sight() !== range.current) draw();
  };
  const { from, to } = range.current;
  const places = Array.from({ length: to - from }, (_, i) => from + i);
  return { from, to, places, startOf: (place) => heights.startOf(place), height: heights.total, measure, scrollTo };
}
