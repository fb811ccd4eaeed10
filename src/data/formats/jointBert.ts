/** JointBERT's layout (Chen et al., 2019): `seq.in`, `seq.out` and `label`, paired line by line. */
import { TandemError } from '../../errors';
import { type FileRecord, SourceFile } from '../records';
import type { Format } from './format';

const PARTS = ['seq.in', 'seq.out', 'label'] as const;

/** `train` of `snips/train/seq.in`; '' for a file without a folder. */
const folderOf = (name: string) => name.replace(/[^/]*$/, '').replace(/\/$/, '');
const partOf = (name: string) => PARTS.find((part) => name.slice(name.lastIndexOf('/') + 1).replace(/\.txt$/, '') === part);

export const jointBert: Format = {
  name: 'jointbert',
  title: 'JointBERT (seq.in, seq.out, label)',
  recognises: (sources) => sources.some(({ name }) => partOf(name) === 'seq.in'),
  join: joinParts,
  read({ text }) {
    const records: FileRecord[] = [];
    const [tokens, tags, labels] = (JSON.parse(text) as string[]).map((part) => part.replace(/\r?\n$/, '').split(/\r?\n/));
    const pieces = (line: string) => line.split(' ').filter((piece) => piece !== '');
    for (const [i, line] of tokens.entries()) {
      const words = pieces(line);
      if (words.length > 0) records.push({ line: i + 1, values: [words, pieces(tags[i]), labels[i]] });
    }
    return { columns: ['tokens', 'slots', 'intent'], records, roles: { tokens: 'tokens', tags: 'slots', labels: ['intent'] } };
  },
};

/**
 * The three files of each folder as one source, whose text is a JSON list of theirs.
 *
 * @throws TandemError `bad-input` when one of the three is missing, or they are not of equal length
 */
function joinParts(sources: SourceFile[]): SourceFile[] {
  return [...new Set(sources.map(({ name }) => folderOf(name)))].flatMap((folder) => {
    const inside = sources.filter(({ name }) => folderOf(name) === folder);
    if (!inside.some(({ name }) => partOf(name))) return [];
    const texts = PARTS.map((part) => {
      const file = inside.find(({ name }) => partOf(name) === part);
      if (!file)
        throw new TandemError('bad-input', `${folder || 'The selection'} has no ${part} file. Choose seq.in, seq.out and label together.`);
      return file.text;
    });
    const counts = texts.map((text) => text.replace(/\r?\n$/, '').split(/\r?\n/).length);
    if (new Set(counts).size > 1) {
      const each = PARTS.map((part, i) => `${part} ${counts[i]}`).join(', ');
      throw new TandemError(
        'bad-input',
        `The files of ${folder || 'this data set'} have different numbers of lines (${each}), so they cannot be paired.`,
      );
    }
    return [new SourceFile({ name: folder || 'seq.in', text: JSON.stringify(texts) })];
  });
}
