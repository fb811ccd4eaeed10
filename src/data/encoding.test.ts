import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from './decodeFile';
import { guessEncodings } from './encodingGuess';
import { decodeBytes } from './encodingNames';
import { readDataset } from './readDataset';

const fixture = JSON.parse(readFileSync(new URL('../../reference/fixtures/encodings.json', import.meta.url), 'utf8')) as {
  encoding: string;
  text: string;
  bytes: string;
}[];

const decode = async (bytes: Uint8Array<ArrayBuffer> | number[], name = 'a.csv') =>
  (await decodeFiles([new File([Uint8Array.from(bytes)], name)]))[0];
const load = async (bytes: Uint8Array<ArrayBuffer>, options = {}) => readDataset([await decode(bytes)], { validationShare: 0, ...options });
const utf16 = (text: string, little: boolean, size = 2) => {
  const view = new DataView(new ArrayBuffer(size * text.length));
  for (let i = 0; i < text.length; i++) {
    if (size === 2) view.setUint16(2 * i, text.charCodeAt(i), little);
    else view.setUint32(4 * i, text.charCodeAt(i), little);
  }
  return new Uint8Array(view.buffer);
};

describe('older encodings, by the text that they give', () => {
  it.each(fixture)('$encoding: $text', ({ bytes, text }) => {
    const own = Uint8Array.from(Buffer.from(bytes, 'base64'));
    const guess = guessEncodings(own);
    expect(decodeBytes(own, guess[0]), guess.join(' ')).toBe(text);
  });
});

describe('Unicode', () => {
  const table = 'text,label\ngood,pos\nbäd,neg\n';
  const dash = 'text,label\nпривет,pos\nпока,neg\n';
  it.each([table, dash])('UTF-8, UTF-16 and UTF-32, with a mark or without: %j', async (text) => {
    const forms = [new TextEncoder().encode(text), new TextEncoder().encode(`\ufeff${text}`)];
    for (const little of [true, false])
      for (const size of [2, 4]) forms.push(utf16(text, little, size), utf16(`\ufeff${text}`, little, size));
    for (const bytes of forms) {
      const source = await decode(bytes);
      expect(source).toMatchObject({ text });
      expect(source.encodings).toBeUndefined();
    }
  });
  it('UTF-8 in which a few bytes are wrong stays UTF-8, and is said with its line', async () => {
    const bytes = new TextEncoder().encode('text,label\nschön und größer,pos\nübel für alle,neg\nkühl#,neg\n');
    bytes[bytes.indexOf(0x23)] = 0xff;
    const { train, problems } = await load(bytes);
    expect(train.map(({ text }) => text)).toEqual(['schön und größer', 'übel für alle', 'kühl\ufffd']);
    expect(problems).toContainEqual({
      severity: 'warning',
      file: 'a.csv',
      line: 4,
      message: 'the file is not valid UTF-8 in 1 place, starting on this line; \ufffd is read instead',
    });
  });
});

describe('the question', () => {
  const own = Uint8Array.from(Buffer.from('text,label\nd\xe9j\xe0 vu,pos\nd\xe9j\xe0 bu,neg\n', 'latin1'));
  it('names the encoding and reads in another where that is answered', async () => {
    const read = await load(own);
    expect(read.train.map(({ text }) => text)).toEqual(['déjà vu', 'déjà bu']);
    expect(read.problems).toContainEqual({
      severity: 'warning',
      file: 'a.csv',
      message: 'the file is not UTF-8; it was read as Windows-1252 (Western European)',
    });
    const question = read.questions.find(({ id }) => id === 'encoding');
    expect(question).toMatchObject({ answer: 'windows-1252' });
    expect(question?.options.map(({ value }) => value)).toContain('koi8-r');
    const again = await load(own, { answers: { encoding: 'windows-1251' } });
    expect(again.train.map(({ text }) => text)).toEqual(['dйjа vu', 'dйjа bu']);
    expect(again.problems.map(({ message }) => message)).toContain('the file is not UTF-8; it was read as Windows-1251 (Cyrillic)');
  });
  it('is open where the bytes do not tell', async () => {
    const short = Uint8Array.from(Buffer.from('text,label\n\xc8\xe9,pos\n\xe9\xe8,neg\n', 'latin1'));
    expect((await load(short)).questions.find(({ id }) => id === 'encoding')).toMatchObject({ open: true });
  });
});

describe('what is not text', () => {
  const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
  it.each([
    ['a.bin', [0x50, 0, 1, 2, 0, 0, 9], 'a.bin is not a text file'],
    ['a.csv', ascii('\x89PNG\r\n\x1a\n\0\0'), 'a.csv is a PNG picture'],
    ['a.pdf', ascii('%PDF-1.7\n%\xe2'), 'a.pdf is a PDF document'],
    ['a.db', ascii('SQLite format 3\0\x10\0'), 'an SQLite database, which cannot be read here. Write the table as CSV'],
    ['a.pkl', [0x80, 4, 0x95, 0, 0], 'a Python pickle'],
    ['a.arrow', ascii('ARROW1\0\0'), 'an Arrow or Feather file'],
    ['a.arrow', [0xff, 0xff, 0xff, 0xff, 0x10, 0], 'an Arrow stream'],
    ['a.spacy', [0x78, 0x9c, 1, 2, 3], 'a DocBin file of spaCy'],
    ['model.safetensors', [0x40, 0, 0, 0, 0, 0, 0, 0, ...ascii('{"a"')], 'a safetensors file'],
    ['a.xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'Save it as .xlsx or CSV'],
    ['a.csv.bz2', ascii('BZh91AY&SY\x8f\x01'), 'a bzip2 archive, which cannot be read here. Unpack it first'],
    ['a.7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7-Zip archive'],
    ['a.zst', [0x28, 0xb5, 0x2f, 0xfd, 0], 'a Zstandard archive'],
    ['a.npy', ascii('\x93NUMPY\x01'), 'a NumPy array'],
  ])('%s is refused by what it is', async (name, bytes, message) => {
    await expect(decode(bytes, name)).rejects.toThrow(message);
  });
  it.each(['ORCID,text,label\n1,ä b,x\n', 'ID3,text\n', 'PAR1,text\n', 'RIFF text\n'])(
    'but not a text that begins like one: %j',
    async (text) => {
      expect(await decode([...new TextEncoder().encode(text)])).toMatchObject({ text });
    },
  );
  it('is passed over among data, and said', async () => {
    const files = [new File(['text,label\na b,x\nc d,y\n'], 'd/train.csv'), new File([Uint8Array.from(ascii('\x89PNG'))], 'd/plot.png')];
    const { train, problems } = readDataset(await decodeFiles(files), { validationShare: 0 });
    expect(train).toHaveLength(2);
    expect(problems.map(({ message }) => message)).toContain('files without data are left out: d/plot.png (a PNG picture)');
  });
  it('what may be the data is an error beside others, and a refusal beside papers', async () => {
    const packed = new File([Uint8Array.from(ascii('BZh91AY&SY\x8f\x01'))], 'd/test.csv.bz2');
    const read = readDataset(await decodeFiles([new File(['text,label\na b,x\nc d,y\n'], 'd/train.csv'), packed]), { validationShare: 0 });
    expect(read.problems).toContainEqual({
      severity: 'error',
      file: 'd/test.csv.bz2',
      message: 'this file is a bzip2 archive, which cannot be read here; it is left out. Unpack it first, and choose the files inside',
    });
    const papers = await decodeFiles([packed, new File(['# Notes\n'], 'd/README.md')]);
    expect(() => readDataset(papers)).toThrow('d/test.csv.bz2 is a bzip2 archive, which cannot be read here. Unpack it first');
  });
  it('a text that no string can hold is refused before it is read', async () => {
    const file = new File([], 'large.csv');
    Object.defineProperty(file, 'size', { value: 700 * 2 ** 20 });
    await expect(decodeFiles([file])).rejects.toThrow('large.csv is 700 MiB in size, and a text file can have 512 MiB at most');
  });
});
