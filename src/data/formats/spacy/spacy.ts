/**
 * spaCy's training data as JSON: tuples of a text and its annotations, `Doc.to_json()`, and the documents of version 2
 * (spacy.io/api/data-formats). Offsets count code points. Also the export of NER Annotator (tecoholic), which has such tuples.
 */
import type { FileRecord, SourceFile, Table } from '../../records';
import type { Format, Reading } from '../format';
import { type OutData, type OutFile, toCodePoints } from '../output';
import { fitting, jsonLists, labelledRows, namesIn, spansIn } from '../shared/outColumns';
import { together } from '../shared/together';
import { classesOfCats } from './spacyCats';
import { type Doc, docsOf, extraFieldsOf, isDoc, itemsOf } from './spacyDocs';

const files = together();

export const spacy: Format = {
  name: 'spacy',
  title: 'spaCy (JSON)',
  recognises([file]) {
    const sample = itemsOf(file).slice(0, 50);
    return sample.length > 0 && sample.every(({ value }) => isDoc(value));
  },
  join: files.join,
  read: readSpacy,
  writer: { write: writeSpacy },
};

function readSpacy(file: SourceFile, { report }: Reading): Table {
  for (const { line, message } of file.json?.faults ?? []) report(line, message);
  const docs = docsIn(file, (line) => report(line, 'a text with its annotations is expected here; this is left out'));
  const all = files.with(file).flatMap((source) => (source === file ? docs : docsIn(source)));
  const groups = [...new Set(all.flatMap((doc) => Object.keys(doc.groups)))];
  const { classes, kind } = classesOfCats(
    docs.map(({ cats }) => cats),
    all.map(({ cats }) => cats),
    report,
  );
  const extra = extraFieldsOf(all.map(({ record }) => record));
  const records = docs.map(
    ({ line, text, split, entities, groups: own, record }, i): FileRecord => ({
      line,
      values: [
        text,
        extra.splitOf(record) ?? split,
        entities,
        classes[i],
        ...groups.map((name) => (Object.hasOwn(own, name) ? own[name] : undefined)),
        ...extra.names.map((name) => record[name]),
      ],
    }),
  );
  const names = groups.map((name) => ([...TAKEN, ...extra.names].includes(name) ? `spans ${name}` : name));
  return {
    columns: [...TAKEN, ...names, ...extra.names],
    records,
    roles: {
      text: 'text',
      split: 'split',
      spans: 'entities',
      labels: [...(classes.some((own) => own !== undefined) ? ['cats'] : []), ...names],
    },
    kinds: Object.fromEntries([['cats', kind], ...names.map((name) => [name, 'spans'])]),
    offsets: 'codePoints',
  };
}

const TAKEN = ['text', 'split', 'entities', 'cats'];

function docsIn(file: SourceFile, reject: (line: number) => void = () => {}): Doc[] {
  return itemsOf(file).flatMap((item) => {
    const docs = docsOf(item);
    if (!docs) reject(item.line);
    return docs ?? [];
  });
}

/** The first column of spans as entities, others as groups of spans. */
function writeSpacy(data: OutData, report: (message: string) => void): OutFile[] {
  const { rows, spans, classes } = fitting(data, 'spaCy', { spans: Number.POSITIVE_INFINITY, classes: 1 }, report);
  const [entities, ...groups] = spans;
  const names = [...new Set(rows.flatMap((row) => namesIn(row, classes[0]) ?? []))].sort();
  return jsonLists(data, labelledRows(rows, [...spans, ...classes], 'spaCy', report), (row) => {
    const at = toCodePoints(row.text);
    const listed = (column: string | undefined) => spansIn(row, column)?.map(({ start, end, label }) => [at(start), at(end), label]);
    const own = namesIn(row, classes[0]);
    const known = groups.flatMap((name) => (row.labels[name] === undefined ? [] : [[name, listed(name)] as const]));
    return [
      row.text,
      {
        entities: listed(entities),
        ...(known.length > 0 ? { spans: Object.fromEntries(known) } : {}),
        cats: own && Object.fromEntries(names.map((name) => [name, own.includes(name) ? 1 : 0])),
      },
    ];
  });
}
