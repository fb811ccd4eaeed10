/**
 * What Hugging Face data sets say of their columns, in the metadata of Parquet, in dataset_info.json, or on the card
 * (YAML at the head of README.md): names of classes that are numbers in the data, and lists of records kept column by column.
 */
import { type Fields, isObject } from '../json/fields';
import { toSpan } from '../shared/values';

export type Feature =
  | { kind: 'value' }
  | { kind: 'classes'; names: string[] }
  | { kind: 'list'; of: Feature }
  | { kind: 'struct'; fields: Map<string, Feature> };

export type Features = Map<string, Feature>;

const VALUE: Feature = { kind: 'value' };

/** The form of the metadata of Parquet and of dataset_info.json. */
export function featuresOfJson(features: unknown): Features {
  return new Map(isObject(features) ? Object.entries(features).map(([name, feature]) => [name, ofJson(feature)]) : []);
}

function ofJson(feature: unknown): Feature {
  if (Array.isArray(feature)) return { kind: 'list', of: ofJson(feature[0]) };
  if (!isObject(feature)) return VALUE;
  if (feature._type === 'ClassLabel') return classes(feature.names);
  if (typeof feature._type === 'string')
    return isObject(feature.feature) || Array.isArray(feature.feature) ? { kind: 'list', of: ofJson(feature.feature) } : VALUE;
  return { kind: 'struct', fields: featuresOfJson(feature) };
}

/** The form of cards: a list of fields, each with its name and what it is. */
export function featuresOfCard(features: unknown): Features {
  const fields = Array.isArray(features) ? features.filter(isObject) : [];
  return new Map(fields.filter(({ name }) => typeof name === 'string').map((field) => [String(field.name), ofCard(field)]));
}

function ofCard(field: unknown): Feature {
  if (Array.isArray(field)) return { kind: 'struct', fields: featuresOfCard(field) };
  if (!isObject(field)) return VALUE;
  const list = field.sequence ?? field.list ?? field.large_list;
  if (list !== undefined) return { kind: 'list', of: ofCard(list) };
  if (field.struct !== undefined) return ofCard(field.struct);
  if (isObject(field.class_label)) return classes(field.class_label.names);
  return isObject(field.dtype) ? ofCard(field.dtype) : VALUE;
}

/** A list, or an object with numbers for keys. */
function classes(names: unknown): Feature {
  const list: unknown[] = [];
  if (Array.isArray(names)) list.push(...names);
  else if (isObject(names)) for (const [number, name] of Object.entries(names)) list[Number(number)] = name;
  const known = Array.from(list, (name) => (typeof name === 'boolean' || typeof name === 'number' ? String(name) : name));
  return known.length > 0 && known.every((name) => typeof name === 'string') ? { kind: 'classes', names: known } : VALUE;
}

/** The names of classes anywhere in a feature. */
export function namesIn(feature: Feature): string[] | undefined {
  if (feature.kind === 'classes') return feature.names;
  if (feature.kind === 'list') return namesIn(feature.of);
  if (feature.kind !== 'struct') return undefined;
  return [...feature.fields.values()].map(namesIn).find((names) => names !== undefined);
}

export interface Naming {
  /** Whether texts of digits are numbers, as in a table of separated values. */
  digits: boolean;
  /** Called for a number that has no name. */
  odd(): void;
}

/**
 * The value with names for numbers, and records in place of columns of them. -1 is no class: undefined, or null in a list.
 */
export function applyFeature(value: unknown, feature: Feature, naming: Naming): unknown {
  if (value === undefined || value === null) return value;
  switch (feature.kind) {
    case 'value':
      return value;
    case 'classes':
      return className(value, feature.names, naming);
    case 'list': {
      const list = Array.isArray(value) ? (value as unknown[]) : recordsOf(value);
      return list?.map((item) => applyFeature(item, feature.of, naming) ?? null) ?? value;
    }
    case 'struct':
      if (!isObject(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, field]) => [name, applyFeature(field, feature.fields.get(name) ?? VALUE, naming)]),
      );
  }
}

function className(value: unknown, names: string[], { digits, odd }: Naming): unknown {
  const number =
    typeof value === 'number'
      ? value
      : digits && typeof value === 'string' && /^-?\d+(\.0)?$/.test(value.trim())
        ? Number(value)
        : undefined;
  if (number === undefined) return value;
  if (number === -1) return undefined;
  const name = names[number];
  if (name === undefined) odd();
  return name;
}

/** `{ start: [1, 9], end: [3, 12] }` to a record per place; answers stay as they are, as that is how they are known. */
export function recordsOf(value: unknown): Fields[] | undefined {
  if (!isObject(value) || 'answer_start' in value) return undefined;
  const entries = Object.entries(value);
  const lists = entries.map(([, list]) => list);
  const [first] = lists;
  if (!Array.isArray(first) || !lists.every((list) => Array.isArray(list) && list.length === first.length)) return undefined;
  return first.map((_, i) => Object.fromEntries(entries.map(([name, list]) => [name, (list as unknown[])[i]])));
}

/** Whether columns of records are spans, in files that do not say what they are. */
export const areSpanColumns = (records: Fields[] | undefined): records is Fields[] =>
  records !== undefined && records.length > 0 && records.every((record) => toSpan(record) !== undefined);
