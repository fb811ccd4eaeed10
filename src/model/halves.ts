/** float32 as IEEE 754 binary16 and back: half the bytes, eleven significant bits. */

/** Of all 65,536 bit patterns, made when they are first needed. */
let table: Float32Array | undefined;

/** Rounded to the nearest, ties to even; what is beyond ±65504 becomes that. */
export function toHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) halves[i] = halfOf(bits[i]);
  return halves;
}

export function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
  table ??= Float32Array.from({ length: 1 << 16 }, (_, bits) => halfToFloat(bits));
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = table[halves[i]];
  return values;
}

const LARGEST = 0x7bff;

/** @param bits of a float32 */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent === 143 && fraction !== 0) return 0x7e00;
  if (exponent >= 31) return sign | LARGEST;
  // Below the normal numbers the leading one is written out, and shifted down with the rest.
  const shift = exponent > 0 ? 13 : 14 - exponent;
  if (shift > 24) return sign;
  const whole = exponent > 0 ? (exponent << 23) | fraction : fraction | 0x800000;
  const half = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  const rounded = half + Number(rest > tie || (rest === tie && (half & 1) === 1));
  return sign | Math.min(rounded, LARGEST);
}

/** @param bits of one half */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
