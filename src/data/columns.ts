/** Which column of a table or field of a record plays which part. */
import { columnNamed, isLabelName, isRowName, lesserTextColumns, pairOf, textColumns } from './columnNames';
import { tokenCount } from './formats/values';
import { findLabels, type LeftOut } from './labelCandidates';
import { isName, kindOf, knownValue, toNumber } from './labelKinds';
import type { Ask } from './questions';
import type { Records } from './records';

export const ROLES = ['text', 'other', 'tokens', 'tags', 'spans', 'split', 'labels'] as const;
export type Role = (typeof ROLES)[number];
/** The column of each role, by its name; '' for none. Any number of columns are labels. */
export type Roles = Partial<Record<Exclude<Role, 'labels'>, string>> & { labels?: string[] };

/** Rows looked at to tell what a column without a telling name holds. */
const SAMPLE = 50;
const TAG = /(^|\s)(O|[BIESLUMW]-\S+)(\s|$)/;

/**
 * @param given by a person: they win
 * @param isSplit whether a value names a split
 * @returns `leftOut`: columns that would be labels but for their values
 */
export function recogniseRoles(
  records: Records,
  given: Roles,
  isSplit: (value: string) => boolean,
  ask: Ask,
): { roles: Roles & { labels: string[] }; leftOut: LeftOut[] } {
  const { columns } = records;
  const sample = (column: string) => records.values(column).slice(0, SAMPLE).map(knownValue);
  const known = (column: string) => sample(column).filter((value) => value !== undefined);
  const roles: Roles = {};
  const taken = new Set<string>(given.labels);
  for (const role of ROLES) if (role !== 'labels' && given[role]) taken.add(given[role]);
  const free = () => columns.filter((column) => !taken.has(column));
  const take = (role: Exclude<Role, 'labels'>, found: () => string | undefined) => {
    const column = given[role] ?? found();
    if (column === undefined || column === '') return;
    roles[role] = column;
    taken.add(column);
  };
  // A list of strings under "labels" may be tags; without tokens it cannot.
  const isTags = (column: string) => roles.tokens !== undefined && areTags(sample(column), sample(roles.tokens), column);

  const pair = pairOf(columns.filter((column) => !taken.has(column) || column === given.text || column === given.other));
  take(
    'text',
    () =>
      pair?.[0] ??
      namedText(
        free().filter((column) => !isRowName(column)),
        known,
        ask,
      ),
  );
  take('other', () => (roles.text === pair?.[0] ? pair?.[1] : undefined));
  take('tokens', () => columnNamed(free(), 'tokens').find((column) => known(column).every(isWords)));
  take('tags', () => columnNamed(free(), 'tags').find(isTags));
  take('spans', () => columnNamed(free(), 'spans').find((column) => areSpans(known(column))));
  take('split', () => columnNamed(free(), 'split').find((column) => records.values(column).some((value) => isSplit(String(value)))));
  if (roles.text !== undefined && roles.tags === undefined && given.tokens === undefined) delete roles.tokens;
  if (roles.text === undefined && roles.tokens === undefined) {
    const texts = free().filter((column) => !isLabelName(column));
    const two = given.other === undefined ? scoredPair(texts, known) : undefined;
    take('text', () => two?.[0] ?? longest(texts, known));
    if (two) take('other', () => two[1]);
  }
  const { labels, leftOut } = given.labels
    ? { labels: given.labels.filter((column) => column !== ''), leftOut: [] }
    : findLabels(free(), records, { pairs: roles.other !== undefined, tokens: roles.tokens });
  return { roles: { ...roles, labels }, leftOut };
}

/** The column that is called so; asks under the id `text` where others may be meant. */
function namedText(columns: string[], known: (column: string) => unknown[], ask: Ask): string | undefined {
  const named = textColumns(columns);
  const lesser = lesserTextColumns(columns);
  if (named.length + lesser.length === 0) return undefined;
  const prose = columns.filter((column) => !isLabelName(column) && isProse(known(column)));
  // A title stands beside something longer, whatever that is called.
  const longer = named.length === 0 ? longest([...new Set([...lesser, ...prose])], known) : undefined;
  const likely = longer ?? named.find((column) => isProse(known(column))) ?? named[0] ?? lesser[0];
  const others = [...new Set([...named, ...lesser, ...prose])].filter(
    (column) => column !== likely && known(column).every((value) => typeof value === 'string'),
  );
  if (others.length === 0) return likely;
  return ask({
    id: 'text',
    text: 'The text is in the column',
    options: [likely, ...others].map((column) => ({ value: column, title: column })),
    open: longer !== undefined || named.length > 1,
  });
}

/** Texts, most of which come once, rather than names. */
function isProse(values: unknown[]): boolean {
  const strings = values.filter((value) => typeof value === 'string');
  const several = strings.filter((value) => /\S\s+\S/.test(value)).length;
  return (
    strings.length > 0 && strings.length === values.length && several >= strings.length / 2 && new Set(strings).size > strings.length / 2
  );
}

const isWords = (value: unknown) => typeof value === 'string' || (Array.isArray(value) && value.every(isName));

/** Lists beside tokens, or text that looks like tags; under "labels" there must be one per token. */
function areTags(tags: unknown[], tokens: unknown[], name: string): boolean {
  const known = tags.filter((value) => value !== undefined);
  const parallel = tags.some((value, i) => value !== undefined && tokenCount(value) === tokenCount(tokens[i]));
  const alike = known.some((value) => Array.isArray(value) || TAG.test(String(value)));
  return known.every(isWords) && (known.length === 0 || parallel || (alike && !/^labels$/i.test(name)));
}

/** Lists that are not of strings, or what should have been JSON. */
function areSpans(known: unknown[]): boolean {
  const nested = known.filter((value) => typeof value === 'object' || /^[[{]/.test(String(value)));
  const filled = nested.filter((value) => !Array.isArray(value) || value.length > 0);
  const kind = kindOf(filled);
  return (known.length === 0 || nested.length > 0) && kind !== 'lists' && kind !== 'answers';
}

/** Two columns of texts beside one of measured numbers: pairs with a score. */
function scoredPair(columns: string[], known: (column: string) => unknown[]): [string, string] | undefined {
  const texts = columns.filter((column) => {
    const values = known(column);
    return values.every((value) => Number.isNaN(toNumber(value))) && meanLength(values) >= 10 && new Set(values).size > values.length / 2;
  });
  const scored = columns.some((column) => {
    const values = known(column).map(toNumber);
    return values.some((value) => !Number.isInteger(value)) && !values.some(Number.isNaN);
  });
  return texts.length === 2 && scored ? [texts[0], texts[1]] : undefined;
}

function longest(columns: string[], known: (column: string) => unknown[]): string | undefined {
  const lengths = columns.map((column) => meanLength(known(column).filter(isName)));
  return columns[lengths.reduce((best, length, i) => (length > lengths[best] ? i : best), 0)];
}

const meanLength = (values: unknown[]) => values.reduce<number>((sum, value) => sum + String(value).length, 0) / Math.max(1, values.length);
