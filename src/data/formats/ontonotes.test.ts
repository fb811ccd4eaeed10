/** OntoNotes: names in brackets, wherever their column stands. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from '../readDataset';

function read(text: string, options: ReadOptions = {}, name = 'a.v4_gold_conll') {
  const dataset = readDataset([{ name, text }], { validationShare: 0, ...options });
  const rows = dataset.train.map((row) => [
    row.text,
    [row.labels.entities].flat().map((span) => (typeof span === 'object' ? `${row.text.slice(span.start, span.end)}=${span.label}` : span)),
  ]);
  return { ...dataset, rows, messages: dataset.problems.map(({ message }) => message) };
}

/** Words with what stands behind the part of speech. */
const lines = (words: [string, string][]) => words.map(([word, rest], i) => `x/y   0   ${i}   ${word}   NN   ${rest}`).join('\n');
const FULL: [string, string][] = [
  ['Mira', '(TOP(NP*  -  -  -  Host  (PERSON*  (ARG0*  (1)'],
  ['Olden', '*)  -  -  -  Host  *)  *)  -'],
  ['flew', '(VP*  fly  01  1  Host  *  (V*)  -'],
  ['to', '*  -  -  -  Host  *  (ARGM-DIR*  -'],
  ['Porto', '*))  -  -  -  Host  (GPE)  *)  -'],
  ['/.', '*))  -  -  -  Host  *  *  -'],
];

describe('OntoNotes', () => {
  it('names over several words, parts of documents, words as they are written', () => {
    const text = `#begin document (x/y); part 000\n${lines(FULL)}\n\n${lines([['-LRB-', '(TOP*)  -  -  -  -  *  -']])}\n\n#end document\n#begin document (x/y); part 001\n${lines([['Ben', '(TOP*)  -  -  -  -  (PERSON)  -']])}\n#end document\n`;
    const { format, rows, roles } = read(text);
    expect(format).toBe('ontonotes');
    expect(rows).toEqual([
      ['Mira Olden flew to Porto .', ['Mira Olden=PERSON', 'Porto=GPE']],
      ['(', []],
      ['Ben', ['Ben=PERSON']],
    ]);
    expect(roles.tags).toBe('entities');
  });

  it('the column of names is found in files with others, by its types', () => {
    const text = lines([
      ['Mira', '(TOP(S*  (V*)  (PERSON)'],
      ['slept', '*))  (ARG0*)  *'],
    ]);
    expect(read(text, {}, 'a.txt').rows).toEqual([['Mira slept', ['Mira=PERSON']]]);
  });

  it('names inside of names, and without an end', () => {
    const { rows, messages } = read(
      lines([
        ['Lumex', '*  -  -  -  -  (ORG*  -'],
        ['Porto', '*  -  -  -  -  *)  -'],
        ['won', '*  -  -  -  -  (DATE*  -'],
      ]).replace('*)  -', '(GPE))  -'),
    );
    expect(rows).toEqual([['Lumex Porto won', ['Lumex Porto=ORG', 'won=DATE']]]);
    expect(messages.slice(0, 2)).toEqual([
      '1 name is inside another; only the outer names are read',
      '1 name does not end in the same sentence; it is read up to the end of the sentence',
    ]);
  });

  it('without names or words it is refused', () => {
    expect(() => read('#begin document (x);\nx\t0\t0\tMira\t(1)\n#end document\n')).toThrow('OntoNotes without a column of names');
    expect(() => read(lines([['[WORD]', '*  -  -  -  -  (ORG)  -']]))).toThrow('has [WORD] instead of every word');
  });
});
