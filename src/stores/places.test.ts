import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Places } from './places';

it('finds what a map finds', async () => {
  const distinct = fc.uniqueArray(fc.oneof(fc.string(), fc.integer({ max: 300, min: 0 }).map(String)), { maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(distinct, fc.array(fc.string(), { maxLength: 20 }), async (values, others) => {
      const map = new Map(values.map((value, place) => [value, place]));
      const places = await Places.of(values);
      for (const value of [...values, ...others]) expect(places.get(value)).toBe(map.get(value));
    }),
  );
  expect(Places.NONE.get('')).toBeUndefined();
});
