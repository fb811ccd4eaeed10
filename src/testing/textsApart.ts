import type { View } from '../tasks/kind';
import type { BatchTexts } from '../train/step/encoderStep';

/** Each example's text of each view by itself, where views lie one behind another. */
export function textsApart(bounds: ReadonlyMap<View, number[]>): BatchTexts {
  const all = [0];
  const of = new Map<View, number[]>();
  for (const [view, [, ...ends]] of bounds) {
    const first = all.length - 1;
    of.set(
      view,
      ends.map((_, i) => first + i),
    );
    all.push(...ends);
  }
  return { bounds: all, of };
}
