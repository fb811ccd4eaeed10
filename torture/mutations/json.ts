import type { Random } from '../../src/random';
import { below, oneOf } from './draw';

const VALUES: unknown[] = [
  null,
  true,
  0,
  -1,
  1,
  1.5,
  1e9,
  1e300,
  2 ** 53,
  -0.0001,
  '',
  'x',
  '-1',
  '__proto__',
  'constructor',
  'toString',
  '../../up',
  '\ud800',
  [],
  [null],
  [[[]]],
  {},
  { __proto__: null, a: {} },
  JSON.parse('{"__proto__":{"polluted":1}}'),
  'a'.repeat(100_000),
  Array.from({ length: 1000 }, (_, i) => i),
];

interface Place {
  holder: Record<string, unknown>;
  key: string;
}

/** The same value with one to three of its parts replaced, doubled, renamed or gone. */
export function mutatedJson(value: unknown, random: Random): unknown {
  const root = { value: structuredClone(value) };
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const places = placesIn(root);
    if (places.length === 0) break;
    const { holder, key } = oneOf(random, places);
    const kind = below(random, 5);
    if (kind === 0) delete holder[key];
    else if (kind === 1) holder[key] = [holder[key], structuredClone(holder[key])];
    else if (kind === 2 && typeof holder[key] === 'number')
      holder[key] = oneOf(random, [-1, 0.5, 1, 7, 1e6, 2 ** 31]) * (holder[key] as number);
    else if (kind === 3)
      Object.defineProperty(holder, oneOf(random, ['__proto__', 'constructor', 'type', 'x']), {
        value: holder[key],
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else holder[key] = structuredClone(oneOf(random, VALUES));
  }
  return root.value;
}

/** All parts of a value, each by whom it is held; near the root as likely as all those deep below it. */
function placesIn(root: Record<string, unknown>): Place[] {
  const [top, deep]: [Place[], Place[]] = [[], []];
  const walk = (holder: Record<string, unknown>, depth: number) => {
    for (const key of Object.keys(holder)) {
      (depth <= 1 ? top : deep).push({ holder, key });
      const part = holder[key];
      if (typeof part === 'object' && part !== null) walk(part as Record<string, unknown>, depth + 1);
    }
  };
  walk(root, 0);
  const times = Math.max(1, Math.round(deep.length / Math.max(1, top.length)));
  return [...Array.from({ length: times }, () => top).flat(), ...deep];
}
