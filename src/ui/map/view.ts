/** Where a map's points are on the screen: x · scale + left, y · scale + top, in CSS pixels. */
export interface View {
  scale: number;
  left: number;
  top: number;
}

export interface Size {
  width: number;
  height: number;
}

const MARGIN = 28;
const MOST_ZOOM = 500;

/** All points, in the middle. @param points x and y of each: [count, 2] */
export function fitted(points: Float32Array, { width, height }: Size): View {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < points.length; at += 2) {
    left = Math.min(left, points[at]);
    right = Math.max(right, points[at]);
    top = Math.min(top, points[at + 1]);
    bottom = Math.max(bottom, points[at + 1]);
  }
  if (points.length === 0) return { scale: 1, left: 0, top: 0 };
  const [across, down] = [Math.max(right - left, 1e-6), Math.max(bottom - top, 1e-6)];
  const scale = Math.max(1e-3, Math.min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / down));
  return { scale, left: width / 2 - (scale * (left + right)) / 2, top: height / 2 - (scale * (top + bottom)) / 2 };
}

/** What is at this place stays there. @param whole the view that shows everything, which bounds how far one zooms */
export function zoomed(view: View, factor: number, x: number, y: number, whole: View): View {
  const scale = Math.min(MOST_ZOOM * whole.scale, Math.max(whole.scale / 2, view.scale * factor));
  const by = scale / view.scale;
  return { scale, left: x - by * (x - view.left), top: y - by * (y - view.top) };
}

export const moved = ({ scale, left, top }: View, dx: number, dy: number): View => ({ scale, left: left + dx, top: top + dy });
