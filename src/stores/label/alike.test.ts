/** Many rows at once, and names that change, against what one does row by row. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Label, Span } from '../../data/dataset';
import { finderOf } from '../../data/occurrences';
import type { LabelTask, RowMarks } from '../../project/labels';
import type { FoundRow } from '../../workers/protocol';
import { changesOf, planClass, planEntities } from './alike';
import { inverse, labelOf, saidAfter, withLabel } from './edits';
import { Marks } from './marks';
import { renamed, renameInRows, renameInTasks, withGone } from './names';

const row = (key: string, text: string, phrase: string, label?: Label): FoundRow => ({
  index: 0,
  key,
  excerpt: text,
  from: 0,
  found: finderOf({ phrase, wholeWords: true, matchCase: true })(text),
  ...(label === undefined ? {} : { label }),
});

it('gives a class to rows without one, and to others where that is asked for', () => {
  const rows = [row('1', 'x', 'x'), row('2', 'x', 'x', 'b'), row('3', 'x', 'x', 'a'), row('4', 'x', 'x', 'a')];
  const marks = new Map([['4', withLabel(undefined, ['topic', null], 'person', 1)]]);
  const topic = { column: 'topic', values: 'names' } as const;
  const plan = planClass(topic, 'a', rows, marks, false);
  expect(plan.changes.map(({ row: { key }, label }) => [key, label])).toEqual([
    ['1', 'a'],
    ['4', 'a'],
  ]);
  expect(plan.leftOut.map(({ row: { key }, why }) => [key, why])).toEqual([['2', 'it is labelled as b']]);
  expect(plan.already).toBe(1);
  expect(planClass(topic, 'a', rows, marks, true).changes).toHaveLength(3);
  const several = planClass(
    { column: 'topics', values: 'lists' },
    'a',
    [row('1', 'x', 'x', ['b']), row('2', 'x', 'x', [])],
    new Map(),
    false,
  );
  expect(several.changes.map(({ label }) => label)).toEqual([['b', 'a'], ['a']]);
});

it('marks every occurrence that overlaps nothing, and says of the others why not', () => {
  const span = (start: number, end: number, label: string): Span => ({ start, end, label });
  const rows = [
    row('1', 'Paris met Paris', 'Paris'),
    row('2', 'Paris Hilton in Paris', 'Paris', [span(0, 12, 'person')]),
    row('3', 'Paris', 'Paris', [span(0, 5, 'person')]),
    row('4', 'Paris', 'Paris', [span(0, 5, 'place')]),
  ];
  const plan = planEntities({ column: 'entities', values: 'spans' }, 'place', rows, new Map());
  expect(plan.changes.map(({ row: { key }, label, isFirst }) => [key, label, isFirst])).toEqual([
    ['1', [span(0, 5, 'place'), span(10, 15, 'place')], true],
    ['2', [span(0, 12, 'person'), span(16, 21, 'place')], false],
  ]);
  expect(plan.leftOut.map(({ why }) => why)).toEqual(['it overlaps “Paris Hilton” (person)', 'it is marked as person']);
  expect(plan.already).toBe(1);
});

const NAMES = ['a', 'b', 'c'];
const name = fc.constantFrom(...NAMES);
const KEYS = ['k1', 'k2', 'k3', 'k4'];
const values = {
  names: name,
  lists: fc.uniqueArray(name),
  spans: fc
    .uniqueArray(fc.tuple(fc.nat(5), name), { selector: ([at]) => at })
    .map((spans) => spans.map(([at, label]) => ({ start: at, end: at + 1, label }))),
};

/** By the definition: every name of a label is looked up. */
function byHand(label: Label | undefined, from: string, to: string | undefined): unknown {
  if (label === undefined) return undefined;
  if (typeof label === 'string') return label === from ? to : label;
  const named = (label as (string | Span)[]).map((item) =>
    typeof item === 'string' ? (item === from ? to : item) : { ...item, label: item.label === from ? to : item.label },
  );
  const kept = named.filter((item) => item !== undefined && (typeof item === 'string' || item.label !== undefined));
  return typeof kept[0] === 'string' ? [...new Set(kept)] : kept;
}

it('changes a name in every row, of files and of persons, and takes it back as it was', () => {
  for (const kind of ['names', 'lists', 'spans'] as const) {
    const label = values[kind] as fc.Arbitrary<Label>;
    fc.assert(
      fc.property(
        fc.array(fc.option(label, { nil: undefined }), { minLength: 4, maxLength: 4 }),
        fc.array(fc.option(fc.option(label, { nil: null }), { nil: undefined }), { minLength: 4, maxLength: 4 }),
        name,
        fc.option(fc.constantFrom('b', 'new'), { nil: undefined }),
        (files, given, from, to) => {
          const marks = new Map<string, RowMarks>();
          for (const [i, each] of given.entries())
            if (each !== undefined) marks.set(KEYS[i], withLabel(undefined, ['x', each], 'person', i));
          const shown = (all: ReadonlyMap<string, RowMarks>) =>
            KEYS.map((key, i) => labelOf(all.get(key), files[i] === undefined ? {} : { x: files[i] }, 'x'));
          const change = { column: 'x', name: from, ...(to === undefined ? {} : { to }) };
          const inFiles = files.flatMap((each, i) =>
            each !== undefined && JSON.stringify(each).includes(`"${from}"`) ? [row(KEYS[i], '', '', each)] : [],
          );
          const edit = { what: '', position: 0, rows: renameInRows(change, inFiles, marks, 99) };
          const after = Marks.of(marks).with(saidAfter(edit));
          expect(shown(after)).toEqual(shown(marks).map((each) => byHand(each, from, to)));
          expect(new Map(Marks.of(after).with(saidAfter(inverse(edit))))).toEqual(marks);
          for (const { after: said } of edit.rows) expect(said?.labels?.x.at === 99).toBe(said?.labels?.x.by === 'file');
        },
      ),
      { numRuns: 60 },
    );
  }
});

it('a name that is gone is not offered, and the others stay where they were', () => {
  const task = { column: 'x', task: 'x', values: 'names', names: ['c', 'a', 'b'] } as const;
  const shown = { ...task, names: [...task.names] };
  expect(renameInTasks([], shown, { column: 'x', name: 'a', to: 'z' }).after).toEqual([
    { column: 'x', values: 'names', names: ['c', 'z', 'b'], gone: ['a'] },
  ]);
  const merged = renameInTasks([{ column: 'y', values: 'names', names: [] }], shown, { column: 'x', name: 'a', to: 'b' });
  expect(merged.after[1]).toEqual({ column: 'x', values: 'names', names: ['c', 'b'], gone: ['a'] });
  expect(merged.before[1]).toEqual({ column: 'x', values: 'names', names: ['c', 'a', 'b'] });
  expect(renamed(['a', 'b'], { column: 'x', name: 'a', to: 'b' })).toEqual(['b']);
  expect(changesOf({ changes: [], already: 0, leftOut: [] }, 'x', new Map(), 1)).toEqual([]);
});

it('names that came and went are not offered, whichever change is taken back', () => {
  const shown = (names: string[]) => ({ column: 'x', task: 'x', values: 'names', names }) as const;
  const merge = renameInTasks([], { ...shown(['S', 's']) }, { column: 'x', name: 'S', to: 's' });
  const rename = renameInTasks(merge.after, { ...shown(['s']) }, { column: 'x', name: 's', to: 'g' });
  // The data set learned of "g" in between, and of nothing else.
  let tasks: LabelTask[] = rename.after.map(({ gone: _, ...task }) => task);
  tasks = withGone(tasks, rename.before);
  tasks = withGone(tasks, merge.before);
  expect(tasks).toEqual([{ column: 'x', values: 'names', names: ['S', 's'], gone: ['g'] }]);
  tasks = withGone(withGone(tasks, merge.after), rename.after);
  expect(tasks[0].names).toEqual(['g']);
  expect(new Set(tasks[0].gone)).toEqual(new Set(['S', 's']));
});
