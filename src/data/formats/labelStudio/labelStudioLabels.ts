/** What the controls of Label Studio's labelling interfaces give: a column each. */
import { plural } from '../../../plural';
import type { LabelKind } from '../../labelKinds';
import type { Reading } from '../format';
import type { Fields } from '../json/fields';
import type { Labelled } from './labelStudioTasks';

export interface Control {
  name: string;
  kind: LabelKind;
  /** Whether an annotation without a result of it says that the text has none. */
  noneIsKnown: boolean;
}

type Sort = 'spans' | 'choices' | 'numbers' | 'other';

/** @param texts the text of each task */
export function controlsOf(tasks: Labelled[], { ask }: Reading): { controls: Control[]; others: string[] } {
  const values = new Map<string, Fields[]>();
  for (const { results } of tasks) {
    for (const [name, list] of results ?? []) {
      const known = values.get(name) ?? [];
      for (const value of list) known.push(value);
      values.set(name, known);
    }
  }
  const sorts = [...values].map(([name, list]) => ({ name, sort: sortOf(list) }));
  const controls = sorts.flatMap(({ name, sort }): Control[] => {
    if (sort === 'spans') return [{ name, kind: 'spans', noneIsKnown: true }];
    if (sort === 'numbers') return [{ name, kind: 'numbers', noneIsKnown: false }];
    if (sort !== 'choices') return [];
    const chosen = tasks.flatMap(({ results }) => (results ? [namesIn(results.get(name) ?? [])] : []));
    if (chosen.every((names) => names === undefined || names.length === 1)) return [{ name, kind: 'names', noneIsKnown: false }];
    const missing = chosen.filter((names) => names === undefined).length;
    return [{ name, kind: 'lists', noneIsKnown: missing > 0 && isNone(name, missing, ask) }];
  });
  return { controls, others: sorts.flatMap(({ name, sort }) => (sort === 'other' ? [name] : [])) };
}

function isNone(name: string, missing: number, ask: Reading['ask']): boolean {
  const options = [
    { value: 'unknown', title: 'their class is not known' },
    { value: 'none', title: 'they have none of the classes' },
  ];
  return (
    ask({
      id: `no ${name}`,
      text: `${name}: nothing was chosen for ${plural(missing, 'annotated text')}. What does that mean?`,
      options,
      open: true,
    }) === 'none'
  );
}

function sortOf(values: Fields[]): Sort {
  const some = (test: (value: Fields) => boolean) => values.some(test);
  if (some((value) => spanLabels(value) !== undefined)) return 'spans';
  // Choices about a region are not about the text.
  if (some((value) => value.start !== undefined || value.x !== undefined)) return 'other';
  if (some((value) => Array.isArray(value.choices) || Array.isArray(value.taxonomy))) return 'choices';
  return some((value) => numberIn(value) !== undefined) ? 'numbers' : 'other';
}

const spanLabels = ({ start, labels, hypertextlabels }: Fields) => {
  const names = labels ?? hypertextlabels;
  return start !== undefined && Array.isArray(names) ? (names as unknown[]) : undefined;
};

const numberIn = ({ rating, number }: Fields) => [rating, number].find((value) => typeof value === 'number') as number | undefined;

/** A path in a taxonomy is one name. Undefined where there is no result. */
function namesIn(values: Fields[]): string[] | undefined {
  if (values.length === 0) return undefined;
  const names = values.flatMap(({ choices, taxonomy }) =>
    Array.isArray(choices) ? choices.map(String) : Array.isArray(taxonomy) ? taxonomy.map((path) => [path].flat().join('/')) : [],
  );
  return [...new Set(names)];
}

/** What a control says of a task; undefined where that is not known. */
export function labelOf(task: Labelled, control: Control, text: unknown, faults: { html: number; unlabelled: number }): unknown {
  const { results, unknown } = task;
  if (!results || unknown.includes(control.name)) return undefined;
  const values = results.get(control.name) ?? [];
  if (control.kind === 'spans') return spansIn(values, text, faults);
  if (control.kind === 'numbers') return values.map(numberIn).find((value) => value !== undefined);
  const names = namesIn(values) ?? (control.noneIsKnown ? [] : undefined);
  return control.kind === 'names' ? names?.[0] : names;
}

const MARKUP = /<\/?[a-z][^>]*>|&(#\d+|[a-z]+);/i;

/** Offsets in HTML count its text, which is not what the task has: such spans are left out. */
function spansIn(values: Fields[], text: unknown, faults: { html: number; unlabelled: number }): unknown[] | undefined {
  const before = faults.html;
  const spans = values.flatMap((value) => {
    const places = offsetsIn(value, typeof text === 'string' && MARKUP.test(text));
    if (!places) {
      faults.html++;
      return [];
    }
    const labels = spanLabels(value) ?? [];
    if (labels.length === 0) faults.unlabelled++;
    return labels.map((label) => ({ ...places, label, ...(typeof value.text === 'string' ? { text: value.text } : {}) }));
  });
  // Without all of its spans, a text would count as having none there.
  return faults.html > before ? undefined : spans;
}

function offsetsIn(
  { start, end, startOffset, endOffset, globalOffsets, hypertextlabels }: Fields,
  hasMarkup: boolean,
): { start: number; end: number } | undefined {
  if (typeof start === 'number' && typeof end === 'number' && hypertextlabels === undefined) return { start, end };
  if (hasMarkup) return undefined;
  const global = globalOffsets as { start?: unknown; end?: unknown } | undefined;
  const pairs = [
    [start, end],
    [global?.start, global?.end],
    [startOffset, endOffset],
  ];
  const [from, to] = pairs.find(([from, to]) => typeof from === 'number' && typeof to === 'number') ?? [];
  return typeof from === 'number' && typeof to === 'number' ? { start: from, end: to } : undefined;
}
