/** Where Rasa's files have their examples: YAML from version 2 on, Markdown and JSON before it. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, Scalar, type YAMLMap } from 'yaml';
import { TandemError } from '../../../errors';
import type { SourceFile } from '../../records';
import { isObject } from '../json/fields';
import { linesUnder } from '../json/json';
import { type Entity, type MarkedText, readEntity, readMarks } from './rasaExample';

export interface RasaExample extends MarkedText {
  line: number;
  intent?: string;
}

export interface RasaFile {
  examples: RasaExample[];
  /** What else there is, with how often. */
  others: Map<string, number>;
  /** Lines that are not examples where examples are expected. */
  strays: { line: number; message: string }[];
  /** What the offsets count. */
  offsets: 'utf16' | 'codePoints';
}

const fresh = (offsets: RasaFile['offsets']): RasaFile => ({ examples: [], others: new Map(), strays: [], offsets });
const count = ({ others }: RasaFile, name: string, by = 1) => others.set(name, (others.get(name) ?? 0) + by);

/** @throws TandemError `bad-input` for what is not YAML */
export function readYaml({ name, text }: SourceFile): RasaFile {
  const file = fresh('utf16');
  const counter = new LineCounter();
  const lineOf = (node: Node) => counter.linePos(node.range?.[0] ?? 0).line;
  for (const document of parseAllDocuments(text, { lineCounter: counter, uniqueKeys: false, logLevel: 'silent' })) {
    const [error] = document.errors;
    if (error)
      throw new TandemError('bad-input', `${name} is not YAML from line ${counter.linePos(error.pos[0]).line} on. Correct it there.`);
    const root = document.contents;
    if (!isMap(root)) continue;
    for (const { key, value } of root.items) {
      if (scalar(key) !== 'nlu') {
        if (isSeq(value) || isMap(value)) count(file, `${scalar(key)}`, value.items.length);
        continue;
      }
      for (const section of isSeq(value) ? value.items : []) if (isMap(section)) readSection(section, file, lineOf);
    }
  }
  return file;
}

function readSection(section: YAMLMap, file: RasaFile, lineOf: (node: Node) => number): void {
  const intent = section.get('intent', true);
  const examples = section.get('examples', true) as Node | undefined;
  if (intent === undefined) {
    const names = section.items.map(({ key }) => scalar(key));
    count(file, `${names.find((name) => name !== 'examples' && name !== 'metadata')}`);
    return;
  }
  const own = { intent: scalar(intent) };
  if (isSeq(examples)) {
    for (const item of examples.items as Node[]) {
      const text = isMap(item) ? item.get('text', true) : item;
      const value = scalar(text)?.trim();
      if (value) file.examples.push({ line: lineOf(item), ...own, ...readMarks(value) });
      else file.strays.push({ line: lineOf(item), message: 'this example has no text; it is left out' });
    }
    return;
  }
  if (!isScalar(examples) || typeof examples.value !== 'string') {
    file.strays.push({ line: lineOf(section), message: `the intent ${own.intent} has no examples` });
    return;
  }
  const first = lineOf(examples);
  const literal = examples.type === Scalar.BLOCK_LITERAL;
  for (const [i, source] of examples.value.split('\n').entries()) {
    const line = literal ? first + 1 + i : first;
    const example = /^\s*-\s*(.*?)\s*$/.exec(source)?.[1];
    if (example) file.examples.push({ line, ...own, ...readMarks(example) });
    else if (source.trim() !== '' && example === undefined) {
      file.strays.push({ line, message: `"${source.slice(0, 40)}" does not begin with a hyphen; it is left out` });
    }
  }
}

/** As it is written, whatever type it would have. */
function scalar(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

export const isRasaMarkdown = (text: string) => /^##\s*intent:\S/m.test(text);

export function readMarkdown({ text }: SourceFile): RasaFile {
  const file = fresh('utf16');
  let section = '';
  let intent: string | undefined;
  const visible = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''));
  for (const [i, line] of visible.split('\n').entries()) {
    const heading = /^\s*#{1,6}\s*(\w+):(.+)$/.exec(line);
    if (heading) {
      section = heading[1];
      intent = heading[2].trim();
      if (section !== 'intent') count(file, section);
      continue;
    }
    const item = /^\s*[-*+]\s*(.*?)\s*$/.exec(line)?.[1].replace(/\\([bfnrt])/g, (_, name: string) => ESCAPES[name]);
    if (item && section === 'intent') file.examples.push({ line: i + 1, intent, ...readMarks(item) });
  }
  return file;
}

export function readJson({ json, text }: SourceFile): RasaFile {
  const file = fresh('codePoints');
  const data = isObject(json?.whole) && isObject(json.whole.rasa_nlu_data) ? json.whole.rasa_nlu_data : {};
  for (const [key, list] of Object.entries(data)) {
    // Before version 0.8, examples of intents and of entities stood apart.
    const known = ['common_examples', 'intent_examples', 'entity_examples'].includes(key);
    if (!known && listOf(list).length > 0) count(file, key, listOf(list).length);
    if (!known) continue;
    const lines = linesUnder(text, key, listOf(list).length);
    for (const [i, item] of listOf(list).entries()) {
      if (!isObject(item) || typeof item.text !== 'string') {
        file.strays.push({ line: lines[i], message: 'this example has no text; it is left out' });
        continue;
      }
      const example: RasaExample = { line: lines[i], text: item.text, entities: [], faults: [] };
      if (typeof item.intent === 'string' && item.intent !== '') example.intent = item.intent;
      for (const source of listOf(item.entities)) {
        const entity = placed(source, item.text);
        if (entity) example.entities.push(entity);
        else example.faults.push(`${JSON.stringify(source).slice(0, 60)} is not an entity with a start and an end`);
      }
      file.examples.push(example);
    }
  }
  return file;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function placed(source: unknown, text: string): Entity | undefined {
  const entity = readEntity(source);
  if (!entity || !isObject(source)) return undefined;
  const { start, end, value } = source;
  if (typeof start !== 'number' || typeof end !== 'number') return undefined;
  const covered = typeof value === 'string' && isCovered(value, text, start, end) ? { text: value } : {};
  return { start, end, ...entity, ...covered };
}

/** Whether a value is meant to be what is covered: that of a synonym is another word, and covers a whole one all the same. */
function isCovered(value: string, text: string, start: number, end: number): boolean {
  const readings = [[...text], text.split('')].map((all) => ({
    found: all.slice(start, end).join(''),
    whole: !splitsWord(all, start) && !splitsWord(all, end),
  }));
  if (readings.some(({ found }) => found === value)) return true;
  return text.includes(value) && !readings.some(({ found, whole }) => whole && found !== '' && found.trim() === found);
}

const splitsWord = (characters: string[], at: number) => [at - 1, at].every((i) => /[\p{L}\p{N}]/u.test(characters[i] ?? ''));
