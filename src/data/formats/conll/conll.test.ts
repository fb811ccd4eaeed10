/** Files with a word and a tag per line: their layouts, comments, oddities, and what is no such file. */

import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../testing/cpuTime';
import { type ReadOptions, readDataset } from '../../readDataset';
import { SourceFile } from '../../records';
import { conll } from './conll';

function read(name: string, text: string, options: ReadOptions = {}) {
  const dataset = readDataset([{ name, text }], { validationShare: 0, ...options });
  const rows = dataset.train.map((row) => {
    const { entities } = row.labels;
    const spans = Array.isArray(entities)
      ? entities.map((span) => (typeof span === 'object' ? `${row.text.slice(span.start, span.end)}=${span.label}` : span))
      : undefined;
    return [row.text, spans];
  });
  const problems = dataset.problems.filter(({ message }) => !message.startsWith('there are no rows for validation'));
  return { ...dataset, rows, messages: problems.map(({ line, message }) => `${line}: ${message}`) };
}

const recognised = (name: string, text: string) => conll.recognises([new SourceFile({ name, text })]);

it('the language that WikiANN writes before every word is left out', () => {
  const { rows, messages } = read('panx.txt', 'en:Mira\tB-PER\nen:slept\tO\n\nen:in\tO\nen:Porto\tB-LOC\n');
  expect(rows).toEqual([
    ['Mira slept', ['Mira=PER']],
    ['in Porto', ['Porto=LOC']],
  ]);
  expect(messages.join()).toMatch('every word begins with "en:"');
});

it('a single sentence whose tags are types, with or without the mark of a document', () => {
  const words = 'Mira PER\nOlden PER\nflew O\nto O\nPorto LOC\n';
  for (const text of [words, `-DOCSTART-\n\n${words}`]) {
    expect(read('a.txt', text).rows).toEqual([['Mira Olden flew to Porto', ['Mira Olden=PER', 'Porto=LOC']]]);
  }
  expect(recognised('a.txt', 'plan A\nplan B\nplan O\nplan C\n')).toBe(false);
});

describe('where words and tags stand', () => {
  const expected = [
    ['Mira slept', ['Mira=PER']],
    ['in Porto', ['Porto=LOC']],
  ];

  it.each([
    ['tabs', 'Mira\tB-PER\nslept\tO\n\nin\tO\nPorto\tB-LOC\n'],
    ['blanks, Windows line ends', 'Mira B-PER\r\nslept O\r\n\r\nin O\r\nPorto B-LOC\r\n'],
    ['line ends of old Macs', 'Mira B-PER\rslept O\r\rin O\rPorto B-LOC\r'],
    ['tabs that align', 'Mira\t\tB-PER\nslept\t\tO\n\nin\t\t\tO\nPorto\t\tB-LOC\n'],
    ['a placeholder behind', 'Mira\tB-PER\t_\nslept\tO\t_\n\nin\tO\t_\nPorto\tB-LOC\t_\n'],
    ['placeholders between', '# id 12\tdomain=en\nMira _ _ B-PER\nslept _ _ O\n\n# id 13\tdomain=en\nin _ _ O\nPorto _ _ B-LOC\n'],
    ['in the second of four', 'Mira B-PER NNP x\nslept O VBD y\n\nin O IN x\nPorto B-LOC NNP x\n'],
    ['numbered from 0', '0\tMira\tB-PER\n1\tslept\tO\n\n0\tin\tO\n1\tPorto\tB-LOC\n'],
    ['the tag first', 'B-PER\tMira\nO\tslept\n\nO\tin\nB-LOC\tPorto\n'],
    ['a heading', 'TOKEN\tNE-COARSE\nMira\tB-PER\nslept\tO\n\nin\tO\nPorto\tB-LOC\n'],
    ['documents', '-DOCSTART- -X- O\nMira NNP B-PER\nslept VBD O\n-DOCSTART- -X- O\n\nin IN O\nPorto NNP B-LOC\n'],
    ['pictures', 'IMGID:17\nMira\tB-PER\nslept\tO\n\nIMGID:18\nin\tO\nPorto\tB-LOC\n'],
    ['no O', 'Mira B-PER\nslept _\n\nin _\nPorto B-LOC\n'],
  ])('%s', (_, text) => {
    expect(read('a.conll', text).rows).toEqual(expected);
    expect(recognised('a.txt', text)).toBe(true);
  });

  it('of several columns of tags the last counts, and another can be chosen', () => {
    const text = 'Mira NNP B-NP B-PER\nslept VBD B-VP O\n\nin IN B-PP O\nPorto NNP B-NP B-LOC\n';
    const { rows, questions } = read('a.txt', text);
    expect(rows).toEqual(expected);
    expect(questions).toMatchObject([{ id: 'tag column', open: false, answer: '4', options: [{ value: '4' }, { value: '3' }] }]);
    expect(read('a.txt', text, { answers: { 'tag column': '3' } }).rows[0]).toEqual(['Mira slept', ['Mira=NP', 'slept=VP']]);
  });

  it('where the last one marks nothing, it is an open question', () => {
    expect(read('a.txt', 'Mira B-PER O\nslept O O\n\nBen B-PER O\n').questions).toMatchObject([
      { id: 'tag column', open: true, answer: '2' },
    ]);
  });

  it('layers of names inside of names are an open question, and a heading names them', () => {
    const text =
      'TOKEN\tNE-COARSE\tNE-NESTED\tMISC\n# id = 1\nLumex\tB-ORG\tO\t_\nPorto\tI-ORG\tB-LOC\tNoSpaceAfter|EndOfSentence\nin\tO\tO\t_\nPorto\tB-LOC\tO\t_\n';
    const { rows, questions } = read('a.tsv', text);
    expect(rows).toEqual([
      ['Lumex Porto', ['Lumex Porto=ORG']],
      ['in Porto', ['Porto=LOC']],
    ]);
    expect(questions).toMatchObject([
      {
        open: true,
        answer: '2',
        options: [{ title: 'Column 2, NE-COARSE (B-ORG, I-ORG, B-LOC)' }, { title: 'Column 3, NE-NESTED (B-LOC)' }],
      },
    ]);
  });

  it('words may have blanks in them', () => {
    expect(read('a.conll', 'New York\tB-LOC\nis\tO\n10\u00a0000\tO\n').rows).toEqual([['New York is 10\u00a0000', ['New York=LOC']]]);
    const { rows, messages } = read('a.conll', 'New York B-LOC\nis O\nbig O\n');
    expect(rows).toEqual([['New York is big', ['New York=LOC']]]);
    expect(messages).toEqual(['1: 1 line has more columns than the others; the extra ones are read as part of the word']);
  });
});

describe('comments', () => {
  it('# is a word where a tag stands beside it', () => {
    const text = '# O\nMondayMood O\nin O\nPorto B-LOC\n\n# winning O\nteam O\n#1 O\nLumex B-ORG\n\n# a note\nfine O\n';
    expect(read('a.conll', text).rows).toEqual([
      ['# MondayMood in Porto', ['Porto=LOC']],
      ['# winning team #1 Lumex', ['Lumex=ORG']],
      ['fine', []],
    ]);
  });

  it('one inside a sentence is said', () => {
    expect(read('a.conll', 'Mira\tB-PER\n# note\nslept\tO\n').messages).toEqual([
      '2: 1 line inside a sentence begins with # and has no tag; it is read as a comment',
    ]);
  });

  it('give the class and the text', () => {
    const text =
      '# text = 🎉🎉 Mira flew to Porto.\n# label = travel\n🎉🎉\tO\nMira\tB-PER\nflew\tO\nto\tO\nPorto\tB-LOC\n.\tO\n\n# label = O\nfine\tO\n';
    const { rows, train, messages } = read('a.conll', text);
    expect(rows).toEqual([
      ['🎉🎉 Mira flew to Porto.', ['Mira=PER', 'Porto=LOC']],
      ['fine', []],
    ]);
    expect(train.map(({ labels }) => labels.class)).toEqual(['travel', 'O']);
    expect(messages).toEqual([]);
  });

  it('a text that is not made of the words is not used, and it is said', () => {
    const { rows, messages } = read('a.conll', '# text = MIRA slept\nMira\tB-PER\nslept\tO\n');
    expect(rows).toEqual([['Mira slept', ['Mira=PER']]]);
    expect(messages[0]).toMatch(/^1: in 1 row the text does not consist of the tokens/);
  });
});

describe('what is missing', () => {
  it('blank words cost one remark', () => {
    const text = 'Mira\tB-PER\n \tI-PER\nOlden\tI-PER\n\nIn\tO\n\u00a0\tO\nPorto\tB-LOC\n\n \tO\n';
    const { rows, messages } = read('a.conll', text);
    expect(rows).toEqual([
      ['Mira Olden', ['Mira Olden=PER']],
      ['In Porto', ['Porto=LOC']],
    ]);
    expect(messages).toEqual(['1: 2 blank tokens are left out']);
    expect(read('a.conll', 'Mira B-PER\n  I-PER\nOlden I-PER\n').rows).toEqual([['Mira Olden', ['Mira Olden=PER']]]);
  });

  it('where characters are words, blank ones are the blanks of the text', () => {
    const text = '서\tB-LC\n울\tI-LC\n에\tO\n \tO\n왔\tO\n다\tO\n';
    const { rows, questions } = read('a.tsv', text);
    expect(rows).toEqual([['서울에 왔다', ['서울=LC']]]);
    expect(questions).toMatchObject([{ id: 'blank words', answer: 'nothing', open: false }]);
    expect(read('a.tsv', text, { answers: { 'blank words': 'blanks' } }).rows).toEqual([['서 울 에 왔 다', ['서 울=LC']]]);
  });

  it('a line without a tag costs the tags of its sentence, not the word', () => {
    const { rows, messages } = read('a.conll', 'Mira\tB-PER\nslept\n\nBen\t\nate\tO\n\nin\tO\nPorto\tB-LOC\n');
    expect(rows).toEqual([
      ['Mira slept', undefined],
      ['Ben ate', undefined],
      ['in Porto', ['Porto=LOC']],
    ]);
    expect(messages).toEqual(['2: 2 lines have no tag; the tags of their sentences are left out']);
  });

  it('a sentence of placeholders has unknown entities', () => {
    expect(read('a.conll', 'Mira\tB-PER\nslept\tO\n\nBen\t_\nate\t_\n').rows[1]).toEqual(['Ben ate', undefined]);
  });

  it('without any tags it is refused', () => {
    expect(() => read('a.conll', 'Mira NNP\nslept VBD\n')).toThrow(
      'a.conll has no column of entity tags (O, B-PER, I-PER): the last column holds values like "NNP". Choose a file that has a tag beside each word.',
    );
    expect(() => read('a.conll', 'Mira\nslept\n')).toThrow('its lines have only one column');
  });
});

describe('recognising', () => {
  it('by what stands in the file', () => {
    for (const name of ['train.txt', 'train.tsv', 'train.bio', 'train.iob', 'train']) {
      expect(recognised(name, 'Mira\tB\nslept\tO\n\nBen\tB\n')).toBe(true);
      expect(recognised(name, 'Mira PER\nslept O\n\nBen PER\n')).toBe(true);
    }
  });

  it.each([
    ['sentences and classes', 'good film\tpos\nbad film\tneg\n\nfine\tpos\n'],
    ['words and parts of speech', 'Mira\tNNP\nslept\tVBD\n\nBen\tNNP\n'],
    ['a table of words with a header', 'Sentence #\tWord\tTag\n1\tMira\tB-per\n1\tslept\tO\n'],
    ['commas', 'Sentence #,Word,POS,Tag\nSentence: 1,Mira,NNP,B-per\n,slept,VBD,O\n'],
    ['sentences and their tags', 'Mira Olden slept\tB-PER I-PER O\nBen ate\tB-PER O\n'],
    ['prose', 'They all sang an O\nand then an A\n\nThe end came too late\n'],
    ['classes in front', '1 a good film\n0 a bad film\n1 fine\n0 boring\n'],
  ])('not %s', (_, text) => {
    expect(recognised('a.tsv', text)).toBe(false);
    expect(recognised('a.txt', text)).toBe(false);
  });

  it('a large file is looked at in its beginning', () => {
    const text = 'Mira\tB-PER\nslept\tO\n\n'.repeat(200_000);
    const start = cpuTime();
    expect(recognised('a.txt', text)).toBe(true);
    expect(cpuTime() - start).toBeLessThan(400);
  });
});
