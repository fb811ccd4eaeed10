import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../dataset';
import { decodeFiles } from '../../decodeFile';
import { readDataset } from '../../readDataset';

const fixture = JSON.parse(readFileSync(new URL('../../../../reference/fixtures/parquet.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;
const EMOJI = '🎉🎉 Mira Olden flew to Porto.';

const file = (name: string, as = name) => new File([Uint8Array.from(Buffer.from(fixture[name], 'base64'))], as);
const load = async (name: string, options = {}) => readDataset(await decodeFiles([file(name)]), { validationShare: 0, ...options });
const covered = (text: string, spans: unknown) =>
  (spans as Span[] | undefined)?.map(({ start, end, label }) => [text.slice(start, end), label]);

describe('Parquet', () => {
  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])('compressed by %s', async (codec) => {
    const { train, format } = await load(`${codec}.parquet`);
    expect(format).toBe('parquet');
    expect(train).toHaveLength(15);
    expect(train.slice(0, 3).map(({ text, labels }) => [text, labels.label, labels.score])).toEqual([
      ['A good film', 'pos', 0.5],
      [EMOJI, 'none', 1.25],
      ['A bad film', 'neg', 2],
    ]);
  });
  it('row groups, in pages of the second version', async () => {
    const { train } = await load('groups.parquet');
    expect(train.map(({ labels }) => labels.label)).toEqual(Array.from({ length: 5 }, () => ['pos', 'none', 'neg']).flat());
  });
  it('classes have their names, and -1 is none', async () => {
    const [{ opened }] = await decodeFiles([file('classes.parquet')]);
    expect(opened?.table.records.map(({ values }) => values)).toEqual([
      ['A good film', 'pos', 2 ** 40],
      [EMOJI, undefined, 2],
      ['A bad film', 'neg', 3],
    ]);
    expect((await load('classes.parquet')).train.map(({ labels }) => labels.label)).toEqual(['pos', undefined, 'neg']);
  });
  it('tags of tokens have their names', async () => {
    const { train, problems } = await load('tags.parquet');
    expect(train.map(({ text, labels }) => [text, covered(text, labels.ner_tags)])).toEqual([
      ['Mira Olden slept', [['Mira Olden', 'PER']]],
      ['Porto', [['Porto', 'LOC']]],
    ]);
    expect(problems.map(({ line, message }) => [line, message])).toContainEqual([3, 'there is no text in this row; it is left out']);
  });
  it('spans, lists of classes, and a row of which the spans are not known', async () => {
    const { train } = await load('spans.parquet');
    expect(train.map(({ text, labels }) => covered(text, labels.entities))).toEqual([
      [],
      [
        ['Mira Olden', 'PER'],
        ['Porto', 'LOC'],
      ],
      undefined,
    ]);
    expect(train.map(({ labels }) => labels.topics)).toEqual([['film'], ['travel'], ['film', 'travel']]);
  });
  it('answers, and spans that are kept column by column', async () => {
    const answers = await load('answers.parquet');
    expect(answers.train.map(({ text, other, labels }) => [other, covered(text, labels.answers)])).toEqual([
      ['Who flew?', [['Mira Olden', 'answer']]],
      ['Who ran?', undefined],
    ]);
    const { train } = await load('columnar.parquet');
    expect(covered(train[0].text, train[0].labels.entities)).toEqual([['Mira Olden', 'PER']]);
  });
  it('what pandas writes: categories, dates, an index and bytes', async () => {
    const read = await load('pandas.parquet');
    expect(read.fields).toEqual(['text', 'label', 'day', 'image']);
    expect(read.train.map(({ labels }) => labels.label)).toEqual(['pos', undefined, 'neg']);
    expect(read.problems.map(({ message }) => message)).toContain(
      'image holds bytes that are not text (pictures or sounds, say); the column is left out',
    );
    const [{ opened }] = await decodeFiles([file('pandas.parquet')]);
    expect(opened?.table.records.map(({ values }) => values[2])).toEqual(['2024-01-02', undefined, '2024-01-03T04:05:00Z']);
  });
  it('splits by the names of files', async () => {
    const names = ['data/train-00000-of-00002.parquet', 'data/train-00001-of-00002.parquet', 'data/test-00000-of-00001.parquet'];
    const { train, test } = readDataset(await decodeFiles(names.map((name) => file('snappy.parquet', name))), { validationShare: 0 });
    expect([train.length, test.length]).toEqual([30, 15]);
  });
  it('damaged, incomplete and empty files are refused by name', async () => {
    await expect(load('empty.parquet')).rejects.toThrow('empty.parquet is a Parquet file without rows');
    const bytes = Uint8Array.from(Buffer.from(fixture['snappy.parquet'], 'base64'));
    const open = (part: Uint8Array<ArrayBuffer>) => decodeFiles([new File([part], 'a.parquet')]);
    await expect(open(bytes.slice(0, 200))).rejects.toThrow('a.parquet is not a complete Parquet file');
    await expect(open(Uint8Array.from([...'PAR1\x15\x04', ...'\0'.repeat(52), ...'PAR1'].map((c) => c.charCodeAt(0))))).rejects.toThrow(
      'a.parquet is not a complete Parquet file',
    );
    const broken = bytes.slice();
    broken.fill(0xff, 8, 60);
    await expect(open(broken)).rejects.toThrow('a.parquet is not a complete Parquet file');
    // The first page's header, with half a byte (a float64) as the length of what follows it.
    const half = new Uint8Array(Float64Array.of(0.5).buffer);
    const between = bytes.slice();
    between.set([0x15, 0, 0x15, 0, 0x17, ...half, 0x2c, 0x15, 2, 0, 0], 4);
    await expect(open(between)).rejects.toThrow('a.parquet is not a complete Parquet file');
  });
});
