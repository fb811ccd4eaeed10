/** Files to a data set: format, columns, tag scheme, corrections, splits, and every problem on the way. */
import { TandemError } from '../errors';
import type { Roles } from './columns';
import type { Dataset, Example, Problem } from './dataset';
import { joinParts } from './formats/jointBert';
import { FORMATS } from './formats/registry';
import { labelsOf, tagsOf } from './labelSets';
import { datasetProblems } from './problems';
import type { Row, Source } from './rows';
import { splitOfName, stratifiedSplit } from './split';
import { detectScheme, strayInsides, type TagScheme, toIob2, unknownTag } from './tagSchemes';

export interface ReadOptions {
  /** A format's name; recognised where it is left out. */
  format?: string;
  /** Corrections of what each column is. */
  roles?: Roles;
  /** Classes to be called otherwise; null makes them unknown. */
  labelMap?: Record<string, string | null>;
  /** Entity types to be called otherwise; null makes their words "O". */
  typeMap?: Record<string, string | null>;
  /** Share of rows that validate, where the files do not say. Default 0.2. */
  validationShare?: number;
  /** Of that share. Default 0. */
  seed?: number;
}

export interface ReadDataset extends Dataset {
  format: string;
  /** Columns or fields of the files, where they have any. */
  columns?: string[];
  roles?: Roles;
  /** How the files mark entities. */
  scheme?: TagScheme;
}

/** Kept at most: a file that is wrong throughout needs no million lines to say so. */
const MAX_PROBLEMS = 1000;

/** @throws TandemError `bad-input` when no row can be used, or the format is unknown */
export function readDataset(sources: Source[], options: ReadOptions = {}): ReadDataset {
  const name = sources.map((source) => source.name).join(', ');
  const clean = dataFiles(sources).map((source) => ({ ...source, text: source.text.replace(/^\uFEFF/, '') }));
  const format = FORMATS.find(options.format ? (known) => known.name === options.format : (known) => known.recognises(clean));
  if (!format) {
    throw new TandemError(
      'bad-input',
      options.format
        ? `There is no format "${options.format}". Known are ${FORMATS.map((known) => known.name).join(', ')}.`
        : `${name} is in no format that is known here: ${FORMATS.map(({ title }) => title).join('; ')}.`,
    );
  }
  const parts = format.name === 'jointbert' ? joinParts(clean) : clean;
  const read = parts.map((source) => ({ source, ...format.read(source, options.roles) }));
  const problems = read.flatMap((part) => part.problems);
  const rows = read.flatMap((part) => part.rows.map((row) => ({ ...row, file: part.source.name })));
  if (rows.length === 0) {
    const first = problems[0] ? ` The first problem: ${problems[0].message}.` : '';
    throw new TandemError('bad-input', `${name} has no row that can be used, read as ${format.title}.${first}`);
  }
  const scheme = settleTags(rows, problems);
  const { labelMap, typeMap } = options;
  const examples = rows.map((row) => correct(row, labelMap ?? {}, typeMap ?? {}));
  const splits = assignSplits(rows, options);
  const side = (which: string) => examples.filter((_, i) => splits[i] === which);
  const dataset: Dataset = {
    name,
    train: side('train'),
    validation: side('validation'),
    labels: labelsOf(examples),
    tags: tagsOf(examples),
    problems,
  };
  problems.push(...datasetProblems(dataset));
  return {
    ...dataset,
    problems: capped(problems),
    format: format.name,
    columns: read[0].columns,
    roles: read[0].roles,
    ...(scheme ? { scheme } : {}),
  };
}

/** A folder's papers beside its data are no data. */
const PAPERS = /^(licen[cs]e|readme|notice|source|citation)|\.(md|pdf|py|sh)$/i;

function dataFiles(sources: Source[]): Source[] {
  const data = sources.filter(({ name }) => !PAPERS.test(name.slice(name.lastIndexOf('/') + 1)) && !/(^|\/)\./.test(name));
  return data.length > 0 ? data : sources;
}

type FileRow = Row & { file: string };

/** Turns all tags into IOB2, in place; rows with unknown tags lose theirs. */
function settleTags(rows: FileRow[], problems: Problem[]): TagScheme | undefined {
  for (const row of rows) {
    const odd = row.tags && unknownTag(row.tags);
    if (odd === undefined) continue;
    const message = `"${odd}" is no tag that is known (O, B-X, I-X, E-X, S-X); the row’s tags are left out`;
    problems.push({ severity: 'error', file: row.file, line: row.line, message });
    delete row.tags;
    delete row.words;
  }
  const tagged = rows.filter((row): row is FileRow & { tags: string[] } => row.tags !== undefined);
  if (tagged.length === 0) return undefined;
  const scheme = detectScheme(tagged.map(({ tags }) => tags));
  for (const row of tagged) row.tags = toIob2(row.tags, scheme);
  const stray = tagged.filter(({ tags }) => strayInsides(tags) > 0);
  if (stray.length > 0) {
    const count = stray.reduce((sum, { tags }) => sum + strayInsides(tags), 0);
    const message = `${count} I- tags in ${stray.length} rows continue no entity of their type; they are kept, and counted as beginnings by default`;
    problems.push({ severity: 'warning', file: stray[0].file, line: stray[0].line, message });
  }
  return scheme;
}

function correct(
  { text, label, words, tags }: FileRow,
  labelMap: Record<string, string | null>,
  typeMap: Record<string, string | null>,
): Example {
  const named = label !== undefined && Object.hasOwn(labelMap, label) ? labelMap[label] : label;
  const retag = (tag: string) => {
    const type = tag.slice(2);
    if (!Object.hasOwn(typeMap, type)) return tag;
    return typeMap[type] === null ? 'O' : `${tag[0]}-${typeMap[type]}`;
  };
  return {
    text,
    ...(named === undefined || named === null ? {} : { label: named }),
    ...(words && tags ? { words, tags: Object.keys(typeMap).length > 0 ? tags.map(retag) : tags } : {}),
  };
}

/** By column, else by file name, else a share. Rows of other sets (test) are in neither. */
function assignSplits(rows: FileRow[], { validationShare = 0.2, seed = 0 }: ReadOptions): (string | undefined)[] {
  if (rows.some(({ split }) => split !== undefined)) return rows.map(({ split }) => splitOfName(split ?? 'train'));
  const files = new Map([...new Set(rows.map(({ file }) => file))].map((file) => [file, splitOfName(file)]));
  const named = new Set(files.values());
  if (named.has('train') && named.has('validation')) return rows.map(({ file }) => files.get(file));
  return stratifiedSplit(
    rows.map(({ label }) => label),
    validationShare,
    seed,
  );
}

function capped(problems: Problem[]): Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const more = problems.length - MAX_PROBLEMS;
  return [...problems.slice(0, MAX_PROBLEMS), { severity: 'warning', file: '', message: `… and ${more} more problems` }];
}
