/** spaCy's `cats`: a number per class. Of classes that a text does not name, nothing is known. */
import { plural } from '../../../plural';
import { type Fields, isObject } from '../json/fields';

/** From here on a class is given. */
const GIVEN = 0.5;

/**
 * A class or classes per record: one name each where every record has exactly one, otherwise lists.
 *
 * @param everywhere of all files, over which this is settled
 */
export function classesOfCats(
  cats: unknown[],
  everywhere: unknown[],
  report: (line: undefined, message: string, severity: 'warning') => void,
): { classes: (string | string[] | undefined)[]; kind: 'names' | 'lists' } {
  const all = cats.map(toCats);
  const known = all.filter((own) => own !== undefined);
  const others = everywhere.map(toCats).filter((own) => own !== undefined);
  const names = new Set(others.flatMap((own) => [...own.keys()]));
  const given = (own: Map<string, number>) => [...own].flatMap(([name, value]) => (value >= GIVEN ? [name] : []));
  const between = known.filter((own) => [...own.values()].some((value) => value !== 0 && value !== 1)).length;
  if (between > 0)
    report(
      undefined,
      `${plural(between, 'text has', 'texts have')} classes with numbers other than 0 and 1; a class with ${GIVEN} or more counts as true`,
      'warning',
    );
  const one = others.every((own) => given(own).length === 1);
  if (one) return { classes: all.map((own) => own && given(own)[0]), kind: 'names' };
  const partial = known.filter((own) => own.size < names.size).length;
  if (partial > 0)
    report(undefined, `${plural(partial, 'text leaves', 'texts leave')} some of the classes open; these count as false`, 'warning');
  return { classes: all.map((own) => own && given(own)), kind: 'lists' };
}

/** `{ A: 1, B: 0 }`, or `[{ label: "A", value: 1 }]` of version 2. */
function toCats(value: unknown): Map<string, number> | undefined {
  const entries = Array.isArray(value)
    ? (value as unknown[]).filter(isObject).map(({ label, value: number }): [unknown, unknown] => [label, number])
    : isObject(value)
      ? Object.entries(value)
      : [];
  const numbers = entries
    .map(([name, number]): [string, number] => [String(name), Number(number)])
    .filter(([, number]) => Number.isFinite(number));
  return numbers.length > 0 ? new Map(numbers) : undefined;
}

export const hasCats = ({ cats }: Fields): boolean => toCats(cats) !== undefined;
