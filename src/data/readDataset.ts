/** Files to a data set: format, columns, labels, splits, corrections, and every problem on the way. */
import { TandemError } from '../errors';
import { assignSplits, type SplitNames, type SplitOptions, splitNamed } from './assignSplits';
import { type Roles, recogniseRoles } from './columns';
import type { Dataset, Example, Problem, SplitName } from './dataset';
import { settleEncoding } from './encoding';
import type { Format, Reading } from './formats/format';
import { FORMATS } from './formats/registry';
import type { LabelKind } from './labelKinds';
import { describeColumn } from './labelSets';
import { dataFiles, isPaper, sayPassedOver } from './papers';
import { datasetProblems } from './problems';
import { type Question, Questions } from './questions';
import { Records, type Source, SourceFile, type Table } from './records';
import { type Renames, renameLabel } from './rename';
import { buildRows, type Row, type Say } from './rows';
import { settleLabels } from './settleLabels';
import { joinSpellings } from './settleNames';
import { settleTags } from './settleTags';
import type { TagScheme } from './tagSchemes';
import { joinWordRows } from './wordRows';

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
  /** What was assumed, open questions first. */
  questions: Question[];
}

/** Kept at most: a file that is wrong throughout needs no million lines to say so. */
const MAX_PROBLEMS = 1000;

/** @throws TandemError `bad-input` when no row can be used, or the format is unknown */
export function readDataset(sources: Source[], options: ReadOptions = {}): ReadDataset {
  const name = sources.map((source) => source.name).join(', ');
  const problems: Problem[] = [];
  const say: Say = ({ file, line }, message, severity = 'error') =>
    problems.push({ severity, file, ...(line === undefined ? {} : { line }), message });
  const questions = new Questions(options.answers);
  const readingOf = (file: string): Reading => ({
    report: (line, message, severity) => say({ file, line }, message, severity),
    ask: questions.askerOf(file),
  });
  sayPassedOver(sources, say);
  const readable = sources.filter(({ passedOver }) => passedOver === undefined);
  const papers = readable.filter(isPaper).map((source) => new SourceFile(source));
  const data = dataFiles(readable).map((source) => new SourceFile(settleEncoding(source, readingOf(source.name))));
  const filesFor = (format: Format) => (format.papers ? [...new Set([...data, ...papers])] : data);
  const format = formatOf(filesFor, name, options.format);
  const files = filesFor(format);
  const whole = readingOf(name);
  const parts = format.join?.(files, whole.report, whole.ask) ?? files;
  const records = new Records(parts.map((file) => ({ file: file.name, table: readTable(format, file, readingOf(file.name)) })));
  const isSplit = (value: string) => splitNamed(value, options) !== undefined;
  const { roles, leftOut } = recogniseRoles(records, { ...records.roles, ...options.roles }, isSplit, questions.askerOf(name));
  const rows = buildRows(records, roles, say);
  if (rows.length === 0) {
    const [problem] = problems;
    const where = problem?.line === undefined ? '' : `line ${problem.line}: `;
    const first = problem ? ` The first problem: ${where}${problem.message}.` : '';
    throw new TandemError('bad-input', `${name} has no row that can be used, read as ${format.title}.${first}`);
  }
  for (const { column, why } of leftOut) say({ file: name }, `${column}: ${why}; the column is left out`, 'warning');
  const kinds = settleLabels({ rows, records, questions, say }, roles);
  const scheme = roles.tags === undefined ? undefined : settleTags(rows, roles.tags, say);
  if (scheme && roles.tags !== undefined) kinds.set(roles.tags, 'spans');
  for (const [column, kind] of kinds) {
    if (kind !== 'numbers' && kind !== 'answers') joinSpellings(rows, column, { ask: questions.askerOf(name), say });
  }
  const { splits, names: splitNames } = assignSplits(rows, kinds, options, say);
  const dataset = toDataset(name, rows, kinds, splits, options.rename ?? {});
  problems.push(...datasetProblems(dataset));
  for (const message of questions.unused) say({ file: name }, message, 'warning');
  return {
    ...dataset,
    problems: capped(problems),
    format: format.name,
    splitNames,
    fields: records.columns,
    roles,
    questions: questions.all,
    ...(scheme ? { scheme } : {}),
  };
}

function formatOf(filesFor: (format: Format) => SourceFile[], files: string, name: string | undefined): Format {
  const format = FORMATS.find(name ? (known) => known.name === name : (known) => known.recognises(filesFor(known)));
  if (format) return format;
  throw new TandemError(
    'bad-input',
    name
      ? `There is no format "${name}". Known are ${FORMATS.map((known) => known.name).join(', ')}.`
      : `${files} is not in a format that is known here: ${FORMATS.map(({ title }) => title).join('; ')}.`,
  );
}

function readTable(format: Format, file: SourceFile, reading: Reading): Table {
  return joinWordRows(format.read(file, reading), reading.report);
}

function toDataset(name: string, rows: Row[], kinds: Map<string, LabelKind>, splits: (SplitName | undefined)[], rename: Renames): Dataset {
  const examples = rows.map((row) => toExample(row, rename));
  const side = (split: SplitName) => examples.filter((_, i) => splits[i] === split);
  const all = examples.filter((_, i) => splits[i] !== undefined);
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
  return [...problems.slice(0, MAX_PROBLEMS), { severity: 'warning', file: '', message: `… and ${more} more problems` }];
}
