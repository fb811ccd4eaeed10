import type { Random } from '../../src/random';
import { below, oneOf } from './draw';

const HOSTILE = ['__proto__', 'constructor', '\ud800', '\0', '"', '\n\n', '[[[[', '{"', '\ufeff', 'NaN', '-1', '1e999', '\u202e', '\\u'];
const encoder = new TextEncoder();

/** Bits that flip, parts that go, come twice or come from elsewhere; up to four of these. */
export function mutatedBytes(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let changed = bytes.slice();
  for (let left = 1 + below(random, 4); left > 0; left--) changed = changes[below(random, changes.length)](changed, random);
  return changed;
}

const changes: ((bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>)[] = [
  (bytes, random) => {
    if (bytes.length > 0) bytes[below(random, bytes.length)] ^= 1 << below(random, 8);
    return bytes;
  },
  (bytes, random) => bytes.slice(0, below(random, bytes.length + 1)),
  (bytes, random) => {
    const at = below(random, bytes.length + 1);
    return spliced(bytes, at, Math.min(bytes.length, at + 1 + below(random, 40)), new Uint8Array());
  },
  (bytes, random) => {
    const at = below(random, bytes.length + 1);
    return spliced(bytes, at, at, encoder.encode(oneOf(random, HOSTILE)));
  },
  (bytes, random) => {
    const at = below(random, bytes.length + 1);
    return spliced(bytes, at, at, bytes.slice(at, at + 1 + below(random, 200)));
  },
  (bytes, random) => bytes.fill(random.next() < 0.5 ? 0 : 255, below(random, bytes.length + 1), below(random, bytes.length + 1)),
];

function spliced(bytes: Uint8Array, from: number, to: number, insert: Uint8Array): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(bytes.length - (to - from) + insert.length);
  changed.set(bytes.subarray(0, from));
  changed.set(insert, from);
  changed.set(bytes.subarray(to), from + insert.length);
  return changed;
}
