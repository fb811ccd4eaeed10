/** Texts in folders that name their classes. */
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../testing/cpuTime';
import { type ReadOptions, readDataset } from '../../readDataset';
import { messages } from '../shared/testReading';

const read = (files: Record<string, string>, options: ReadOptions = {}) =>
  readDataset(
    Object.entries(files).map(([name, text]) => ({ name, text })),
    { validationShare: 0, ...options },
  );
const rows = ({ train }: ReturnType<typeof read>) => train.map(({ text, labels }) => [text, labels.class]);

describe('texts in folders', () => {
  it('aclImdb: classes by folder, splits above them, other files passed over', () => {
    const dataset = read({
      'aclImdb/imdb.vocab': 'the\nand',
      'aclImdb/imdbEr.txt': '0.1\n0.2',
      'aclImdb/train/urls_pos.txt': 'http://a\nhttp://b',
      'aclImdb/train/pos/0_9.txt': 'A fine film.\n',
      'aclImdb/train/pos/1_test.txt': 'Another one.',
      'aclImdb/train/neg/0_2.txt': 'A poor film.',
      'aclImdb/train/unsup/0_0.txt': 'A film.',
      'aclImdb/test/pos/0_8.txt': 'Fine again.',
      'aclImdb/test/neg/0_1.txt': 'Poor again.',
    });
    expect(dataset.format).toBe('folders');
    expect(rows(dataset)).toEqual([
      ['A fine film.', 'pos'],
      ['Another one.', 'pos'],
      ['A poor film.', 'neg'],
      ['A film.', undefined],
    ]);
    expect(dataset.test.map(({ labels }) => labels.class)).toEqual(['pos', 'neg']);
    expect(dataset.splitNames).toEqual([
      { name: 'train', split: 'train' },
      { name: 'test', split: 'test' },
    ]);
    expect(messages(dataset)).toContain(
      'undefined: aclImdb/imdb.vocab, aclImdb/imdbEr.txt, aclImdb/train/urls_pos.txt: not in the folder of a class; left out',
    );
    expect(dataset.questions.map(({ id, answer, open }) => [id, answer, open])).toEqual([['folders', 'level 2', false]]);
  });

  it('20 Newsgroups: no extensions, texts over several lines, classes that are names of objects', () => {
    const files = Object.fromEntries(
      ['alt.atheism', 'constructor'].flatMap((group) =>
        Array.from({ length: 20 }, (_, i) => [`20news/20news-bydate-train/${group}/${100 + i}`, `From: ${i}\n\nHello ${group}.\n`]),
      ),
    );
    const dataset = read({ ...files, '20news/20news-bydate-test/constructor/7': 'From: me\nBye.' });
    expect(dataset.train).toHaveLength(40);
    expect(rows(dataset)[39]).toEqual(['From: 19\n\nHello constructor.', 'constructor']);
    expect(dataset.test).toHaveLength(1);
    expect(dataset.questions.find(({ id }) => id === 'lines of files')).toMatchObject({ answer: 'file', open: false });
  });

  it('a file per class may have a text per line, and few files are asked about', () => {
    const files = { 'mood/pos/data.txt': 'good\n\nfine\n', 'mood/neg/data.txt': 'bad\npoor\n' };
    const dataset = read(files);
    expect(rows(dataset)).toEqual([
      ['good', 'pos'],
      ['fine', 'pos'],
      ['bad', 'neg'],
      ['poor', 'neg'],
    ]);
    expect(dataset.questions.find(({ id }) => id === 'lines of files')).toMatchObject({ answer: 'line', open: true });
    expect(rows(read(files, { answers: { 'lines of files': 'file' } }))[0]).toEqual(['good\n\nfine', 'pos']);
    expect(rows(read(files, { answers: { folders: 'nothing' } }))[0]).toEqual(['good', undefined]);
  });

  it('where two levels of folders differ, a person says which is the class', () => {
    const files = { 'mail/a/ham/1.txt': 'one', 'mail/a/spam/2.txt': 'two', 'mail/b/ham/3.txt': 'three', 'mail/b/ham/4.1999.txt': 'four' };
    expect(read(files).questions[0]).toMatchObject({ id: 'folders', answer: 'level 3', open: true });
    expect(rows(read(files, { answers: { folders: 'level 2' } }))).toEqual([
      ['one', 'a'],
      ['two', 'a'],
      ['three', 'b'],
      ['four', 'b'],
    ]);
  });

  it('a folder beside those of splits is for a person to place', () => {
    const dataset = read({ 'x/train/a/1.txt': 'one', 'x/train/b/2.txt': 'two', 'x/more/a/3.txt': 'three', 'x/train/a/4.txt': 'four' });
    // The depth of most files counts.
    expect(dataset.train).toHaveLength(3);
    expect(messages(dataset).join()).toMatch(/x\/more\/a\/3.txt/);
  });

  it('files of other formats in folders are not claimed', () => {
    const conll = 'Mira B-PER\nslept O\n\nOlden B-PER\nslept O\n';
    expect(read({ 'c/one/a.txt': conll, 'c/two/b.txt': conll }).format).toBe('conll');
    expect(read({ 'c/de/a.csv': 'text,label\na,x\nb,y', 'c/en/a.csv': 'text,label\nc,x' }).format).toBe('csv');
    expect(read({ 'c/train/a.txt': 'one two', 'c/test/b.txt': 'three four' }).format).toBe('text');
  });

  it('50,000 files are read within seconds', () => {
    const sources = Array.from({ length: 50_000 }, (_, i) => ({
      name: `aclImdb/${i % 4 < 2 ? 'train' : 'test'}/${i % 2 ? 'pos' : 'neg'}/${i}_1.txt`,
      text: `Film number ${i} is what it is.`,
    }));
    const start = cpuTime();
    const dataset = readDataset(sources, { validationShare: 0 });
    expect([dataset.train.length, dataset.test.length]).toEqual([25_000, 25_000]);
    expect(dataset.problems.every(({ file }) => file.length < 200)).toBe(true);
    expect(cpuTime() - start).toBeLessThan(15_000);
  });
});
