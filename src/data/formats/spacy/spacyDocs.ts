/** The forms in which spaCy's data stand in JSON, as texts with what is known of them. */

import { isRowName } from '../../columnNames';
import type { SourceFile } from '../../records';
import { spansOfTags, toIob2 } from '../../tagSchemes';
import { placeTokens } from '../../words';
import { type Fields, isObject } from '../json/fields';
import { toCodePoints } from '../output';
import { extraFields } from '../shared/extraFields';

export interface Doc {
  line: number;
  text: unknown;
  split?: string;
  /** Undefined where nothing is known of entities. */
  entities?: unknown[];
  cats?: unknown;
  /** Other spans, by the name of their group; these may overlap. */
  groups: Fields;
  /** The record that it stands in, with fields that are not spaCy's. */
  record: Fields;
}

/** What else there may be beside a document's own fields. */
export const extraFieldsOf = (records: Fields[]) => extraFields(records, OWN);

const OWN = ['text', 'entities', 'ents', 'cats', 'spans', 'tokens', 'sents', 'title', 'meta'];

interface Item {
  line: number;
  value: unknown;
  split?: string;
}

/** The records of a file: version 2 and annotators wrap them in ways of their own. */
export function itemsOf({ json }: SourceFile): Item[] {
  if (!json) return [];
  const { whole, items } = json;
  if (isTuple(whole)) return [{ line: 1, value: whole }];
  const wrapped = isObject(whole) && Array.isArray(whole.annotations) && !('text' in whole) ? (whole.annotations as unknown[]) : undefined;
  const inside = wrapped ?? (Array.isArray(whole) && whole.some(isOldDoc) ? (whole as unknown[]) : undefined);
  // An annotator has null for texts that it has not come to.
  return inside ? inside.flatMap((value, i) => (value === null ? [] : [{ line: i + 1, value }])) : items;
}

export const isDoc = (value: unknown): boolean => isTuple(value) || isOldDoc(value) || isDict(value);

/** `("text", { "entities": …, "cats": … })`. */
const isTuple = (value: unknown): value is [string, Fields] =>
  Array.isArray(value) && value.length >= 2 && typeof value[0] === 'string' && isObject(value[1]) && isAnnotation(value[1]);

const isAnnotation = (fields: Fields) =>
  ['entities', 'cats', 'spans', 'words', 'heads', 'deps', 'tags', 'links'].some((name) => Object.hasOwn(fields, name));

/** Version 2: a document of paragraphs, sentences and tokens. */
const isOldDoc = (value: unknown): value is Fields =>
  isObject(value) &&
  Array.isArray(value.paragraphs) &&
  value.paragraphs.every((paragraph) => isObject(paragraph) && Array.isArray(paragraph.sentences));

/** `Doc.to_json()`, and records with a tuple's fields. */
function isDict(value: unknown): value is Fields {
  if (!isObject(value) || typeof value.text !== 'string') return false;
  const hasClasses = isObject(value.cats) && Object.values(value.cats).every((number) => typeof number === 'number');
  // Another field may be a label of its own, which the layout has no place for; nothing else reads classes of this form.
  if (!Object.keys(value).every((name) => OWN.includes(name) || isRowName(name))) return hasClasses;
  if (Array.isArray(value.ents))
    return value.ents.every((span) => isObject(span) && typeof span.start === 'number' && typeof span.label === 'string');
  if (Array.isArray(value.entities))
    return value.entities.every((span) => Array.isArray(span) && typeof span[0] === 'number' && typeof span[1] === 'number');
  return hasClasses;
}

/** @returns undefined for what is none of them */
export function docsOf({ line, value, split }: Item): Doc[] | undefined {
  if (isTuple(value)) return [docOf(value[0], value[1], line, split)];
  if (isOldDoc(value)) return (value.paragraphs as Fields[]).map((paragraph) => ({ line, split, ...oldDoc(paragraph) }));
  return isDict(value) ? [{ ...docOf(value.text as string, value, line, split), record: value }] : undefined;
}

function docOf(text: string, fields: Fields, line: number, split: string | undefined): Doc {
  const list = fields.entities ?? fields.ents;
  const tags = Array.isArray(list) && list.length > 0 && list.every((tag) => typeof tag === 'string') ? list : undefined;
  const words = Array.isArray(fields.words) ? fields.words.map(String) : [];
  const entities = tags ? entitiesOfTags(text, words, tags) : Array.isArray(list) ? (list as unknown[]) : undefined;
  return { line, split, text, entities, cats: fields.cats, groups: isObject(fields.spans) ? fields.spans : {}, record: {} };
}

function oldDoc({ raw, sentences, cats }: Fields): Pick<Doc, 'text' | 'entities' | 'cats' | 'groups' | 'record'> {
  const tokens = (sentences as unknown[]).flatMap((sentence) =>
    isObject(sentence) && Array.isArray(sentence.tokens) ? sentence.tokens.filter(isObject) : [],
  );
  const words = tokens.map(({ orth }) => String(orth));
  const { text } = placeTokens(words, raw);
  const tags = tokens.map(({ ner }) => (typeof ner === 'string' ? ner : '-'));
  return { text, entities: entitiesOfTags(text, words, tags), cats, groups: {}, record: {} };
}

const TAG = /^(O|[BILU]-.+)$/;

/** Of BILUO tags. "-" says that nothing is known of a token: then neither is of the text. Offsets are code points, as all others. */
function entitiesOfTags(text: string, tokens: string[], tags: string[]): unknown[] | undefined {
  const { text: placed, words } = placeTokens(tokens, text);
  if (tags.length !== tokens.length || placed !== text || !tags.every((tag) => TAG.test(tag))) return undefined;
  const points = toCodePoints(text);
  return spansOfTags(toIob2(tags, 'BIOES'), words).map(({ start, end, label }) => ({
    start: points(start),
    end: points(end),
    label,
    text: text.slice(start, end),
  }));
}
