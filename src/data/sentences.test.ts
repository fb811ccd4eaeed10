import { describe, expect, it } from 'vitest';
import { readSentences } from './sentences';

const file = (content: string | Uint8Array<ArrayBuffer>, name: string) => new File([content], name);

describe('a text file', () => {
  it('gives its lines, whatever ends them, without blank ones and without a byte order mark', async () => {
    expect(await readSentences(file('\ufeffone\r\ntwo\n\n  \nthree\rfour', 'a.txt'))).toEqual(['one', 'two', 'three', 'four']);
  });
});

describe('a CSV file', () => {
  it('gives the column whose name says that it holds text', async () => {
    expect(await readSentences(file('id,Text,label\n1,"a, b",x\n2,"say ""hi""\nagain",y\n', 'a.csv'))).toEqual(['a, b', 'say "hi"\nagain']);
  });

  it('without a header gives the column with the longest cells', async () => {
    expect(await readSentences(file('1,a rather long sentence,x\n2,another long sentence,y\n', 'a.csv'))).toEqual([
      'a rather long sentence',
      'another long sentence',
    ]);
  });

  it('may be separated by tabs or semicolons', async () => {
    expect(await readSentences(file('label\tsentence\nx\tone, two\n', 'a.tsv'))).toEqual(['one, two']);
    expect(await readSentences(file('label;sentence\nx;one, two\ny;three\n', 'a.csv'))).toEqual(['one, two', 'three']);
  });

  it('with an unclosed quotation mark is refused with its row', async () => {
    await expect(readSentences(file('text\n"open\nnever closed', 'a.csv'))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/quotation mark near row/),
    });
  });
});

describe('what is not text', () => {
  it.each([
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0x00, 0x42, 0x00])],
    ['an image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])],
    ['zero bytes', new Uint8Array([0x41, 0x00, 0x42])],
  ])('%s is refused by name', async (_, bytes) => {
    await expect(readSentences(file(bytes, 'odd.txt'))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(/odd\.txt is not UTF-8/),
    });
  });

  it('an empty file is refused', async () => {
    await expect(readSentences(file(' \n\n', 'empty.txt'))).rejects.toThrow(/has no sentences/);
  });
});
