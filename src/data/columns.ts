/** Which column of a table or field of a record plays which part. */
import { columnNamed, isLabelName, isRowName, pairOf } from './columnNames';
import { parseTags, tokenCount } from './formats/shared/values';
import { findLabels, type LeftOut } from './labelCandidates';
import { isName, kindOf, knownValue } from './labelKinds';
import type { Ask } from './questions';
import type { Records } from './records';
import { isCellTag } from './tagNotations';
import { isProse, namedText, unnamedTexts } from './textColumns';

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
  const readable = () => free().filter((column) => !isRowName(column));
  take('text', () => pair?.[0] ?? namedText(readable(), known, ask));
  take('other', () => (roles.text === pair?.[0] ? pair?.[1] : undefined));
  take('tokens', () => columnNamed(free(), 'tokens').find((column) => known(column).every(isWords)));
  take('tags', () => columnNamed(free(), 'tags').find(isTags));
  // Tags of the words of the text itself, one per piece between blanks.
  const ownTags =
    roles.text === undefined || roles.tokens !== undefined
      ? undefined
      : free().find((column) => areOwnTags(sample(column), sample(roles.text ?? '')));
  if (ownTags !== undefined && given.tokens === undefined) {
    roles.tokens = roles.text;
    take('tags', () => ownTags);
  }
  take('spans', () => columnNamed(free(), 'spans').find((column) => areSpans(known(column))));
  take('split', () => columnNamed(free(), 'split').find((column) => records.values(column).some((value) => isSplit(String(value)))));
  if (roles.text !== undefined && roles.tags === undefined && given.tokens === undefined) delete roles.tokens;
  if (roles.text === undefined && roles.tokens === undefined) {
    const texts = readable().filter((column) => !isLabelName(column));
    const [text, other] = unnamedTexts(texts.length > 0 ? texts : free(), known, ask, given.other === undefined);
    take('text', () => text);
    take('other', () => other);
  }
  const { labels, leftOut } = given.labels
    ? { labels: given.labels.filter((column) => column !== ''), leftOut: [] }
    : findLabels(free(), records, { pairs: roles.other !== undefined, tokens: roles.tokens });
  if (given.labels) return { roles: { ...roles, labels }, leftOut };
  const named = new Set([...labels, ...leftOut.map(({ column }) => column)]);
  const texts = readable().filter((column) => !named.has(column) && isProse(known(column)));
  const why = 'it holds texts, but others are read';
  return { roles: { ...roles, labels }, leftOut: [...leftOut, ...texts.map((column) => ({ column, why }))] };
}

const isWords = (value: unknown) => typeof value === 'string' || (Array.isArray(value) && value.every(isName));

/** Lists beside tokens, or text that looks like tags; under "labels" there must be one per token. */
function areTags(tags: unknown[], tokens: unknown[], name: string): boolean {
  const known = tags.filter((value) => value !== undefined);
  const parallel = tags.some((value, i) => value !== undefined && tokenCount(value) === tokenCount(tokens[i]));
  const alike = known.some((value) => Array.isArray(value) || TAG.test(String(value)));
  return known.every(isWords) && (known.length === 0 || parallel || (alike && !/^labels$/i.test(name)));
}

function areOwnTags(tags: unknown[], texts: unknown[]): boolean {
  const pairs = tags.flatMap((value, i) => (value === undefined ? [] : [[parseTags(value), texts[i]] as const]));
  return (
    pairs.length > 1 &&
    pairs.every(
      ([list, text]) =>
        // In this order: a long text is only cut into words where all else speaks for tags.
        list?.every(isCellTag) && typeof text === 'string' && list.length === text.trim().split(/\s+/).length,
    ) &&
    pairs.some(([list]) => list?.some((tag) => tag !== 'O'))
  );
}

/** Lists that are not of strings, or what should have been JSON. */
function areSpans(known: unknown[]): boolean {
  const nested = known.filter((value) => typeof value === 'object' || /^[[{]/.test(String(value)));
  const filled = nested.filter((value) => !Array.isArray(value) || value.length > 0);
  const kind = kindOf(filled);
  return (known.length === 0 || nested.length > 0) && kind !== 'lists' && kind !== 'answers';
}
