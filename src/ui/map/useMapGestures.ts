/** Pointers and the wheel on a map: drag, pinch, lasso, click, hover. Places are in CSS pixels from its corner. */
import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';

type Place = readonly [x: number, y: number];

export interface MapGestures {
  /** Whether a drag is a lasso; with Shift it is one in any case. */
  lassoing: boolean;
  onMove: (dx: number, dy: number) => void;
  onZoom: (factor: number, x: number, y: number) => void;
  onPoint: (x: number, y: number) => void;
  onLeave: () => void;
  onClick: (x: number, y: number) => void;
  onLasso: (corners: Place[]) => void;
}

/** A pointer that moved by less was a click. */
const CLICK = 4;
/** Corners of a lasso are so far apart. */
const CORNER = 4;
const WHEEL = 0.0016;

export function useMapGestures(box: RefObject<HTMLElement | null>, gestures: MapGestures) {
  const [lasso, setLasso] = useState<Place[]>([]);
  const pointers = useRef(new Map<number, Place>());
  const began = useRef<{ at: Place; lassoing: boolean; moved: boolean }>(undefined);

  const onWheel = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    const { left, top } = (box.current as HTMLElement).getBoundingClientRect();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
    gestures.onZoom(Math.exp(-pixels * WHEEL * (event.ctrlKey ? 4 : 1)), event.clientX - left, event.clientY - top);
  });
  // React's own listener may not keep the page from scrolling.
  useEffect(() => {
    const element = box.current;
    const listen = (event: WheelEvent) => onWheel(event);
    element?.addEventListener('wheel', listen, { passive: false });
    return () => element?.removeEventListener('wheel', listen);
  }, [box]);

  const placeOf = ({ currentTarget, clientX, clientY }: PointerEvent): Place => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };

  return {
    lasso,
    handlers: {
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const at = placeOf(event);
        pointers.current.set(event.pointerId, at);
        const lassoing = pointers.current.size === 1 && (gestures.lassoing || event.shiftKey);
        began.current = { at, lassoing, moved: pointers.current.size > 1 };
        setLasso(lassoing ? [at] : []);
      },
      onPointerMove(event: PointerEvent) {
        const at = placeOf(event);
        const before = pointers.current.get(event.pointerId);
        const start = began.current;
        if (!before || !start) return gestures.onPoint(...at);
        if (Math.hypot(at[0] - start.at[0], at[1] - start.at[1]) > CLICK) start.moved = true;
        if (!start.moved) return;
        const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
        if (other) pinch(gestures, other, before, at);
        else if (!start.lassoing) gestures.onMove(at[0] - before[0], at[1] - before[1]);
        else {
          const last = lasso.at(-1);
          if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < CORNER) return;
          setLasso([...lasso, at]);
        }
        pointers.current.set(event.pointerId, at);
      },
      onPointerUp(event: PointerEvent) {
        const start = began.current;
        if (!pointers.current.delete(event.pointerId) || !start || pointers.current.size > 0) return;
        began.current = undefined;
        if (!start.moved) gestures.onClick(...placeOf(event));
        else if (start.lassoing && lasso.length > 2) gestures.onLasso(lasso);
        setLasso([]);
      },
      onPointerCancel(event: PointerEvent) {
        pointers.current.delete(event.pointerId);
        began.current = undefined;
        setLasso([]);
      },
      onPointerLeave: () => gestures.onLeave(),
    },
  };
}

/** Two fingers: the one that moved draws the other along, and parts the points. */
function pinch({ onMove, onZoom }: MapGestures, other: Place, before: Place, after: Place): void {
  const apart = (place: Place) => Math.max(1, Math.hypot(place[0] - other[0], place[1] - other[1]));
  const factor = apart(after) / apart(before);
  if (Math.abs(factor - 1) > 1e-3) onZoom(factor, other[0], other[1]);
  else onMove((after[0] - before[0]) / 2, (after[1] - before[1]) / 2);
}
