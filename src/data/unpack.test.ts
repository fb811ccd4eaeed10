import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeFiles } from './decodeFile';
import { readDataset } from './readDataset';
import { unpackAll } from './unpack';

const A = 'text,label\ngood film,pos\nbad film,neg\n';
const B = 'text,label\nfine play,pos\npoor play,neg\n';
const file = (name: string, bytes: Uint8Array | string) => new File([typeof bytes === 'string' ? bytes : bytes.slice()], name);
const zip = (entries: Record<string, string | Uint8Array>, level: 0 | 6 = 6) =>
  zipSync(Object.fromEntries(Object.entries(entries).map(([path, data]) => [path, typeof data === 'string' ? strToU8(data) : data])), {
    level,
  });
const decode = async (...files: File[]) => (await decodeFiles(files)).map(({ name, text }) => [name, text]);

function tar(entries: Record<string, string>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [path, text] of Object.entries(entries)) {
    const header = new Uint8Array(512);
    header.set(strToU8(path));
    header.set(strToU8(text.length.toString(8).padStart(11, '0')), 124);
    header.set(strToU8('0'), 156);
    header.set(strToU8('ustar\x0000'), 257);
    const body = new Uint8Array(Math.ceil(text.length / 512) * 512);
    body.set(strToU8(text));
    blocks.push(header, body);
  }
  blocks.push(new Uint8Array(1024));
  return Uint8Array.from(blocks.flatMap((block) => [...block]));
}

describe('archives', () => {
  it.each([0, 6] as const)('ZIP: paths stay, what systems put beside is left out (level %i)', async (level) => {
    const archive = zip({ 'data/train.csv': A, 'data/test.csv': B, '__MACOSX/data/._train.csv': 'x', 'data/.DS_Store': 'y' }, level);
    expect(await decode(file('set.zip', archive))).toEqual([
      ['data/train.csv', A],
      ['data/test.csv', B],
    ]);
    const { train, test } = readDataset(await decodeFiles([file('set.zip', archive)]), { validationShare: 0 });
    expect([train.length, test.length]).toEqual([2, 2]);
  });
  it('is known by its content; names of several archives stand above their files', async () => {
    expect(await decode(file('train.zip', zip({ 'a.csv': A })), file('test', zip({ 'a.csv': B })))).toEqual([
      ['train.zip/a.csv', A],
      ['test/a.csv', B],
    ]);
    expect(await decode(file('all.zip', zip({ 'train.zip': zip({ 'a.csv': A }), 'dev.zip': zip({ 'a.csv': B }) })))).toEqual([
      ['train.zip/a.csv', A],
      ['dev.zip/a.csv', B],
    ]);
  });
  it('gzip, also of several members, and tape archives', async () => {
    const two = Uint8Array.from([...gzipSync(strToU8(A)), ...gzipSync(strToU8('more,pos\n'))]);
    expect(await decode(file('train.csv.gz', gzipSync(strToU8(A))), file('dev.csv.gz', two))).toEqual([
      ['train.csv', A],
      ['dev.csv', `${A}more,pos\n`],
    ]);
    const packed = tar({ './d/train.csv': A, 'd/test.csv': B });
    const expected = [
      ['d/train.csv', A],
      ['d/test.csv', B],
    ];
    expect(await decode(file('d.tar', packed))).toEqual(expected);
    expect(await decode(file('d.tgz', gzipSync(packed)))).toEqual(expected);
    expect(await decode(file('d.zip', zip({ 'x/train.csv.gz': gzipSync(strToU8(A)) })))).toEqual([['x/train.csv', A]]);
  });
  it('data behind other bytes, and a comment at the end', async () => {
    const archive = [...strToU8('#!/bin/sh\n'), ...zip({ 'train.csv': A })];
    archive[archive.length - 2] = 3;
    const blob = new Blob([Uint8Array.from([...zip({ 'train.csv': A })].map((byte, i, all) => (i === all.length - 2 ? 3 : byte))), 'abc']);
    expect((await unpackAll([{ name: 'a.zip', blob }])).map(({ name }) => name)).toEqual(['train.csv']);
  });
});

describe('archives that are refused', () => {
  const archive = zip({ 'train.csv': A.repeat(40) });
  const directory = archive.length - 22 - 46 - 'train.csv'.length;
  it('encrypted, damaged, incomplete, empty', async () => {
    const locked = archive.slice();
    locked[directory + 8] |= 1;
    await expect(decode(file('a.zip', locked))).rejects.toThrow('a.zip is encrypted: it needs a password');
    const broken = archive.slice();
    broken[45] ^= 0xff;
    await expect(decode(file('a.zip', broken))).rejects.toThrow('train.csv in a.zip is damaged or incomplete');
    await expect(decode(file('a.zip', archive.slice(0, 50)))).rejects.toThrow('a.zip is damaged or incomplete');
    const packed = gzipSync(strToU8(A.repeat(40)));
    await expect(decode(file('a.csv.gz', packed.slice(0, -20)))).rejects.toThrow('a.csv.gz is damaged or incomplete');
    packed[packed.length - 6] ^= 1;
    await expect(decode(file('a.csv.gz', packed))).rejects.toThrow('a.csv.gz is damaged or incomplete');
    await expect(decode(file('a.zip', zip({})))).rejects.toThrow('a.zip is an archive without files');
    const tape = tar({ 'train.csv': A });
    for (const size of ['99999999999', 'not a number', '-0000000007']) {
      tape.set(strToU8(size.slice(0, 11)), 124);
      await expect(decode(file('a.tar', tape))).rejects.toThrow('a.tar is damaged or incomplete');
    }
  });
  it('one that unpacks to more than is allowed, whatever it says of itself', async () => {
    const bomb = zip({ 'a.csv': 'a'.repeat(100_000) });
    const open = (bytes: Uint8Array) => unpackAll([{ name: 'a.zip', blob: new Blob([bytes.slice()]) }], 50_000);
    await expect(open(bomb)).rejects.toThrow('a.zip unpacks to more than 50000 bytes');
    const liar = bomb.slice();
    new DataView(liar.buffer).setUint32(liar.length - 22 - 46 - 'a.csv'.length + 24, 10, true);
    await expect(open(liar)).rejects.toThrow('a.zip unpacks to more than 50000 bytes');
  });
  it('but not one of data that has such a file among others', async () => {
    expect((await decode(file('a.zip', zip({ 'train.csv': A, mimetype: 'x' })))).map(([name]) => name)).toEqual(['train.csv', 'mimetype']);
    await expect(decode(file('a.zip', zip({ 'train.csv': A, 'vectors.npy': '\x93NUMPY' })))).resolves.toHaveLength(2);
  });
  it('one in one in one', async () => {
    const inner = zip({ 'a.zip': zip({ 'b.zip': zip({ 'c.csv': A }) }) });
    await expect(decode(file('x.zip', inner))).rejects.toThrow('b.zip is inside an archive that is inside another');
  });
  it.each([
    ['a.docx', { '[Content_Types].xml': 'x', 'word/document.xml': 'x' }, 'a Word document'],
    ['a.ods', { mimetype: 'x', 'content.xml': 'x' }, 'an OpenDocument spreadsheet, which cannot be read here. Save it as .xlsx or CSV'],
    ['a.pt', { 'a/data.pkl': 'x', 'a/version': '3' }, 'a PyTorch file'],
    ['a.npz', { 'a.npy': 'x', 'b.npy': 'y' }, 'a file of NumPy arrays'],
    ['a.xlsb', { '[Content_Types].xml': 'x', 'xl/workbook.bin': 'x' }, 'a binary Excel workbook'],
  ])('%s, a document in the form of one', async (name, entries, message) => {
    await expect(decode(file(name, zip(entries as unknown as Record<string, string>)))).rejects.toThrow(message);
  });
});
