/** Files to records: which format they are in, and what it makes of them. */

import { TandemError } from '../errors';
import { count } from '../plural';
import { MOST_COLUMNS } from './columnNames';
import { settleEncoding } from './encoding';
import type { Format, Reading } from './formats/format';
import { withCard } from './formats/huggingFace/huggingFace';
import { isRasaMarkdown } from './formats/rasa/rasaSources';
import { FORMATS } from './formats/registry';
import { withoutRefused } from './formats/shared/xmlRefused';
import { withoutPassedOver } from './passedOver';
import type { Questions } from './questions';
import { Records, type Source, SourceFile, type Table } from './records';
import type { Say } from './rows';
import type { Steps } from './steps';
import { joinWordRows } from './wordRows';

/** What is known of files before their rows are, and all that is where they are refused. */
export interface Draft {
  /** Of all files. */
  name: string;
  format?: Format;
  records?: Records;
  questions: Questions;
  say: Say;
}

/**
 * @param given a format's name; recognised where it is left out
 * @throws TandemError `bad-input` for files in no known format, and what their format throws
 */
export function* readTables(sources: Source[], given: string | undefined, draft: Draft): Steps<{ format: Format; records: Records }> {
  const { say, questions, name } = draft;
  const readingOf = (file: string): Reading => ({
    report: (line, message, severity) => say({ file, line }, message, severity),
    ask: questions.askerOf(file),
  });
  const data = withoutPassedOver(dataFiles(sources), say).map((source) => new SourceFile(settleEncoding(source, readingOf(source.name))));
  const papers = sources.filter(isPaper).map((source) => new SourceFile(source));
  const whole = readingOf(name);
  const { files, finish } = withCard(given === undefined ? withoutRefused(data, whole.report) : data, papers, whole);
  const { format, strangers } =
    given === undefined ? recognise(files, name) : { format: formatNamed(given), strangers: new Map<SourceFile, Format>() };
  draft.format = format;
  const parts = format.join?.(files, whole.report, whole.ask) ?? withoutStrangers(files, strangers, format, say);
  const tables: { file: string; table: Table }[] = [];
  for (const file of parts) {
    yield;
    const reading = readingOf(file.name);
    const read = format.inSteps ? yield* format.inSteps(file, reading) : format.read(file, reading);
    yield;
    const table = finish(read, file, reading);
    if (table.columns.length > MOST_COLUMNS) throw tooWide(file.name, table.columns.length);
    tables.push({ file: file.name, table: joinWordRows(table, { ...reading, file: file.name }) });
  }
  yield;
  const records = new Records(tables);
  draft.records = records;
  return { format, records };
}

/** So many are the cells of a file whose separator is another. */
function tooWide(file: string, columns: number): TandemError {
  return new TandemError(
    'bad-input',
    `${file} has ${count(columns)} columns, and at most ${count(MOST_COLUMNS)} can be read. Choose another separator, or save fewer columns.`,
  );
}

function formatNamed(name: string): Format {
  const format = FORMATS.find((known) => known.name === name);
  if (format) return format;
  throw new TandemError('bad-input', `There is no format "${name}". Choose one of ${FORMATS.map((known) => known.name).join(', ')}.`);
}

/** The format of files that belong together; otherwise that of most of the text, and `strangers` in another. */
function recognise(files: SourceFile[], name: string): { format: Format; strangers: Map<SourceFile, Format> } {
  const strangers = new Map<SourceFile, Format>();
  const together = FORMATS.find((format) => format.join && format.recognises(files));
  if (together) return { format: together, strangers };
  const sizes = new Map<Format, number>();
  for (const file of files) {
    const own = FORMATS.find((format) => !format.join && format.recognises([file]));
    if (!own) continue;
    strangers.set(file, own);
    sizes.set(own, (sizes.get(own) ?? 0) + file.text.length + 1);
  }
  const [largest] = [...sizes].sort((a, b) => b[1] - a[1]);
  if (!largest) {
    const known = FORMATS.map(({ title }) => title).join('; ');
    throw new TandemError('bad-input', `${name} is in none of the known formats: ${known}. Choose a format by hand if it is one of them.`);
  }
  const [format] = largest;
  for (const [file, own] of strangers) if (own === format || format.recognises([file])) strangers.delete(file);
  return { format, strangers };
}

/** They are named; a file that no format knows is tried. */
function withoutStrangers(files: SourceFile[], strangers: Map<SourceFile, Format>, format: Format, say: Say): SourceFile[] {
  for (const [{ name }, own] of strangers) {
    say(
      { file: name },
      `this file looks like ${own.title}, but the others are ${format.title}; it is left out. Open it by itself, or choose a format by hand`,
    );
  }
  return files.filter((file) => !strangers.has(file));
}

/** A folder's papers beside its data hold none. */
const PAPERS = /^(licen[cs]e|readme|notice|source|citation)|\.(md|pdf|py|sh)$/i;

function dataFiles(sources: Source[]): Source[] {
  const data = sources.filter((source) => !isPaper(source) && !/(^|\/)\./.test(source.name));
  return data.length > 0 ? data : sources;
}

function isPaper({ name, text }: Source): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return PAPERS.test(base) && !(/\.md$/i.test(base) && !/^readme/i.test(base) && isRasaMarkdown(text));
}
