/** Similarity to colour: from the panel's ground at 0 to the accent at 1, evenly in between. */
type Rgb = [number, number, number];

const LIGHT: Rgb[] = [
  [244, 245, 248],
  [176, 186, 240],
  [92, 108, 222],
  [37, 44, 120],
];
const DARK: Rgb[] = [
  [32, 35, 42],
  [58, 66, 122],
  [112, 124, 226],
  [214, 219, 255],
];

/** Where a value lies between two others: 0 at the first, 1 at the last, and 1 where they are the same. */
export const shareOf = (value: number, low: number, high: number): number => (high > low ? (value - low) / (high - low) : 1);

/** @param value in [0, 1]; what is beyond looks like the end */
export function similarityColour(value: number, dark: boolean): Rgb {
  const stops = dark ? DARK : LIGHT;
  const position = Math.max(0, Math.min(1, value)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(position));
  const share = position - index;
  const [from, to] = [stops[index], stops[index + 1]];
  return [0, 1, 2].map((channel) => Math.round(from[channel] + (to[channel] - from[channel]) * share)) as Rgb;
}

export const cssColour = ([r, g, b]: Rgb) => `rgb(${r} ${g} ${b})`;
