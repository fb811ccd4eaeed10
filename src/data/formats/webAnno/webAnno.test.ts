/** WebAnno TSV 3 and what stands in its cells. */
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../readDataset';
import { entities, messages } from '../shared/testReading';

const NER = '#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value';
const SPAN = '#T_SP=webanno.custom.Span|value';
const file = (...lines: string[]) => ['#FORMAT=WebAnno TSV 3.3', ...lines].join('\n');
const read = (text: string) => readDataset([{ name: 'doc.tsv', text }], { validationShare: 0 });
const rows = ({ train }: ReturnType<typeof read>, column: string) => train.map((example) => [example.text, entities(example, column)]);
/** Token lines of words with single blanks between. */
const tokens = (sentence: number, from: number, ...cells: string[][]) => {
  let at = from;
  return cells.map(([form, ...rest], i) => {
    const line = `${sentence}-${i + 1}\t${at}-${at + form.length}\t${form}\t${rest.join('\t')}\t`;
    at += form.length + 1;
    return line;
  });
};

describe('WebAnno TSV 3', () => {
  it('a row per sentence, whose offsets count from its beginning', () => {
    const dataset = read(
      file(
        NER,
        '',
        '',
        '#Text=🎉🎉 Mira Olden flew',
        ...tokens(1, 0, ['🎉🎉', '_', '_'], ['Mira', '*[1]', 'PER[1]'], ['Olden', '*[1]', 'PER[1]'], ['flew', '_', '_']),
        '',
        '#Text=Porto slept .',
        ...tokens(2, 21, ['Porto', '*', 'constructor'], ['slept', '_', '_'], ['.', '_', '_']),
        '',
      ),
    );
    expect(dataset.format).toBe('webanno');
    expect(rows(dataset, 'NamedEntity')).toEqual([
      ['🎉🎉 Mira Olden flew', [['Mira Olden', 'PER']]],
      ['Porto slept .', [['Porto', 'constructor']]],
    ]);
    expect(dataset.columns.map(({ name }) => name)).toEqual(['NamedEntity']);
  });

  it('annotations without any value are counted, once per layer', () => {
    const dataset = read(file(NER, '', '#Text=Mira flew', ...tokens(1, 0, ['Mira', '*', '*'], ['flew', '_', '_'])));
    expect(dataset.columns).toEqual([]);
    expect(messages(dataset)).toContain('undefined: NamedEntity: 1 annotation has no value and is left out');
  });

  it('features, links, chains and relations have their columns; layers without a feature name themselves', () => {
    const dataset = read(
      file(
        '#T_SP=webanno.custom.Part|kind|note',
        '#T_SP=webanno.custom.Host|ROLE_webanno.custom.Host:links_webanno.custom.HostLink|webanno.custom.Part',
        '#T_SP=webanno.custom.Quote|',
        '#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation',
        '#T_RL=webanno.custom.Rel|type|BT_webanno.custom.Part',
        '#Text=Mira Olden flew',
        ...tokens(
          1,
          0,
          ['Mira', 'a', 'good', 'x', '1-2[2]', '*[3]', '_', '_', 'r', '1-2'],
          ['Olden', 'b', 'bad', '_', '_', '*[3]', 'n[1]', '*->1-1', '_', '_'],
          ['flew', '*', '_', '_', '_', '_', '_', '_', '_', '_'],
        ),
      ),
    );
    expect(entities(dataset.train[0], 'Part.kind')).toEqual([
      ['Mira', 'a'],
      ['Olden', 'b'],
    ]);
    expect(entities(dataset.train[0], 'Part.note')).toEqual([
      ['Mira', 'good'],
      ['Olden', 'bad'],
    ]);
    expect(entities(dataset.train[0], 'Quote')).toEqual([['Mira Olden', 'Quote']]);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        'undefined: only spans are read; left out: Host (links), CoreferenceLink (chains), Rel (relations)',
        'undefined: Part.kind: 1 annotation has no value and is left out',
      ]),
    );
  });

  it('characters behind a backslash, stacked annotations, and parts of tokens', () => {
    const dataset = read(
      file(
        SPAN,
        '#Text=Berlinreise\\tist da',
        '1-1\t0-11\tBerlinreise\t_\t',
        '1-1.1\t0-6\tBerlin\tLOC\\[1\\]\\|x\\_y\t',
        '1-1.2\t6-11\treise\tTRIP[2]\t',
        '1-2\t12-15\tist\tTRIP[2]|STATE[3]\t',
        '1-3\t16-18\tda\tSTATE[3]\t',
      ),
    );
    expect(rows(dataset, 'Span')).toEqual([
      [
        'Berlinreise\tist da',
        [
          ['Berlin', 'LOC[1]|x_y'],
          ['reise\tist', 'TRIP'],
        ],
      ],
    ]);
    expect(messages(dataset).join()).toMatch(/"ist da" \(STATE, 12–18\) overlap; the second is left out/);
  });

  it('texts over several lines, and a first token that is no word', () => {
    const dataset = read(file(SPAN, '#Text=# Mira', '#Text=slept', ...tokens(1, 0, ['#', '_'], ['Mira', 'PER'], ['slept', '_'])));
    expect(rows(dataset, 'Span')).toEqual([['# Mira\nslept', [['Mira', 'PER']]]]);
  });

  it('an annotation over two sentences is left out, as is a sentence without its tokens', () => {
    const dataset = read(
      file(
        SPAN,
        '#Text=Mira slept',
        ...tokens(1, 0, ['Mira', 'A[1]'], ['slept', 'A[1]']),
        '',
        '#Text=Olden slept',
        ...tokens(2, 11, ['Olden', 'A[1]'], ['slept', 'B']),
        '',
        '#Text=Porto',
        ...tokens(3, 23, ['Lisbon', 'B']),
      ),
    );
    expect(rows(dataset, 'Span')).toEqual([
      ['Mira slept', []],
      ['Olden slept', [['slept', 'B']]],
    ]);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        '3: Span: an annotation (A) continues after the end of this sentence; it is left out',
        '11: the tokens of this sentence are not in its text in this order; the sentence is left out',
      ]),
    );
  });

  it('values that hardly repeat are no classes; a document by two people is said', () => {
    const words = Array.from({ length: 60 }, (_, i) => [`w${i}`, `lemma${i}`, i % 2 ? 'N' : 'V']);
    const text = file(
      '#T_SP=x.Lemma|value',
      '#T_SP=x.POS|PosValue',
      `#Text=${words.map(([form]) => form).join(' ')}`,
      ...tokens(1, 0, ...words),
    );
    const dataset = readDataset(
      [
        { name: 'a/anna.tsv', text },
        { name: 'a/ben.tsv', text },
        { name: 'a/INITIAL_CAS.tsv', text: text.replace(/lemma\d+/g, '_') },
      ],
      { validationShare: 0 },
    );
    expect(dataset.columns.map(({ name }) => name)).toEqual(['POS']);
    expect(dataset.train).toHaveLength(2);
    expect(messages(dataset)).toEqual(
      expect.arrayContaining([
        'undefined: Lemma: 60 different values in 60 annotations; they are left out',
        expect.stringMatching(/1 document is in several files, perhaps by several people \(a\/anna.tsv, a\/ben.tsv\)/),
      ]),
    );
  });

  it('a wrong number of cells, and older versions, are refused', () => {
    expect(() => read(file(SPAN, '#Text=a', '1-1\t0-1\ta\t_\t_\t'))).toThrow('doc.tsv: line 4 has 2 cells after its token, but the layers');
    expect(() => read('#id=1\n#text=Mira slept\n1\tMira\t_\tNNP\tB_PER\n2\tslept\t_\tV\tO\n')).toThrow('doc.tsv is WebAnno TSV 1 or 2');
    expect(() => read(' # webanno.custom.Span | value\n#id=1\n#text=Mira\n1-1\tMira\tB-PER\n')).toThrow('Export it as "WebAnno TSV v3.3"');
  });
});
