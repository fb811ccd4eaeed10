/**
 * One text per file, its class the folder that it is in: aclImdb (Maas et al., 2011), 20 Newsgroups, BBC News. Folders above may name
 * splits. Files may also hold a text per line.
 */
import type { Ask } from '../../questions';
import { SourceFile } from '../../records';
import { someOf } from '../../someOf';
import { splitOfName } from '../../splitNames';
import { conll } from '../conll/conll';
import type { Format } from '../format';
import { labelled } from '../labelled';
import { folderSplits } from './folderSplits';

/** Names without an extension, or with one that is a part of a number. */
const DOCUMENT = /(^|\/)[^/.]+$|\.(txt|text|eml|story)$|\.[0-9a-f]*\d[0-9a-f]*$/i;
const UNLABELLED = /^(unsup|unlabell?ed|unknown)$/i;
/** Documents whose content is looked at. */
const SAMPLE = 20;
/** So many documents in a folder are hardly lists of texts. */
const MANY = 10;

export const folders: Format = {
  name: 'folders',
  title: 'Texts in folders',
  recognises(files) {
    if (files.length < 2) return false;
    const tree = treeOf(files);
    return tree.levels > 0 && tree.documents.length > files.length / 2 && sampleOf(tree.documents).every(isPlain);
  },
  join(files, report) {
    const { documents, others } = treeOf(files);
    if (others.length > 0)
      report(undefined, `${someOf(others.map(({ name }) => name))}: not in the folder of a class; left out`, 'warning');
    const splits = folderSplits(documents.map(({ name }) => name));
    const groups = new Set(documents.map(({ name }, i) => JSON.stringify([foldersOf(name), splits[i]]))).size;
    const longest = sampleOf(documents).some(({ text }) => text.trim().includes('\n'));
    const about: About = { levels: varyingLevels(documents), perGroup: documents.length / groups, multiline: longest };
    return documents.map(
      ({ name, text }, i) =>
        new SourceFile({
          name,
          text: '',
          opened: { format: 'folders', table: { columns: [], records: [{ line: 1, values: [text, foldersOf(name), splits[i], about] }] } },
        }),
    );
  },
  read({ opened }, { ask }) {
    const [text, own, split, about] = (opened?.table.records[0].values ?? ['', [], undefined, NOTHING]) as Document;
    const level = classLevel(about, own, ask);
    const label = level === undefined || own.some((folder) => UNLABELLED.test(folder)) ? undefined : own[level];
    const records = isList(about, ask)
      ? text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, values: [line.trim(), label, split] }]))
      : [{ line: 1, values: [text.trim(), label, split] }];
    return { columns: ['text', 'class', 'split'], records, roles: { text: 'text', labels: ['class'], split: 'split' } };
  },
};

/** What all documents have in common. */
interface About {
  /** Places in the list of folders at which documents differ, with examples; the innermost first. */
  levels: { at: number; names: string[] }[];
  /** Documents per folder and split. */
  perGroup: number;
  multiline: boolean;
}

type Document = [text: string, folders: string[], split: string | undefined, about: About];
const NOTHING: About = { levels: [], perGroup: 1, multiline: false };

/** Folders above a file but for those that name splits. */
const foldersOf = (name: string) =>
  name
    .split('/')
    .slice(0, -1)
    .filter((folder) => splitOfName(folder) === undefined);

/** Documents at the depth where most are; `levels` is that depth, 0 where folders tell nothing. */
function treeOf(files: SourceFile[]): { documents: SourceFile[]; others: SourceFile[]; levels: number } {
  const byDepth = new Map<number, SourceFile[]>();
  for (const file of files) {
    if (!DOCUMENT.test(file.name)) continue;
    const depth = foldersOf(file.name).length;
    const own = byDepth.get(depth);
    if (own) own.push(file);
    else byDepth.set(depth, [file]);
  }
  const [levels, documents] = [...byDepth].reduce(
    (best, entry) => (entry[1].length > best[1].length ? entry : best),
    [0, [] as SourceFile[]],
  );
  const chosen = new Set(documents);
  const differ = levels > 0 && varyingLevels(documents).length > 0;
  return { documents, others: files.filter((file) => !chosen.has(file)), levels: differ ? levels : 0 };
}

/** @param documents all of one depth */
function varyingLevels(documents: SourceFile[]): About['levels'] {
  const names = foldersOf(documents[0]?.name ?? '').map(() => new Set<string>());
  for (const { name } of documents) for (const [i, folder] of foldersOf(name).entries()) names[i].add(folder);
  return names.flatMap((found, at) => (found.size > 1 ? [{ at, names: [...found] }] : [])).reverse();
}

function sampleOf(documents: SourceFile[]): SourceFile[] {
  const step = Math.max(1, Math.floor(documents.length / SAMPLE));
  return documents.filter((_, i) => i % step === 0);
}

/** Whether a file holds sentences rather than rows of some format. */
function isPlain(file: SourceFile): boolean {
  const lines = file.head().filter((line) => line.trim() !== '');
  const cells = lines.length > 1 && lines.every((line) => line.includes('\t'));
  const marked =
    /^\s*(<\?xml|<!doctype|[{[]\s*["{[\]])/i.test(file.text.slice(0, 200)) || lines.some((line) => line.startsWith('__label__'));
  return !cells && !marked && !conll.recognises([file]) && !labelled.recognises([file]);
}

function classLevel({ levels }: About, own: string[], ask: Ask): number | undefined {
  const title = ({ names }: About['levels'][number]) => `classes: ${someOf(names)}`;
  const answer = ask({
    id: 'folders',
    text: 'The texts are in folders. The names of the folders are',
    options: [
      ...levels.map((level) => ({ value: `level ${level.at + 1}`, title: title(level) })),
      { value: 'nothing', title: 'no labels' },
    ],
    open: levels.length > 1,
  });
  const level = levels.find(({ at }) => answer === `level ${at + 1}`)?.at;
  return level !== undefined && level < own.length ? level : undefined;
}

/** Whether each line is a text by itself. */
function isList({ perGroup, multiline }: About, ask: Ask): boolean {
  if (!multiline) return false;
  const whole = { value: 'file', title: 'one text' };
  const lines = { value: 'line', title: 'one text per line' };
  return (
    ask({
      id: 'lines of files',
      text: 'Files have several lines. Each file holds',
      options: perGroup > 1 ? [whole, lines] : [lines, whole],
      open: perGroup < MANY,
    }) === 'line'
  );
}
