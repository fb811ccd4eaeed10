/** What `toEqual` accepts in place of a value from a fixture: the same, but numbers only to so many decimal places. */
import { expect } from 'vitest';

export function near(value: unknown, digits = 12): unknown {
  if (typeof value === 'number') return expect.closeTo(value, digits);
  if (Array.isArray(value)) return value.map((item) => near(item, digits));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, near(item, digits)]));
}
