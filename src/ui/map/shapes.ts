/** Shapes that tell points apart where colours do not. Each says whether a place is in it, the centre at 0, the edge about 1 away. */
export const SHAPES = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const;
export type Shape = (typeof SHAPES)[number];

const HOLDS: Record<Shape, (x: number, y: number) => boolean> = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= 0.86,
  triangle: (x, y) => y <= 0.8 && Math.abs(x) <= (y + 1.15) * 0.58,
  diamond: (x, y) => Math.abs(x) + Math.abs(y) <= 1.2,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= 0.36 && Math.max(Math.abs(x), Math.abs(y)) <= 1.1,
};

/** The same as paths around 0, for legends. */
export const PATHS: Record<Shape, string> = {
  circle: 'M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z',
  square: 'M-.86 -.86H.86V.86H-.86Z',
  triangle: 'M0 -1.15L1.13 .8H-1.13Z',
  diamond: 'M0 -1.2L1.2 0L0 1.2L-1.2 0Z',
  cross: 'M-.36 -1.1H.36V-.36H1.1V.36H.36V1.1H-.36V.36H-1.1V-.36H-.36Z',
};

/** How many colours the theme has for points: `--point-1` and so on. */
const COLOURS = 7;

/** Neighbours in a list differ in both, and thirty-five are all different. @param index counted from 0; below that a point without a name */
export const markOf = (index: number): { colour: string; shape: Shape } =>
  index < 0
    ? { colour: '--point-none', shape: 'circle' }
    : { colour: `--point-${(index % COLOURS) + 1}`, shape: SHAPES[index % SHAPES.length] };

const SAMPLES = 4;

/** How much of each pixel a shape covers, in [0, 1]: [2 · reach + 1, 2 · reach + 1], its centre in the middle. */
export function maskOf(shape: Shape, radius: number): { reach: number; cover: Float32Array } {
  const reach = Math.ceil(1.2 * radius);
  const width = 2 * reach + 1;
  const cover = new Float32Array(width * width);
  for (let at = 0; at < cover.length; at++) {
    for (let s = 0; s < SAMPLES * SAMPLES; s++) {
      const x = (at % width) - reach - 0.5 + ((s % SAMPLES) + 0.5) / SAMPLES;
      const y = Math.floor(at / width) - reach - 0.5 + (Math.floor(s / SAMPLES) + 0.5) / SAMPLES;
      if (HOLDS[shape](x / radius, y / radius)) cover[at] += 1 / (SAMPLES * SAMPLES);
    }
  }
  return { reach, cover };
}
