/** Counts that are kept up to date, against counts from the beginning and by brute force. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Label } from '../../data/dataset';
import { namesIn } from '../../data/labelSets';
import type { RowMarks } from '../../project/labels';
import type { Edit } from '../../project/steps';
import { inverse, saidAfter, withLabel } from './edits';
import { Marks } from './marks';
import { type Counted, sittingOf, type Tally, tallyAfter, tallyOf } from './tally';

const KEYS = Array.from({ length: 12 }, (_, i) => `key${i}`);
/** The last three are rows of another data set. */
const HERE = KEYS.slice(0, 9);
const COUNTED: Counted = {
  places: new Map(HERE.map((key, i) => [key, i])),
  labelled: new Map([['topic', Uint8Array.from(HERE, (_, i) => i % 2)]]),
};

const label = fc.constantFrom<Label | null | undefined>('a', 'b', null, undefined, ['a', 'b'], [], [{ start: 0, end: 1, label: 'b' }], 3);
const change = fc.record({
  key: fc.constantFrom(...KEYS),
  column: fc.constantFrom('topic', 'other', '__proto__'),
  label,
  by: fc.constantFrom('person' as const, 'suggestion' as const, 'file' as const),
  at: fc.nat(1000),
  suggested: fc.constantFrom('a', ['b'], undefined),
});

/** Without columns of which nothing is counted. */
const known = ({ columns, times, compared }: Tally) => ({
  times,
  // Those of one moment are in any order.
  compared: [...compared]
    .filter(([, labels]) => labels.length > 0)
    .map(([column, labels]) => [column, labels.map(({ at }) => at), labels.map((given) => JSON.stringify(given)).sort()])
    .sort(),
  columns: [...columns].filter(([, { labelled, given }]) => labelled !== 0 || given > 0).sort(),
});

it('counts after every edit, and after it is taken back, what counting from the beginning finds', () => {
  fc.assert(
    fc.property(fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { maxLength: 15 }), (steps) => {
      let marks: ReadonlyMap<string, RowMarks> = new Map();
      let tally = tallyOf(COUNTED, marks);
      const done: { edit: Edit; before: Map<string, RowMarks> }[] = [];
      const perform = (edit: Edit) => {
        marks = Marks.of(marks).with(saidAfter(edit));
        tally = tallyAfter(tally, COUNTED, edit.rows);
        expect(known(tally)).toEqual(known(tallyOf(COUNTED, new Map(marks))));
        expect(marks.size).toBe([...marks].length);
      };
      for (const step of steps) {
        const byKey = new Map(step.map((each) => [each.key, each]));
        const rows = [...byKey.values()].map(({ key, column, label, by, at, suggested }) => {
          const before = marks.get(key);
          return { key, before, after: withLabel(before, [column, label, suggested], by, at) };
        });
        const edit = { what: 'x', rows, position: 0 };
        done.push({ edit, before: new Map(marks) });
        perform(edit);
      }
      for (const { edit, before } of done.reverse()) {
        perform(inverse(edit));
        expect(new Map(marks)).toEqual(before);
      }
    }),
    { numRuns: 50 },
  );
});

it('counts rows with labels, and names, as a loop over all rows does', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const marks = new Map<string, RowMarks>();
      for (const { key, column, label, by, at } of changes) marks.set(key, withLabel(marks.get(key), [column, label], by, at));
      const { columns, times } = tallyOf(COUNTED, marks);
      const given = HERE.map((key) => marks.get(key)?.labels?.topic);
      const has = given.filter((each, i) => (each ? each.label !== null : i % 2 === 1)).length;
      expect(columns.get('topic')?.labelled).toBe(has);
      const names = given.flatMap((each) => (each && each.by !== 'file' ? namesIn(each.label ?? undefined) : []));
      expect(columns.get('topic')?.names.get('b') ?? 0).toBe(names.filter((name) => name === 'b').length);
      expect(times).toEqual([...times].sort((x, y) => x - y));
    }),
  );
});

it('a map of marks is a map: what it was made of stays as it was', () => {
  const key = fc.string({ maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(key, fc.option(fc.nat(9), { nil: undefined })))), (steps) => {
      let marks = Marks.of(new Map());
      const reference = new Map<string, RowMarks>();
      const versions: [Marks, Map<string, RowMarks>][] = [];
      for (const step of steps) {
        const changes = step.map(([name, value]) => [name, value === undefined ? undefined : { comment: String(value) }] as const);
        marks = marks.with(changes);
        for (const [name, said] of changes) {
          if (said) reference.set(name, said);
          else reference.delete(name);
        }
        versions.push([marks, new Map(reference)]);
      }
      for (const [version, expected] of versions) {
        expect(new Map(version)).toEqual(expected);
        expect(version.size).toBe(expected.size);
        for (const name of expected.keys()) expect(version.get(name)).toEqual(expected.get(name));
      }
    }),
  );
});

it('a sitting begins after a pause of half an hour', () => {
  const minutes = (...at: number[]) => ({ columns: new Map(), compared: new Map(), times: at.map((minute) => minute * 60_000) });
  expect(sittingOf(minutes(), 0)).toBeUndefined();
  expect(sittingOf(minutes(0, 1), 32 * 60_000)).toBeUndefined();
  expect(sittingOf(minutes(0, 40, 45, 50), 60 * 60_000)).toEqual({ labels: 3, seconds: 1200, perHour: 9 });
  expect(sittingOf(minutes(10), 10.5 * 60_000)).toEqual({ labels: 1, seconds: 30 });
});
