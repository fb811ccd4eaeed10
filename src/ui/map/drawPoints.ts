/** Draws points into pixels by itself: a canvas takes as long for one shape as this for ten. */
import { maskOf, type Shape } from './shapes';
import type { View } from './view';

export interface PointStyle {
  /** Red, green and blue, in [0, 255]. */
  rgb: readonly [number, number, number];
  shape: Shape;
}

export interface Drawing {
  /** x and y of every point: [count, 2] */
  points: Float32Array;
  /** Which of `styles` each has; −1 is not drawn. */
  styleOf: ArrayLike<number>;
  styles: readonly PointStyle[];
  /** Points that stand out, 1 each: all others are drawn faintly, below them. */
  chosen?: Uint8Array;
  /** In pixels of the image, like the radius. */
  view: View;
  radius: number;
}

const [FULL, FAINT] = [0.85, 0.14];
/** Points drawn at once: what takes a few milliseconds, however large they are. */
const AT_ONCE = 2048;

/** In steps, between which others may have their turn. @param image without anything in it */
export function* drawPoints(
  { data, width, height }: ImageData,
  { points, styleOf, styles, chosen, view, radius }: Drawing,
): Generator<void, void> {
  const masks = styles.map(({ shape }) => pixelsOf(shape, radius));
  const draw = function* (alpha: number, wanted: 0 | 1) {
    for (let row = 0; row < styleOf.length; row++) {
      if (row % AT_ONCE === AT_ONCE - 1) yield;
      const style = styleOf[row];
      if (style < 0 || (chosen && chosen[row] !== wanted)) continue;
      const { dx, dy, cover } = masks[style];
      const { rgb } = styles[style];
      const left = Math.round(points[2 * row] * view.scale + view.left);
      const top = Math.round(points[2 * row + 1] * view.scale + view.top);
      for (let at = 0; at < cover.length; at++) {
        const x = left + dx[at];
        const y = top + dy[at];
        if (x >= 0 && y >= 0 && x < width && y < height) blend(data, 4 * (y * width + x), rgb, alpha * cover[at]);
      }
    }
  };
  if (chosen) yield* draw(FAINT, 0);
  yield* draw(FULL, 1);
}

/** Those that a shape covers, from its centre. */
function pixelsOf(shape: Shape, radius: number): { dx: Int8Array; dy: Int8Array; cover: Float32Array } {
  const { reach, cover } = maskOf(shape, radius);
  const side = 2 * reach + 1;
  const covered = [...cover.keys()].filter((at) => cover[at] > 0);
  return {
    dx: Int8Array.from(covered, (at) => (at % side) - reach),
    dy: Int8Array.from(covered, (at) => Math.floor(at / side) - reach),
    cover: Float32Array.from(covered, (at) => cover[at]),
  };
}

/** Source over destination, of colours that are not premultiplied. */
function blend(data: Uint8ClampedArray, at: number, rgb: readonly [number, number, number], alpha: number): void {
  const below = (data[at + 3] / 255) * (1 - alpha);
  const all = alpha + below;
  for (let c = 0; c < 3; c++) data[at + c] = (rgb[c] * alpha + data[at + c] * below) / all;
  data[at + 3] = 255 * all;
}
