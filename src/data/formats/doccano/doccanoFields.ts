/** By what doccano's records are known, and which of their fields hold labels. */
import { isName } from '../../labelKinds';
import { type Fields, isObject } from '../json/fields';
import { extraFields } from '../shared/extraFields';
import { toSpan } from '../shared/values';

/** Fields that doccano puts beside a text and its labels. */
const OWN = ['Comments', 'comments', 'annotation_approver', 'document_md5_checksum'];
export const LABELS = ['label', 'labels', 'entities', 'cats', 'annotations'];

export function isDoccano(records: unknown[]): boolean {
  if (
    records.length === 0 ||
    !records.every((record) => isObject(record) && (typeof record.text === 'string' || typeof record.data === 'string'))
  )
    return false;
  const all = records as Fields[];
  if (all.some(({ tokens, words }) => Array.isArray(tokens) || Array.isArray(words))) return false;
  const lists = all.flatMap((record) =>
    LABELS.filter((name) => Array.isArray(record[name])).map((name) => ({ name, list: record[name] as unknown[] })),
  );
  if (lists.length === 0) return false;
  if (
    all.some(
      (record) =>
        OWN.some((name) => Object.hasOwn(record, name)) &&
        (Array.isArray(record.Comments ?? record.comments) || 'annotation_approver' in record),
    )
  )
    return true;
  // Early versions say whose label it is.
  if (all.some(({ annotations }) => Array.isArray(annotations) && annotations.some((item) => isObject(item) && item.user !== undefined)))
    return true;
  // Other files have such lists too, and more labels beside them.
  if (extraFields(all, [...LABELS, 'text', 'data']).names.length > 0) return false;
  const items = lists.flatMap(({ name, list }) => list.map((item) => ({ name, item })));
  if (items.some(({ item }) => isObject(item) && Number.isInteger(item.start_offset) && Number.isInteger(item.end_offset))) return true;
  const spans = items.filter(({ item }) => isTriple(item));
  if (spans.length > 0)
    return spans.every(({ name }) => name === 'label' || name === 'labels') || all.some(({ cats }) => Array.isArray(cats));
  const isListed = ({ id, label }: Fields) => id !== undefined && (label === undefined || Array.isArray(label));
  return all.every(isListed) && all.some(({ label }) => label !== undefined) && items.every(({ item }) => typeof item === 'string');
}

export interface LabelField {
  name: string;
  sort: 'spans' | 'classes';
}

export function fieldsOfDoccano(records: Fields[]): LabelField[] {
  return LABELS.flatMap((name): LabelField[] => {
    const lists = records.map((record) => listOf(record[name])).filter((list) => list !== undefined);
    if (lists.length === 0) return [];
    const items = lists.flat();
    const isSpans = items.length === 0 ? name === 'entities' : items.some((item) => toSpan(item) !== undefined);
    return [{ name, sort: isSpans ? 'spans' : 'classes' }];
  });
}

/** A field's labels; undefined where it has none. One by itself is a list of one. */
export function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  return isName(value) && value !== '' ? [value] : undefined;
}

/** The types of a text's relations. */
export function relationsIn({ relations }: Fields): string[] {
  return Array.isArray(relations) ? relations.map((relation: unknown) => (isObject(relation) ? String(relation.type) : '?')) : [];
}

const isTriple = (item: unknown) =>
  Array.isArray(item) && item.length >= 3 && Number.isInteger(item[0]) && Number.isInteger(item[1]) && isName(item[2]);
