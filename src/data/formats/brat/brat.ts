/** brat's standoff (Stenetorp et al., 2012): documents as `x.txt`, each with its annotations in `x.ann` (`x.a1`, `x.a2` in shared tasks). */
import { TandemError } from '../../../errors';
import { type ReportProblem, SourceFile } from '../../records';
import { someOf } from '../../someOf';
import { folderSplits } from '../folders/folderSplits';
import type { Format } from '../format';
import { ownFiles } from '../shared/ownFiles';
import { otherKinds, readBrat } from './bratDocument';

const ANNOTATIONS = /\.(ann|a1|a2)$/i;
/** What brat keeps beside documents. */
const SETTINGS = /(^|\/)(annotation|visual|tools|kb_shortcuts)\.conf$/i;
const stemOf = (name: string) => name.replace(/\.[^./]*$/, '');

/** A document on its way from its files to its row. */
interface Document {
  text: string;
  split?: string;
  /** Absent where it has no annotations. */
  annotations?: { name: string; text: string }[];
}

export const brat: Format = {
  name: 'brat',
  title: 'brat (.txt and .ann)',
  recognises: (files) =>
    files.some(({ name, text }) => ANNOTATIONS.test(name) && /^\s*$|^([TREAMN]\S*|\*|#\S*)[\t ]/.test(text.slice(0, 200))),
  join: joinDocuments,
  read({ text: source }, { report }) {
    const { text, split, annotations } = JSON.parse(source) as Document;
    const spans = annotations?.flatMap(({ name, text: lines }, i) => {
      const reading = readBrat(text, lines);
      for (const { line, message } of reading.problems) {
        if (i === 0) report(line, message);
        else report(undefined, `line ${line} of ${name}: ${message}`);
      }
      return reading.spans;
    });
    return {
      columns: ['text', 'entities', 'split'],
      records: [{ line: 1, values: [text, spans, split] }],
      roles: { text: 'text', spans: 'entities', split: 'split' },
      offsets: 'utf16',
    };
  },
};

/**
 * A source per document, whose text is JSON, named as its annotations are: their lines are what is spoken of.
 *
 * @throws TandemError `bad-input` where annotations have no text
 */
function joinDocuments(files: SourceFile[], report: ReportProblem): SourceFile[] {
  const byStem = new Map<string, SourceFile[]>();
  for (const file of files)
    if (ANNOTATIONS.test(file.name)) byStem.set(stemOf(file.name), [...(byStem.get(stemOf(file.name)) ?? []), file]);
  const texts = files.filter(({ name }) => /\.txt$/i.test(name));
  if (texts.length === 0 && byStem.size === 0) {
    throw new TandemError(
      'bad-input',
      'brat needs a .txt file and an .ann file with the same name, but there is no such pair. Choose both.',
    );
  }
  const stems = new Set(texts.map(({ name }) => stemOf(name)));
  const alone = [...byStem.keys()].filter((stem) => !stems.has(stem));
  if (alone.length > 0) {
    const missing = someOf(alone.map((stem) => `${stem}.txt`));
    throw new TandemError(
      'bad-input',
      `The annotations of brat need their text: ${missing} is missing. Choose .txt and .ann files together.`,
    );
  }
  ownFiles(
    files,
    ({ name }) => ANNOTATIONS.test(name) || /\.txt$/i.test(name) || SETTINGS.test(name),
    'neither a text nor its annotations; left out',
    report,
  );
  sayOthers([...byStem.values()].flat(), report);
  const splits = folderSplits(texts.map(({ name }) => name));
  return texts.map(({ name, text }, i) => {
    const own = byStem.get(stemOf(name)) ?? [];
    const document: Document = { text, split: splits[i] };
    if (own.length > 0) document.annotations = own.map((file) => ({ name: file.name, text: file.text }));
    return new SourceFile({ name: own[0]?.name ?? name, text: JSON.stringify(document) });
  });
}

function sayOthers(annotations: SourceFile[], report: ReportProblem): void {
  const counts = new Map<string, number>();
  for (const { text } of annotations) for (const [kind, count] of otherKinds(text)) counts.set(kind, (counts.get(kind) ?? 0) + count);
  if (counts.size === 0) return;
  const each = [...counts].map(([kind, count]) => `${kind} (${count})`).join(', ');
  report(undefined, `only the spans of brat are read; left out: ${each}`, 'warning');
}
