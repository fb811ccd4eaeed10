/** CoNLL-U in its layouts: where entities stand, words of several parts, and the text. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from '../../readDataset';

function read(text: string, options: ReadOptions = {}, name = 'a.conllu') {
  const dataset = readDataset([{ name, text }], { validationShare: 0, ...options });
  const rows = dataset.train.map((row) => {
    const { entities } = row.labels;
    const spans = Array.isArray(entities)
      ? entities.map((span) => (typeof span === 'object' ? `${row.text.slice(span.start, span.end)}=${span.label}` : span))
      : undefined;
    return [row.text, spans];
  });
  const problems = dataset.problems.filter(({ message }) => !message.startsWith('there are no rows for validation'));
  return { ...dataset, rows, messages: problems.map(({ message }) => message) };
}

/** A line of ten columns, with `_` in those between. */
const word = (id: string, form: string, misc = '_') => [id, form, ...Array(7).fill('_'), misc].join('\t');
const PORTO = 'Mira flew to Porto.';

describe('CoNLL-U', () => {
  it('columns named in lower case', () => {
    const text = '# global.columns = id form ner misc\n# text = Mira slept.\n1\tMira\tB-PER\t_\n2\tslept\tO\tSpaceAfter=No\n3\t.\tO\t_\n';
    expect(read(text, {}, 'a.conllup').rows).toEqual([['Mira slept.', ['Mira=PER']]]);
  });

  it('text of the comment, words found in it behind emoji', () => {
    const text = [
      '# sent_id = 1',
      '# text = 🎉🎉 Mira Olden flew to Porto.',
      word('1', '🎉🎉', 'NER=O'),
      word('2', 'Mira', 'NER=B-PER'),
      word('3', 'Olden', 'NER=I-PER'),
      word('4', 'flew', 'NER=O'),
      word('5', 'to', 'NER=O'),
      word('6', 'Porto', 'NER=B-LOC|SpaceAfter=No'),
      word('7', '.', 'NER=O'),
    ].join('\n');
    for (const name of ['a.conllu', 'a.txt', 'a.conll']) {
      const { format, rows, messages } = read(text, {}, name);
      expect([format, rows, messages]).toEqual(['conllu', [['🎉🎉 Mira Olden flew to Porto.', ['Mira Olden=PER', 'Porto=LOC']]], []]);
    }
  });

  it('without the comment the text is made by SpaceAfter; other keys, BIOES', () => {
    const text = [
      word('1', 'Mira', 'start_char=0|end_char=4|ner=S-PER'),
      word('2', 'flew', 'ner=O'),
      word('3', 'to', 'ner=O'),
      word('4', 'Porto', 'ner=S-LOC|SpaceAfter=No'),
      word('5', '.', 'ner=O'),
    ].join('\n');
    expect(read(text)).toMatchObject({ rows: [[PORTO, ['Mira=PER', 'Porto=LOC']]], scheme: 'BIOES' });
    expect(read(text.replaceAll('ner=', 'name=')).rows).toEqual([[PORTO, ['Mira=PER', 'Porto=LOC']]]);
  });

  it('of a word of several parts the word counts, and empty nodes do not', () => {
    const text = [
      '# text = Vino al Porto.',
      word('1', 'Vino', 'NER=O'),
      word('1.1', 'ella', 'NER=B-PER'),
      word('2-3', 'al', '_'),
      word('2', 'a', 'NER=O'),
      word('3', 'el', 'NER=B-LOC'),
      word('4', 'Porto', 'NER=I-LOC|SpaceAfter=No'),
      word('5', '.', 'NER=O'),
      '',
      word('1-2', 'Miradel', 'SpaceAfter=No'),
      word('1', 'Mira', 'NER=B-PER'),
      word('2', 'del', 'NER=I-PER'),
      word('3', '!', 'NER=O'),
    ].join('\n');
    const { rows, messages } = read(text);
    expect(rows).toEqual([
      ['Vino al Porto.', ['al Porto=LOC']],
      ['Miradel!', ['Miradel=PER']],
    ]);
    expect(messages).toEqual(['1 word of several parts is only partly in an entity; the whole word is read as part of it']);
  });

  it('words without a key are outside of entities, unless others say so', () => {
    const some = [word('1', 'Mira', 'NER=B-PER'), word('2', 'slept'), '', word('1', 'Yes')];
    expect(read(some.join('\n')).rows).toEqual([
      ['Mira slept', ['Mira=PER']],
      ['Yes', []],
    ]);
    const all = [word('1', 'Mira', 'NER=B-PER'), word('2', 'slept', 'NER=O'), '', word('1', 'Yes')];
    expect(read(all.join('\n')).rows[1]).toEqual(['Yes', undefined]);
  });

  it('CoNLL-U Plus: the column of tags is found by what stands in it', () => {
    const text = '# global.columns = ID FORM UPOS NER\n# text = So?\n1\tSo\tADV\tO\n2\t?\tPUNCT\tO\n\n1\tMira\tPROPN\tB-PER\n';
    expect(read(text).rows).toEqual([
      ['So?', []],
      ['Mira', ['Mira=PER']],
    ]);
  });

  it('several keys: one is read, and another can be chosen', () => {
    const text = [word('1', 'Mira', 'x=B-A|NER=B-PER'), word('2', 'slept', 'x=O|NER=O')].join('\n');
    const { rows, questions } = read(text);
    expect(rows).toEqual([['Mira slept', ['Mira=PER']]]);
    expect(questions).toMatchObject([{ id: 'tag column', answer: 'NER', open: false }]);
    expect(read(text, { answers: { 'tag column': 'x' } }).rows).toEqual([['Mira slept', ['Mira=A']]]);
  });

  it('a wrong tag costs its sentence', () => {
    const text = [word('1', 'Mira', 'NER=B-PER'), word('2', 'slept', 'NER=O'), '', word('1', 'Ben', 'NER=PER')].join('\n');
    const { rows, messages } = read(text);
    expect(rows).toEqual([
      ['Mira slept', ['Mira=PER']],
      ['Ben', undefined],
    ]);
    expect(messages[0]).toMatch('"PER" is not a known tag');
  });

  it('without entities it is refused', () => {
    expect(() => read(word('1', 'Mira'))).toThrow(
      'a.conllu is CoNLL-U without named entities: neither MISC (NER=B-PER) nor a column of its own has tags. Choose a file that has them.',
    );
    expect(() => read(word('1', 'Mira', 'Entity=(1-person-new)'))).toThrow('values mark coreference, which cannot be read here');
  });
});

describe('Universal NER', () => {
  it('a number, a word, its tag, and what annotators noted', () => {
    const text = '# sent_id = 1\n# text = Mira slept.\n1\tMira\tB-PER\tB-PER#O\ts\n2\tslept\tO\tO#O\ts\n3\t.\tO\tO#O\ts\n';
    const { format, rows, questions } = read(text, {}, 'en.iob2');
    expect([format, rows, questions]).toEqual(['conllu', [['Mira slept.', ['Mira=PER']]], []]);
    const intent = '# text: play Mira\n# intent: Play\n1\tplay\tPlay\tO\n2\tMira\tPlay\tB-artist\n';
    expect(read(intent, {}, 'en.conll').train[0].labels).toMatchObject({
      class: 'Play',
      entities: [{ start: 5, end: 9, label: 'artist' }],
    });
    const plain = '# text = Vamos al\n1\tVamos\tB-PER\t-\ts\n2-3\tal\t_\t-\ts\n2\ta\tO\t-\ts\n3\tel\tO\t-\ts\n';
    expect(read(plain, {}, 'es.iob2').rows).toEqual([['Vamos al', ['Vamos=PER']]]);
  });
});
