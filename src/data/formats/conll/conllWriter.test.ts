/** CoNLL as it is written, and read back. */
import { describe, expect, it } from 'vitest';
import type { Span } from '../../dataset';
import { readDataset } from '../../readDataset';
import type { OutData, OutFile, OutRow } from '../output';
import { conll } from './conll';

async function write(rows: OutRow[], columns: OutData['columns'] = [{ name: 'entities', values: 'spans' }]) {
  const said: string[] = [];
  const files = (await conll.writer?.write({ name: 'mine', columns, rows, predicted: false }, (message) => said.push(message))) ?? [];
  return { files, said, texts: files.map(({ parts }) => parts.join('')) };
}

const reread = (files: OutFile[]) =>
  readDataset(
    files.map(({ path, parts }) => ({ name: path, text: parts.join('') })),
    { validationShare: 0 },
  );

const span = (text: string, part: string, label: string): Span => ({
  start: text.indexOf(part),
  end: text.indexOf(part) + part.length,
  label,
});
const row = (text: string, parts: [string, string][], rest: Partial<OutRow> = {}): OutRow => ({
  text,
  split: 'train',
  ...rest,
  labels: { entities: parts.map(([part, label]) => span(text, part, label)), ...rest.labels },
});

describe('writing CoNLL', () => {
  it('a file per split, tags in IOB2, the class above', async () => {
    const columns: OutData['columns'] = [
      { name: 'topic', values: 'names' },
      { name: 'entities', values: 'spans' },
    ];
    const rows = [
      row('Mira Olden slept', [['Mira Olden', 'PER']], { labels: { topic: 'rest' } }),
      row('Porto', [['Porto', 'LOC']], { split: 'test' }),
      row('So what?', [], { split: 'validation' }),
    ];
    const { files, texts, said } = await write(rows, columns);
    expect(files.map(({ path }) => path)).toEqual(['train.conll', 'validation.conll', 'test.conll']);
    expect(texts).toEqual([
      '# label = rest\nMira\tB-PER\nOlden\tI-PER\nslept\tO\n\n',
      '# text = So what?\nSo\tO\nwhat\tO\n?\tO\n\n',
      'Porto\tB-LOC\n\n',
    ]);
    expect(said).toEqual(['CoNLL has no column names: "topic" will be called "class" when the file is read back']);
  });

  it('read back the rows are the same', async () => {
    const rows = [
      row('🎉🎉 Mira Olden flew to Porto.', [
        ['Mira Olden', 'PER'],
        ['Porto', 'LOC'],
      ]),
      row('# is a  word, too', [['word', 'type with blanks']]),
      row(' two  blanks ', []),
      row('Ben Ada', [
        ['Ben', 'PER'],
        ['Ada', 'PER'],
      ]),
      row('zero\u200bwidth', [['zero', 'B-b']]),
      row('👩‍👩‍👧 is here', [['here', 'LOC']]),
      row('caf\u0065\u0301s', [['cafe\u0301s', 'LOC']]),
    ];
    const { files } = await write(rows);
    const { train, problems } = reread(files);
    expect(train.map(({ text, labels }) => ({ text, spans: labels.entities }))).toEqual(
      rows.map(({ text, labels }) => ({ text, spans: labels.entities })),
    );
    expect(problems.filter(({ line }) => line !== undefined)).toEqual([]);
  });

  it('comments, placeholders and breaks in texts are no more than that', async () => {
    const texts = [
      '# ',
      '# label = x',
      '# text = y',
      'B-PER O',
      '_',
      '-DOCSTART- IMGID:1',
      'one\u2028two',
      '\u3000TOKEN\u0085tag',
      '\u00adword ',
    ];
    const rows = texts.flatMap((text) => [row(text, []), { text, split: 'train' as const, labels: {} }]);
    for (const some of [rows, ...rows.slice(0, -1).map((each) => [each])]) {
      const { files } = await write(some);
      expect(reread(files).train.map(({ text, labels }) => [text, labels.entities])).toEqual(
        some.map(({ text, labels }) => [text, labels.entities]),
      );
    }
  });

  it('the words of the file are kept', async () => {
    const words = Uint32Array.of(0, 3, 4, 6);
    const { files, texts } = await write([{ ...row('So? ok', [['ok', 'X']]), words }]);
    expect(texts).toEqual(['So?\tO\nok\tB-X\n\n']);
    expect(reread(files).train[0].words).toEqual(words);
  });

  it('an entity inside a word parts it, which is said', async () => {
    const { files, said } = await write([row('Berliner Luft', [['Berlin', 'LOC']])]);
    expect(said).toEqual(['1 entity begins or ends inside a word; the word is written in parts']);
    expect(reread(files).train[0]).toMatchObject({
      text: 'Berliner Luft',
      labels: { entities: [{ start: 0, end: 6, label: 'LOC' }] },
    });
  });

  it('rows whose entities are not known stay so, alone in their file too', async () => {
    const rows = [row('Mira slept', [['Mira', 'PER']]), { text: 'Ben ate', split: 'train' as const, labels: {} }];
    const unlabelled = { text: 'Ada ran', split: 'test' as const, labels: {} };
    const { files } = await write([...rows, unlabelled]);
    const { train, test } = reread(files);
    expect(train.map(({ labels }) => labels.entities?.valueOf())).toEqual([[{ start: 0, end: 4, label: 'PER' }], undefined]);
    expect(test).toMatchObject([{ text: 'Ada ran', labels: {} }]);
  });

  it('what it cannot hold is said', async () => {
    const columns: OutData['columns'] = [
      { name: 'entities', values: 'spans' },
      { name: 'inner', values: 'spans' },
      { name: 'score', values: 'numbers' },
    ];
    const { texts, said } = await write([row('one\ntwo', [['two', 'a|b']], { other: 'x', scores: { entities: [0.5] } })], columns);
    expect(texts).toEqual(['one\tO\ntwo\tB-a/b\n\n']);
    expect(said).toEqual([
      'inner: CoNLL can hold one column of entities and one of classes; this column is left out',
      'score: CoNLL can hold one column of entities and one of classes; this column is left out',
      '1 row has a second text, which CoNLL cannot hold; it is left out',
      'CoNLL cannot hold scores; they are left out',
      '1 text or class has line breaks or tabs, which are written as spaces',
      '"a|b" is written as "a/b", because | joins tags',
    ]);
    await expect(async () => write([row('x', [])], [])).rejects.toThrow('this data set has no column of entities');
  });
});
