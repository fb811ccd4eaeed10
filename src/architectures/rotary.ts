/** Rotary position embeddings (Su et al., 2021), in the float32 steps of transformers. */

/** Radians per position of each pair of columns: [head size / 2]. */
const rotaryFrequencies = (headSize: number, base: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: headSize / 2 }, (_, i) => 1 / Math.fround(base ** ((2 * i) / headSize)));

/** Cosines of each pair's angle at every position, then sines: [positions, head size]. @param step from one to the next. Default: 1 */
export function rotaryTurns(positions: number, headSize: number, base: number, step = 1): Float32Array<ArrayBuffer> {
  const frequencies = rotaryFrequencies(headSize, base);
  const half = frequencies.length;
  return Float32Array.from({ length: positions * headSize }, (_, i) => {
    const [position, column] = [step * Math.floor(i / headSize), i % headSize];
    const angle = Math.fround(position * frequencies[column % half]);
    return column < half ? Math.cos(angle) : Math.sin(angle);
  });
}
