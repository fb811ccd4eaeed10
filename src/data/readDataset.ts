/** Files to a data set: format, columns, labels, splits, corrections, and every problem on the way. */

import { TandemError } from '../errors';
import { plural } from '../plural';
import { assignSplits, type SplitNames, type SplitOptions, splitNamed } from './assignSplits';
import { isRowName } from './columnNames';
import { type Roles, recogniseRoles } from './columns';
import type { Dataset, Example, Problem, SplitName } from './dataset';
import { describeReading } from './describeReading';
import type { LabelKind } from './labelKinds';
import { describeColumn } from './labelSets';
import { datasetProblems } from './problems';
import { type Question, Questions } from './questions';
import { type Draft, readTables } from './readTables';
import type { Records, Source } from './records';
import { RefusedDataset } from './refused';
import { type Renames, renameLabel } from './rename';
import { reportRepeats } from './repeats';
import { buildRows, type Row } from './rows';
import { settleLabels } from './settleLabels';
import { joinSpellings } from './settleNames';
import { settleTags } from './settleTags';
import { someOf } from './someOf';
import { atOnce, forEach, type Steps } from './steps';
import type { TagScheme } from './tagSchemes';

export interface ReadOptions extends SplitOptions {
  /** A format's name; recognised where it is left out. */
  format?: string;
  /** Answers to what was asked, by the id of the question. */
  answers?: Record<string, string>;
  /** Corrections of what each column is. `labels` are then all columns of labels, save spans and tags. */
  roles?: Roles;
  /** New names of classes and entity types. */
  rename?: Renames;
}

export interface ReadDataset extends Dataset {
  format: string;
  /** Columns or fields of the files. */
  fields: string[];
  /** The parts they play. */
  roles: Roles;
  /** How the files mark entities. */
  scheme?: TagScheme;
  splitNames: SplitNames;
  /** What was understood, in one sentence; names of columns stand between backticks. */
  reading: string;
  /** What was assumed, open questions first. */
  questions: Question[];
}

/** So many are named one by one. */
const FEW_FILES = 5;
/** Kept at most: a file that is wrong throughout needs no million lines to say so. */
const MAX_PROBLEMS = 1000;

/** @throws RefusedDataset, a TandemError `bad-input`, when no row can be used or the format is unknown */
export const readDataset = (sources: Source[], options: ReadOptions = {}): ReadDataset => atOnce(readSteps(sources, options));

/** The same in steps. */
export function* readSteps(sources: Source[], options: ReadOptions): Steps<ReadDataset> {
  const problems: Problem[] = [];
  const draft: Draft = {
    name: nameOf(sources),
    questions: new Questions(options.answers),
    say: ({ file, line, about }, message, severity = 'error') =>
      problems.push({ severity, file, ...(line === undefined ? {} : { line }), message, ...(about ? { about } : {}) }),
  };
  try {
    return yield* read(sources, options, draft, problems);
  } catch (thrown) {
    const { name, format, records, questions } = draft;
    throw new RefusedDataset(thrown instanceof TandemError ? thrown : failed(name, thrown), {
      name,
      ...(format ? { format: format.name } : {}),
      fields: records?.columns ?? [],
      roles: { ...records?.roles, ...options.roles },
      problems: capped(problems),
      questions: questions.all,
    });
  }
}

function failed(name: string, thrown: unknown): TandemError {
  const deep = thrown instanceof RangeError && /stack|recursion/i.test(thrown.message);
  if (deep)
    return new TandemError('bad-input', `${name} has values that are nested too deeply to be labels. Save it with less nesting.`, {
      cause: thrown,
    });
  const why = thrown instanceof Error && thrown.constructor === Error ? thrown.message : 'its parts do not fit together';
  return new TandemError('bad-input', `${name} could not be read (${why}). Choose its format by hand, or save it in another one.`, {
    cause: thrown,
  });
}

function* read(sources: Source[], options: ReadOptions, draft: Draft, problems: Problem[]): Steps<ReadDataset> {
  const { name, questions, say } = draft;
  const { format, records } = yield* readTables(sources, options.format, draft);
  const isSplit = (value: string) => splitNamed(value, options) !== undefined;
  const { roles, leftOut } = recogniseRoles(records, { ...records.roles, ...options.roles }, isSplit, questions.askerOf(name));
  yield;
  const rows = yield* buildRows(records, roles, say);
  if (rows.length === 0) throw noRows(name, format.title, problems[0]);
  sayUnread(records, roles, format.title, (message) => say({ file: name }, message, 'warning'));
  for (const { column, why } of leftOut) say({ file: name }, `${column}: ${why}; the column is left out`, 'warning');
  const askLabels = questions.askerOf(name, true);
  yield;
  const kinds = yield* settleLabels({ rows, records, questions, say }, roles);
  const scheme = roles.tags === undefined ? undefined : yield* settleTags(rows, roles.tags, say, askLabels, records.names.get(roles.tags));
  if (scheme && roles.tags !== undefined) kinds.set(roles.tags, 'spans');
  for (const [column, kind] of kinds) {
    if (kind !== 'numbers' && kind !== 'answers') yield* joinSpellings(rows, column, { ask: askLabels, say });
  }
  const { splits, names: splitNames } = yield* assignSplits(rows, kinds, options, say);
  const dataset = yield* toDataset(name, rows, kinds, splits, options.rename ?? {});
  problems.push(...datasetProblems(dataset));
  yield;
  yield* reportRepeats(rows, splits, name, say);
  for (const message of questions.unused) say({ file: name }, message, 'warning');
  return {
    ...dataset,
    problems: capped(problems),
    format: format.name,
    splitNames,
    fields: records.columns,
    roles,
    reading: describeReading(dataset, format.title, roles, splitNames),
    questions: questions.all,
    ...(scheme ? { scheme } : {}),
  };
}

/** Of many files, the folder that they are all in. */
function nameOf(sources: Source[]): string {
  const names = sources.map((source) => source.name);
  if (names.length <= FEW_FILES) return names.join(', ');
  const first = names[0].split('/').slice(0, -1);
  const apart = first.findIndex((_, i) => names.some((name) => name.split('/', i + 1)[i] !== first[i]));
  const folder = (apart < 0 ? first : first.slice(0, apart)).join('/');
  return folder === '' ? someOf(names, FEW_FILES) : `${folder} (${names.length} files)`;
}

/** Of a format that says what its fields are, others may hold labels too: a person must know that they are there. */
function sayUnread(records: Records, { labels, ...others }: Roles, title: string, warn: (message: string) => void): void {
  if (!records.roles) return;
  const read = new Set([...(labels ?? []), ...Object.values(others), ...Object.values(records.roles).flat(), 'offsets']);
  const unread = records.columns.filter(
    (column) => !read.has(column) && !isRowName(column) && records.values(column).some((value) => value !== undefined),
  );
  if (unread.length > 0) warn(`${unread.join(', ')}: not part of ${title}, so not read as labels unless you choose them`);
}

function noRows(name: string, title: string, problem: Problem | undefined): TandemError {
  const where = problem?.line === undefined ? '' : `line ${problem.line}: `;
  const first = problem ? ` The first problem: ${where}${problem.message}.` : '';
  return new TandemError('bad-input', `${name} was read as ${title}, but none of its rows can be used.${first}`);
}

function* toDataset(
  name: string,
  rows: Row[],
  kinds: Map<string, LabelKind>,
  splits: (SplitName | undefined)[],
  rename: Renames,
): Steps<Dataset> {
  const examples: Example[] = [];
  yield* forEach(rows, (row) => examples.push(toExample(row, rename)));
  const side = (split: SplitName) => examples.filter((_, i) => splits[i] === split);
  const all = examples.filter((_, i) => splits[i] !== undefined);
  yield;
  const columns = [...kinds].map(([column, kind]) => describeColumn(all, column, kind)).filter(({ count }) => count > 0);
  return { name, train: side('train'), validation: side('validation'), test: side('test'), columns, problems: [] };
}

function toExample({ text, other, words, labels }: Row, rename: Renames): Example {
  for (const column of Object.keys(rename)) {
    const label = labels[column];
    const renamed = label === undefined ? undefined : renameLabel(label, rename[column]);
    if (renamed === undefined) delete labels[column];
    else labels[column] = renamed;
  }
  return { text, ...(other === undefined ? {} : { other }), labels, ...(words ? { words } : {}) };
}

function capped(problems: Problem[]): Problem[] {
  if (problems.length <= MAX_PROBLEMS) return problems;
  const more = problems.length - MAX_PROBLEMS;
  return [...problems.slice(0, MAX_PROBLEMS), { severity: 'warning', file: '', message: `… and ${plural(more, 'more problem')}` }];
}
