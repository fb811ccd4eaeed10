import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RowMarks } from '../../project/labels';
import { Marks } from './marks';

const changes = fc.array(fc.tuple(fc.nat(60), fc.boolean()), { maxLength: 80 });
const asMarks = (list: [number, boolean][]) =>
  list.map(([row, isSaid], at): [string, RowMarks | undefined] => [`row ${row}`, isSaid ? { comment: String(at) } : undefined]);

it('tells what was said since another time', () => {
  fc.assert(
    fc.property(changes, changes, (first, second) => {
      const before = Marks.NONE.with(asMarks(first));
      const after = before.with(asMarks(second));
      const found = [...after.since(before)];
      expect(new Map(before.with(found))).toEqual(new Map(after));
      for (const [key, said] of found) expect(before.get(key)).not.toBe(said);
    }),
  );
});
