/** WebAnno TSV 3, which INCEpTION and WebAnno export (documentation of INCEpTION, appendix on formats): a row per sentence. */

import { TandemError } from '../../../errors';
import { count, plural } from '../../../plural';
import type { FileRecord, ReportProblem, SourceFile, Table } from '../../records';
import { someOf } from '../../someOf';
import type { Format } from '../format';
import { ownFiles } from '../shared/ownFiles';
import { type FeatureColumn, readCell, readLayers } from './webAnnoCells';
import { readSentences, type Sentence, type Unit } from './webAnnoSentences';

/** Values that are hardly ever the same are not names of classes: lemmas, notes, links. */
const FEW = 50;
const MOST_DIFFERENT = 0.5;

const isOwn = ({ text }: SourceFile) => text.startsWith('#FORMAT=WebAnno TSV') || isOld(text);

interface Found {
  /** In which it begins, and in which it ends. */
  sentence: number;
  last: number;
  start: number;
  end: number;
  label?: string;
}

export const webAnno: Format = {
  name: 'webanno',
  title: 'WebAnno TSV (INCEpTION)',
  recognises: (files) => files.some(isOwn),
  join(files, report) {
    const own = ownFiles(files, isOwn, 'not WebAnno TSV; left out', report);
    return withoutCopies(own, report);
  },
  read(file, { report }) {
    const [first] = file.head(1);
    if (!/^#FORMAT=WebAnno TSV 3(\.|\s*$)/.test(first)) throw isOwn(file) ? oldVersion(file.name, first) : strange(file.name);
    const lines = file.text.split('\n');
    const { features, others, width } = readLayers(
      lines.slice(
        0,
        Math.max(
          0,
          lines.findIndex((line) => /^(#Text=|\d+-\d+\t)/.test(line)),
        ),
      ),
    );
    if (others.length > 0) report(undefined, `only spans are read; left out: ${[...new Set(others)].join(', ')}`, 'warning');
    const sentences = readSentences(file.text, report);
    checkWidths(file.name, sentences, width);
    return table(sentences, features, report);
  },
};

function table(sentences: Sentence[], features: FeatureColumn[], report: ReportProblem): Table {
  const all = features.map((feature) => {
    const found = annotations(sentences, feature);
    return { feature, found, spans: found.filter((span) => span.label !== undefined) };
  });
  const valued = new Set(all.filter(({ spans }) => spans.length > 0).map(({ feature }) => feature.layer));
  const bare = new Map(all.filter(({ feature }) => !valued.has(feature.layer)).map(({ feature, found }) => [feature.layer, found.length]));
  for (const [layer, found] of bare) if (found > 0) reportBare(layer, found, report);
  const columns = all.flatMap(({ feature, found, spans }) => {
    if (spans.length === 0) return [];
    const different = new Set(spans.map(({ label }) => label)).size;
    if (different > FEW && different > MOST_DIFFERENT * spans.length) {
      report(
        undefined,
        `${feature.name}: ${count(different)} different values in ${plural(spans.length, 'annotation')}; they are left out`,
        'warning',
      );
      return [];
    }
    if (spans.length < found.length) reportBare(feature.name, found.length - spans.length, report);
    return [{ name: feature.name, spans: bySentence(sentences, spans, feature.name, report) }];
  });
  const records = sentences.map(({ line, text }, i): FileRecord => ({ line, values: [text, ...columns.map(({ spans }) => spans[i])] }));
  const names = columns.map(({ name }) => name);
  return { columns: ['text', ...names], records, roles: { text: 'text', labels: names }, offsets: 'utf16' };
}

function reportBare(name: string, found: number, report: ReportProblem): void {
  report(undefined, `${name}: ${plural(found, 'annotation has no value and is', 'annotations have no value and are')} left out`, 'warning');
}

/** Those over several tokens have a number; it is the same annotation as long as no token is between. */
function annotations(sentences: Sentence[], { index, layer, bare }: FeatureColumn): Found[] {
  const found: Found[] = [];
  const open = new Map<string, Found & { token: number }>();
  const take = (unit: Unit, sentence: number) => {
    for (const { value, id } of readCell(unit.cells[index] ?? '_')) {
      const label = bare ? layer : value;
      const before = id === undefined ? undefined : open.get(id);
      if (before && unit.token - before.token <= 1) {
        before.token = unit.token;
        before.last = sentence;
        if (sentence === before.sentence) {
          before.start = Math.min(before.start, unit.start);
          before.end = Math.max(before.end, unit.end);
        }
        continue;
      }
      const span = {
        sentence,
        last: sentence,
        token: unit.token,
        start: unit.start,
        end: unit.end,
        ...(label === undefined ? {} : { label }),
      };
      found.push(span);
      if (id !== undefined) open.set(id, span);
    }
  };
  for (const [i, { units }] of sentences.entries()) for (const unit of units) take(unit, i);
  return found;
}

function bySentence(sentences: Sentence[], found: Found[], name: string, report: ReportProblem): object[][] {
  const spans = sentences.map((): object[] => []);
  for (const { sentence, last, start, end, label } of found) {
    const { line, text } = sentences[sentence];
    if (last === sentence) spans[sentence].push({ start, end, label, text: text.slice(start, end) });
    else report(line, `${name}: an annotation (${label}) continues after the end of this sentence; it is left out`);
  }
  return spans;
}

/** Lines with more or fewer cells than the layers have would give labels of one layer to another. */
function checkWidths(name: string, sentences: Sentence[], width: number): void {
  for (const { units } of sentences) {
    for (const { line, cells } of units) {
      const filled = cells.at(-1) === '' ? cells.length - 1 : cells.length;
      if (filled === width || (width === 1 && filled === 0)) continue;
      throw new TandemError(
        'bad-input',
        `${name}: line ${line} has ${plural(filled, 'cell')} after its token, but the layers at the top have ${count(width)}. Export the document again.`,
      );
    }
  }
}

/** INCEpTION writes a document once per annotator, and once without annotations. */
function withoutCopies(files: SourceFile[], report: ReportProblem): SourceFile[] {
  const byText = new Map<string, SourceFile[]>();
  for (const file of files) {
    const text = file.text
      .split('\n')
      .filter((line) => line.startsWith('#Text='))
      .join('\n');
    byText.set(text, [...(byText.get(text) ?? []), file]);
  }
  const copies = [...byText.values()].map((all) => {
    const annotated = all.filter(({ base }) => base !== 'initial_cas.tsv');
    return annotated.length > 0 ? annotated : all;
  });
  const shared = copies.filter((all) => all.length > 1);
  if (shared.length > 0) {
    const names = someOf(shared[0].map(({ name }) => name));
    const message = `${plural(shared.length, 'document is', 'documents are')} in several files, perhaps by several people (${names}): all are read. Choose the files of one person, or curated ones`;
    report(undefined, message, 'warning');
  }
  const kept = new Set(copies.flat());
  return files.filter((file) => kept.has(file));
}

/** Version 1 had no such first line; version 2 began with its layers. */
function isOld(text: string): boolean {
  const head = text.slice(0, 2000);
  return (/^#id=\d/m.test(head) && /^#text=/m.test(head)) || /^ ?# (de\.tudarmstadt\.|webanno\.custom\.)/.test(head);
}

const strange = (name: string) => new TandemError('bad-input', `${name} is not WebAnno TSV 3, which begins with "#FORMAT=WebAnno TSV 3".`);

function oldVersion(name: string, first: string): TandemError {
  const version = /TSV (\S+)/.exec(first)?.[1] ?? '1 or 2';
  return new TandemError(
    'bad-input',
    `${name} is WebAnno TSV ${version}, which cannot be read here. Export it as "WebAnno TSV v3.3" from INCEpTION.`,
  );
}
