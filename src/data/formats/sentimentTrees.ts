/** The Stanford Sentiment Treebank as trees (Socher et al., 2013): `(4 (2 A) (3 (4 fine) (2 film)))`, whose outermost number is the class. */
import type { FileRecord } from '../records';
import type { Format } from './format';

const TREE = /^\(\d \(?.*\)$/;
/** A word with its own number, at the end of a branch. */
const LEAF = /\(\d ([^()]+)\)/g;
const BRACKETS: Record<string, string> = { '-LRB-': '(', '-RRB-': ')' };
const SAMPLE = 50;

export const sentimentTrees: Format = {
  name: 'trees',
  title: 'Sentiment trees (SST)',
  recognises([file]) {
    const lines = file.head(SAMPLE).filter((line) => line.trim() !== '');
    return lines.length > 1 && lines.every((line) => TREE.test(line.trim()));
  },
  read(file, { report }) {
    const records = file.text.split('\n').flatMap((source, i): FileRecord[] => {
      const tree = source.trim();
      if (tree === '') return [];
      const words = [...tree.matchAll(LEAF)].map(([, word]) => BRACKETS[word] ?? word);
      if (TREE.test(tree) && words.length > 0) return [{ line: i + 1, values: [tree[1], words.join(' ')] }];
      report(i + 1, 'a tree in brackets is expected here; the line is left out');
      return [];
    });
    return { columns: ['class', 'text'], records, roles: { text: 'text', labels: ['class'] }, kinds: { class: 'names' } };
  },
};
