/**
 * Cards of Hugging Face data sets: YAML at the head of README.md, or dataset_info.json and dataset_infos.json of older
 * ones. They name classes, and say which files are which split of which configuration.
 */
import { parse } from 'yaml';
import type { ReportProblem, SourceFile } from '../../records';
import { type Fields, isObject } from '../json/fields';
import { type Features, featuresOfCard, featuresOfJson } from './features';

export interface Config {
  name: string;
  /** Whether the card says that it is the one to take. */
  isDefault: boolean;
  features: Features;
  /** Globs of paths below the card's folder, with the split that the files are; none where the names of files tell. */
  files: { pattern: RegExp; split?: string }[];
}

export interface Card {
  /** The file that it is in. */
  name: string;
  /** '' or with a slash at its end. */
  folder: string;
  configs: Config[];
}

const INFO = /^dataset_infos?\.json$/;
/** What `save_to_disk` writes beside its Arrow files. */
const SAVED = /^(dataset_dict|state)\.json$/;

export const isReadme = ({ base }: SourceFile) => base === 'readme.md';
export const isInfoFile = ({ base, json }: SourceFile) => INFO.test(base) && isObject(json?.whole);
export const isSavedFile = ({ base, json }: SourceFile) =>
  SAVED.test(base) && isObject(json?.whole) && ('splits' in json.whole || '_data_files' in json.whole);

/** The card nearest to the top; of several there, the one in README.md. */
export function cardOf(files: SourceFile[], report: ReportProblem): Card | undefined {
  const depth = ({ name }: SourceFile) => name.split('/').length;
  const found = files.toSorted((a, b) => depth(a) - depth(b) || Number(isReadme(b)) - Number(isReadme(a)));
  for (const file of found) {
    const configs = isReadme(file) ? configsOfReadme(file, report) : configsOfInfo(file.json?.whole);
    if (configs.length > 0) return { name: file.name, folder: file.name.replace(/[^/]*$/, ''), configs };
  }
  return undefined;
}

function configsOfReadme({ name, text }: SourceFile, report: ReportProblem): Config[] {
  const head = /^---\n(.*?)\n---\s*(\n|$)/s.exec(text)?.[1];
  if (head === undefined) return [];
  let card: unknown;
  try {
    card = parse(head, { uniqueKeys: false, logLevel: 'error' });
  } catch {
    if (/^(dataset_info|configs):/m.test(head))
      report(undefined, `the card in ${name} is not YAML; what it says about the data is not used`, 'warning');
    return [];
  }
  if (!isObject(card)) return [];
  const infos = new Map(listOf(card.dataset_info).map((info) => [nameOf(info), featuresOfCard(info.features)]));
  const stated = listOf(card.configs).map((config): Config => {
    const name = nameOf(config);
    const features = infos.get(name) ?? (infos.size === 1 ? [...infos.values()][0] : new Map());
    return { name, isDefault: config.default === true || name === 'default', features, files: patternsOf(config) };
  });
  return stated.length > 0 ? stated : [...infos].map(([name, features]) => byFolder(name, features, infos.size > 1));
}

function configsOfInfo(info: unknown): Config[] {
  if (!isObject(info)) return [];
  if ('features' in info) return [byFolder(nameOf(info), featuresOfJson(info.features), false)];
  const infos = Object.entries(info).filter((entry): entry is [string, Fields] => isObject(entry[1]) && 'features' in entry[1]);
  return infos.map(([name, { features }]) => byFolder(name, featuresOfJson(features), infos.length > 1));
}

/** One that does not say which files are its own: among several, those in a folder of its name. */
function byFolder(name: string, features: Features, among: boolean): Config {
  const files = among ? [{ pattern: globOf(`**/${name}/**`) }, { pattern: globOf(`${name}/**`) }] : [];
  return { name, isDefault: name === 'default', features, files };
}

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value : [value]).filter(isObject);
const nameOf = ({ config_name: name }: Fields) => (typeof name === 'string' && name !== '' ? name : 'default');
const textsOf = (value: unknown) => (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

/** One path, several, several by split in a list, or several by split in an object. */
function patternsOf({ data_files: files, data_dir: dir }: Fields): Config['files'] {
  const within = typeof dir === 'string' && dir !== '' ? `${dir.replace(/\/$/, '')}/` : '';
  const of = (paths: unknown, split?: string) =>
    textsOf(paths).map((path) => ({ pattern: globOf(within + path), ...(split === undefined ? {} : { split }) }));
  if (files === undefined) return within ? of('**') : [];
  if (isObject(files)) return Object.entries(files).flatMap(([split, paths]) => of(paths, split));
  const records = Array.isArray(files) ? files.filter(isObject) : [];
  return records.length > 0 ? records.flatMap(({ split, path }) => of(path, typeof split === 'string' ? split : undefined)) : of(files);
}

/** `*` within a folder, `**` over folders, `?`, `[abc]`, `{a,b}`. */
function globOf(glob: string): RegExp {
  const source = glob.replace(/^\.\//, '').replace(/\*\*\/|\*\*|[*?{},]|[.+^$()|\\]/g, (mark) => {
    if (mark === '**/') return '(?:.*/)?';
    if (mark === '**') return '.*';
    if (mark === '*') return '[^/]*';
    if (mark === '?') return '[^/]';
    if (mark === '{') return '(?:';
    if (mark === '}') return ')';
    return mark === ',' && glob.includes('{') ? '|' : `\\${mark}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}
