import { beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../random';
import { memoryVectorStore } from '../storage/vectorStore';
import { EmbeddingSet } from './embeddingSet';
import { exportEmbeddings } from './formats';

const H = 3;
/** More rows than are walked at a time, so that chunk borders are crossed. */
const COUNT = 2500;
const vectors = new Random(1).uniform(COUNT * H, 1);
const texts = Array.from({ length: COUNT }, (_, i) => (i === 1 ? 'a "quoted", text\nof two lines' : `text ${i}`));

let set: EmbeddingSet;
beforeEach(() => {
  set = new EmbeddingSet(memoryVectorStore(), H);
  for (const [from, to] of [
    [0, 10],
    [10, 2000],
    [2000, COUNT],
  ]) {
    set.append(texts.slice(from, to), {
      data: vectors.slice(from * H, to * H),
      tokens: texts.slice(from, to).map((text) => text.length),
      truncated: texts.slice(from, to).map((_, i) => from + i === 2100),
    });
  }
});

const cosine = (i: number, j: number) => {
  const [a, b] = [i, j].map((row) => [...vectors.slice(row * H, (row + 1) * H)]);
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, k) => sum + value * y[k], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

describe('an embedding set', () => {
  it('gives rows across the borders of what was appended', () => {
    const [row] = set.rows(2100, 1);
    expect(row).toMatchObject({ index: 2100, text: 'text 2100', tokens: 9, truncated: true });
    expect(row.values).toEqual(vectors.slice(2100 * H, 2101 * H));
    expect(set.rows(COUNT - 2, 10)).toHaveLength(2);
    expect(set.truncatedCount).toBe(1);
  });

  it('finds the nearest rows that a full sort finds', () => {
    const all = texts.map((_, j) => ({ index: j, score: cosine(1500, j) })).filter(({ index }) => index !== 1500);
    all.sort((a, b) => b.score - a.score);
    const found = set.nearest(1500, 7);
    expect(found.map(({ index }) => index)).toEqual(all.slice(0, 7).map(({ index }) => index));
    found.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(all[i].score, 5);
    });
  });

  it('gives cosine similarities of the first rows', () => {
    const { data, shape } = set.similarities(4);
    expect(shape).toEqual([4, 4]);
    expect(data[1 * 4 + 3]).toBeCloseTo(cosine(1, 3), 5);
    expect(data[2 * 4 + 2]).toBeCloseTo(1, 6);
  });
});

describe('files', () => {
  it('CSV quotes what needs it and keeps every value', async () => {
    const lines = (await exportEmbeddings(set, 'csv').text()).split('\r\n');
    expect(lines[0]).toBe('text,e0,e1,e2');
    expect(lines[2]).toMatch(/^"a ""quoted"", text\nof two lines",/);
    expect(lines).toHaveLength(COUNT + 2);
    const values = lines[1 + 2400].split(',').slice(1).map(Number);
    expect(new Float32Array(values)).toEqual(vectors.slice(2400 * H, 2401 * H));
  });

  it('JSON parses to shape and rows', async () => {
    const { shape, rows } = JSON.parse(await exportEmbeddings(set, 'json').text()) as {
      shape: number[];
      rows: { text: string; embedding: number[] }[];
    };
    expect(shape).toEqual([COUNT, H]);
    expect(rows[1].text).toBe(texts[1]);
    expect(new Float32Array(rows[2400].embedding)).toEqual(vectors.slice(2400 * H, 2401 * H));
  });

  it('NPY has a padded version 1.0 header and the matrix behind it', async () => {
    const bytes = new Uint8Array(await exportEmbeddings(set, 'npy').arrayBuffer());
    expect([...bytes.slice(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    const headerEnd = 10 + bytes[8] + 256 * bytes[9];
    expect(headerEnd % 64).toBe(0);
    const header = new TextDecoder().decode(bytes.slice(10, headerEnd));
    expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2500, 3\), \} *\n$/);
    expect(new Float32Array(bytes.slice(headerEnd).buffer)).toEqual(vectors);
  });
});
