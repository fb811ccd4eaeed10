/** Tables of separated values: what separates cells, where a header is, and what is odd about rows. */
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readDataset } from '../../readDataset';

const read = (text: string, options: ReadOptions & { name?: string } = {}) => {
  const dataset = readDataset([{ name: options.name ?? 'a.csv', text }], { validationShare: 0, ...options });
  const rows = dataset.train.map(({ text: each, labels }) => [each, ...Object.values(labels)]);
  const messages = dataset.problems.filter(({ line }) => line !== undefined).map(({ line, message }) => `${line}: ${message}`);
  const question = (id: string) => dataset.questions.find((each) => each.id === id);
  return { ...dataset, rows, messages, question };
};

describe('the header', () => {
  it.each<[string, string, string[]]>([
    [
      'of names that nobody knows',
      'Date,Customer,Message,Team\n2024-01-01,Ada,The parcel is late,post\n2024-01-02,Bob,I was charged twice,bills\n2024-01-03,Eve,Where is my parcel,post\n2024-01-04,Kim,The bill is wrong again,bills\n',
      ['The parcel is late', 'I was charged twice', 'Where is my parcel', 'The bill is wrong again'],
    ],
    [
      'in another language',
      'Satz;Klasse\nDas Paket ist zu spät;Post\nZweimal abgebucht, bitte prüfen;Konto\nWo ist mein Paket;Post\nNoch ein Satz dazu;Konto\n',
      ['Das Paket ist zu spät', 'Zweimal abgebucht, bitte prüfen', 'Wo ist mein Paket', 'Noch ein Satz dazu'],
    ],
    [
      'with empty names',
      'v1,v2,,,\nham,See you at noon,,,\nspam,Win a free prize now,,,\nham,Ok then,,,\nspam,Free entry today,,,\n',
      ['See you at noon', 'Win a free prize now', 'Ok then', 'Free entry today'],
    ],
    [
      'that comes again, as in files that were put together',
      'text,label\ngood,pos\nbad,neg\ntext,label\nfine,pos\n',
      ['good', 'bad', 'fine'],
    ],
    [
      'missing: classes come again',
      'pos,what a day\nneg,what a night\npos,it was kind\nneg,it was dull\n',
      ['what a day', 'what a night', 'it was kind', 'it was dull'],
    ],
    [
      'missing: numbers throughout',
      'A girl is styling her hair.,3.5\nA man is playing a flute.,1.25\nA dog runs in the field.,4\n',
      ['A girl is styling her hair.', 'A man is playing a flute.', 'A dog runs in the field.'],
    ],
  ])('%s', (_, text, texts) => {
    expect(read(text).train.map((row) => row.text)).toEqual(texts);
  });

  it('is a question that can be answered otherwise', () => {
    const text = 'good day,pos\nbad day,neg\nfine day,pos\npoor day,neg\n';
    expect(read(text).question('header')).toMatchObject({ answer: 'no', open: false });
    expect(read(text).question('header')?.labels).toBeUndefined();
    const { rows, question } = read(text, { answers: { header: 'yes' } });
    expect(question('header')?.answer).toBe('yes');
    expect(rows).toEqual([
      ['bad day', 'neg'],
      ['fine day', 'pos'],
      ['poor day', 'neg'],
    ]);
  });

  it('two columns of one name are both read, and that is said', () => {
    const { rows, columns, messages } = read('text,label,label\na b c,x,1.5\nd e f,y,2.5\n', {
      roles: { labels: ['label', 'label (column 3)'] },
    });
    expect(columns.map(({ name }) => name)).toEqual(['label', 'label (column 3)']);
    expect(rows[0]).toEqual(['a b c', 'x', 1.5]);
    expect(messages[0]).toMatch('1: two columns have the name "label"');
  });
});

describe('separators', () => {
  it.each([
    ['semicolon', ';'],
    ['tab', '\t'],
    ['bar', '|'],
    ['comma', ','],
  ])('%s', (value, mark) => {
    const text = [['text', 'label'], ['one two three', 'x'], ['four five', 'y']].map((row) => row.join(mark)).join('\n'); // biome-ignore format: one line
    const { rows, question } = read(text);
    expect(rows).toEqual([
      ['one two three', 'x'],
      ['four five', 'y'],
    ]);
    expect(question('delimiter')?.answer).toBe(value);
  });

  it('one column may have commas in its texts', () => {
    expect(read('text\nhello, there\nyes\nno, not, now\n').rows).toEqual([['hello, there'], ['yes'], ['no, not, now']]);
  });

  it('can be answered otherwise', () => {
    expect(read('text|label\na, b|x\nc, d|y\n', { answers: { delimiter: 'comma' } }).train.map(({ text }) => text)).toEqual([
      'text|label',
      'a',
      'c',
    ]);
  });
});

describe('quotation marks', () => {
  it('hold cells with separators, line breaks and marks together, in tab-separated files too', () => {
    const text = 'text\tlabel\n"He said ""go"" twice"\tneg\n"two\nlines"\tpos\nplain\tpos\n';
    expect(read(text, { name: 'a.tsv' }).rows).toEqual([
      ['He said "go" twice', 'neg'],
      ['two\nlines', 'pos'],
      ['plain', 'pos'],
    ]);
  });

  it('one that is never closed costs its own line at most, which is named', () => {
    const { rows, messages } = read('text,label\n"open,pos\nbad day,neg\n"shut, it",pos\nfine,neg\n');
    expect(rows).toEqual([
      ['"open', 'pos'],
      ['bad day', 'neg'],
      ['shut, it', 'pos'],
      ['fine', 'neg'],
    ]);
    expect(messages).toEqual(['2: a quotation mark is never closed; the line is read as it is']);
  });

  it('one in the wrong place is named', () => {
    const { rows, messages } = read('text,label\nthe 5" screen,pos\n"a "quoted" word",neg\nplain,pos\n');
    expect(rows.map(([text]) => text)).toEqual(['the 5" screen', 'a "quoted" word', 'plain']);
    expect(messages).toEqual(['3: a quotation mark is misplaced; check how the row is read']);
  });
});

describe('rows', () => {
  it('with too many cells are left out and named; those with too few are counted', () => {
    const { rows, messages } = read('text,label,score\nI came, I saw,pos,1.5\nbad day,neg,2.5\ngood day,pos\nok day,neg,0.5\n');
    expect(rows.map(([text]) => text)).toEqual(['bad day', 'good day', 'ok day']);
    expect(messages).toEqual([
      '2: the row has 4 cells instead of 3 and is left out: a cell may hold a separator without quotation marks',
      '4: this row has fewer cells than the 3 columns (2 here); the missing cells count as empty',
    ]);
  });

  it('line ends of all systems count alike', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(read(['text,label', 'good,pos', '"two', 'lines",neg', ',pos', ''].join(end)).messages).toEqual([
        '5: there is no text in this row; it is left out',
      ]);
    }
  });

  it('Python lists in cells are lists', () => {
    const { columns, rows } = read(`text,topics,spans\nAda in Rome,"['a', 'b']","[(0, 3, 'PER')]"\nBob,"['a']",[]\n`);
    expect(columns.map(({ name, values }) => [name, values])).toEqual([
      ['topics', 'lists'],
      ['spans', 'spans'],
    ]);
    expect(rows[0]).toEqual(['Ada in Rome', ['a', 'b'], [{ start: 0, end: 3, label: 'PER' }]]);
  });
});

describe('tags and spans in cells', () => {
  it('tags of the words of the text, with blanks or commas between them', () => {
    for (const mark of [',', ' ']) {
      const tags = (...list: string[]) => `"${list.join(mark)}"`;
      const { train } = read(
        `sentence,word_labels\nThey marched through London,${tags('O', 'O', 'O', 'B-geo')}\nIran left,${tags('B-gpe', 'O')}\n`,
      );
      expect(train.map(({ text, labels }) => [text, labels.word_labels])).toEqual([
        ['They marched through London', [{ start: 21, end: 27, label: 'geo' }]],
        ['Iran left', [{ start: 0, end: 4, label: 'gpe' }]],
      ]);
    }
  });

  it('spans in an object of their own, as spaCy has them', () => {
    const { rows } = read(
      'text,entities\nMira slept,"{""entities"": [[0, 4, ""PER""]]}"\nPorto rained,"{\'entities\': [(0, 5, \'LOC\')]}"\n',
    );
    expect(rows.map(([, spans]) => spans)).toEqual([[{ start: 0, end: 4, label: 'PER' }], [{ start: 0, end: 5, label: 'LOC' }]]);
  });
});

describe('which column is the text', () => {
  const body = (name: string) =>
    `id,title,${name},label\n1,Short,A long body about rain,x\n2,Brief,A long body about cups,y\n3,Tiny,Another long body here,x\n`;

  it('the one that is called so; beside a title, the longer one, and a question', () => {
    expect(read(body('text')).roles.text).toBe('text');
    const { roles, question } = read(body('story'));
    expect(roles.text).toBe('story');
    expect(question('text')).toMatchObject({ open: true, options: [{ value: 'story' }, { value: 'title' }] });
    expect(read(body('story'), { answers: { text: 'title' } }).train[0].text).toBe('Short');
  });

  it('not dates, ids and addresses, however long they are', () => {
    const row = (i: number) =>
      `"${i % 2 ? 4 : 0}","14678${10369 + 7 * i * i}","Mon Apr 06 22:19:4${i} PDT 2009","NO_QUERY","user${i}","it is ${'abcd'[i]} today"`;
    const { columns, train } = read([0, 1, 2, 3].map(row).join('\n'));
    expect(train.map(({ text }) => text)).toEqual(['it is a today', 'it is b today', 'it is c today', 'it is d today']);
    expect(columns.map(({ name, values }) => [name, values])).toEqual([['column 1', 'names']]);
  });

  it('two that are called alike but for their numbers', () => {
    const header = 'Quality\t#1 ID\t#2 ID\t#1 String\t#2 String';
    const rows = [1, 0, 1, 0].map((quality, i) => `${quality}\t70${i}\t90${i}\tOne text ${'abcd'[i]}\tThe other text ${'abcd'[i]}`);
    const { roles, columns, train } = read([header, ...rows].join('\n'), { name: 'msr.tsv' });
    expect([roles.text, roles.other]).toEqual(['#1 String', '#2 String']);
    expect([train[0].other, columns.map(({ name }) => name)]).toEqual(['The other text a', ['Quality']]);
  });

  it('an answer to a question that was not asked is named', () => {
    expect(read(body('text'), { answers: { sheet: '2' } }).problems.map(({ message }) => message)).toContain(
      'the answer to "sheet" is not used: these files do not raise that question',
    );
  });
});

describe('a decimal comma', () => {
  const table = 'text;stars;note\nrain fell;1,5;a, b\nsun shone;1.002,25;c\nsnow fell;3;d\n';
  const values = (options: ReadOptions = {}, text = table) => {
    const dataset = readDataset([{ name: 'a.csv', text }], { validationShare: 0, ...options });
    return {
      questions: dataset.questions.filter(({ id }) => id === 'decimal comma'),
      stars: dataset.train.map(({ labels }) => labels.stars),
    };
  };

  it('makes numbers, unless a person says otherwise', () => {
    expect(values()).toMatchObject({ stars: [1.5, 1002.25, 3], questions: [{ answer: 'numbers', open: false }] });
    expect(values({ answers: { 'decimal comma': 'texts' } }).stars).not.toContain(1.5);
  });

  it('between small numbers is asked about, and beside commas there is none', () => {
    expect(values({}, table.replace('1.002,25', '2,5').replaceAll(';', '\t')).questions).toMatchObject([{ open: true }]);
    expect(values({}, 'text,stars\nrain,"1,5"\nsun,"2,5"\n').questions).toEqual([]);
  });
});
