/** Against scikit-learn and umap-learn on five hundred of scikit-learn's digits, see reference/explore_fixture.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../random';
import { floats } from '../testing/sentenceFolders';
import { ClusterWords } from './clusterNames';
import { kMeans, lloyd } from './kMeans';
import { nearCopies } from './nearCopies';
import { type Neighbours, nearestNeighbours } from './neighbours';
import { alongPrincipalAxes } from './principalAxes';
import { stopWordsOf } from './stopWords';
import { umap } from './umap';
import { umapGraph } from './umapGraph';
import { dot, finish, normalise, rowAt, type Vectors } from './vectors';

const fixture = JSON.parse(readFileSync('reference/fixtures/explore.json', 'utf8')) as {
  rows: number;
  size: number;
  digits: number[];
  neighbours: { k: number; rows: number[]; distances: string };
  graph: { edges: number; weights: string };
  umap: { trustworthiness: number[]; kept: number[] };
  pca: { variances: number[]; trustworthiness: number };
  kMeans: { k: number; labels: number[]; inertia: number; best: number };
  words: { texts: string[]; of: number[]; words: string[]; weights: number[][] };
};
const { rows: count, size } = fixture;
const { k } = fixture.neighbours;
const digits = normalise({ data: Float32Array.from(fixture.digits), count, size });
const neighbours = finish(nearestNeighbours(digits, k));

const cosineDistance = (a: number, b: number) => 1 - dot(rowAt(digits, a), rowAt(digits, b));
/** Other rows, the nearest first. */
const byDistance = (row: number, distance: (a: number, b: number) => number) =>
  Array.from({ length: count }, (_, other) => other)
    .filter((other) => other !== row)
    .map((other) => [distance(row, other), other] as const)
    .sort(([a], [b]) => a - b)
    .map(([, other]) => other);

/** Venna & Kaski (2001), as scikit-learn defines it; and the share of nearest rows that are among the nearest points. */
function quality({ data, size: width }: Vectors): { trustworthiness: number; kept: number } {
  const inMap = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (data[a * width + i] - data[b * width + i]) ** 2;
    return sum;
  };
  let [penalty, kept] = [0, 0];
  for (let row = 0; row < count; row++) {
    const ranks = new Map(byDistance(row, cosineDistance).map((other, i) => [other, i + 1]));
    for (const other of byDistance(row, inMap).slice(0, k)) {
      const rank = ranks.get(other) as number;
      if (rank <= k) kept++;
      else penalty += rank - k;
    }
  }
  return { trustworthiness: 1 - (2 * penalty) / (count * k * (2 * count - 3 * k - 1)), kept: kept / (count * k) };
}

describe('nearest rows', () => {
  it('are those of scikit-learn', () => {
    const expected = floats(fixture.neighbours.distances);
    neighbours.distances.forEach((distance, at) => {
      expect(distance / 2).toBeCloseTo(expected[at], 5);
    });
    const same = neighbours.rows.filter((row, at) => row === fixture.neighbours.rows[at]).length;
    // Rows that are equally near may change places.
    expect(same).toBeGreaterThan(0.99 * neighbours.rows.length);
  });

  it('of many rows, found along principal axes, are nearly all of the nearest', () => {
    const random = new Random(4);
    const wide = { data: random.uniform(600 * 200, 1), count: 600, size: 200 };
    for (let row = 0; row < 600; row++) for (let i = 0; i < 200; i++) wide.data[row * 200 + i] += 2 * Math.sin((row % 30) * (i + 1));
    normalise(wide);
    const exact = finish(nearestNeighbours(wide, 10, true));
    const found = finish(nearestNeighbours(wide, 10, false));
    const hits = found.rows.filter((row, at) => exact.rows.subarray(at - (at % 10), at - (at % 10) + 10).includes(row)).length;
    expect(hits / found.rows.length).toBeGreaterThan(0.95);
  });

  it('are as many as there are other rows', () => {
    const few = finish(nearestNeighbours({ data: Float32Array.of(1, 0, 0, 1, 1, 1), count: 3, size: 2 }, 14));
    expect(few).toMatchObject({ k: 2, rows: Int32Array.of(2, 1, 2, 0, 0, 1) });
  });
});

describe('principal axes', () => {
  it('have the variances of scikit-learn', () => {
    const along = alongPrincipalAxes(digits, 8);
    const variances = Array.from({ length: 8 }, (_, axis) => {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += along.data[row * 8 + axis] ** 2;
      return sum / (count - 1);
    });
    variances.forEach((variance, axis) => {
      expect(variance / fixture.pca.variances[axis]).toBeCloseTo(1, 2);
    });
  });

  it('keep as much of neighbourhoods as those of scikit-learn', () => {
    expect(quality(alongPrincipalAxes(digits, 2)).trustworthiness).toBeCloseTo(fixture.pca.trustworthiness, 3);
  });
});

describe('UMAP', () => {
  it('begins with the graph of umap-learn', () => {
    const { from, to, weights } = umapGraph(neighbours);
    const expected = floats(fixture.graph.weights);
    const dense = new Float32Array(5 * count);
    from.forEach((a, edge) => {
      if (a < 5) dense[a * count + to[edge]] = weights[edge];
    });
    expect(Math.abs(from.length - fixture.graph.edges)).toBeLessThan(0.01 * fixture.graph.edges);
    dense.forEach((weight, at) => {
      expect(weight).toBeCloseTo(expected[at], 2);
    });
  });

  it('keeps neighbours as well as umap-learn', () => {
    const points = finish(umap(digits, neighbours));
    const { trustworthiness, kept } = quality({ data: points, count, size: 2 });
    expect(trustworthiness).toBeGreaterThan(Math.min(...fixture.umap.trustworthiness) - 0.005);
    expect(kept).toBeGreaterThan(Math.min(...fixture.umap.kept) - 0.02);
  });

  it('gives the same map for the same seed, and shows it as it grows', () => {
    const few = { data: digits.data.slice(0, 40 * size), count: 40, size };
    const near = finish(nearestNeighbours(few, 5));
    const shown: number[] = [];
    const draw = (seed: number) => finish(umap(few, near, { seed, show: (points) => shown.push(points.length) }));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(new Set(shown)).toEqual(new Set([80]));
  });

  it('has a place for rows that are all alike', () => {
    const alike = { data: new Float32Array(6 * 4).fill(0.5), count: 6, size: 4 };
    const points = finish(umap(alike, finish(nearestNeighbours(alike, 14))));
    expect(points.every(Number.isFinite)).toBe(true);
  });
});

describe('clusters', () => {
  it('of a given start are those of scikit-learn', () => {
    const centres = { data: digits.data.slice(0, fixture.kMeans.k * size), count: fixture.kMeans.k, size };
    const [found] = [...lloyd(digits, centres)].flatMap((step) => ('of' in step ? step : []));
    expect([...found.of]).toEqual(fixture.kMeans.labels);
    expect(found.inertia).toBeCloseTo(fixture.kMeans.inertia, 2);
  });

  it('from starts of their own are as close as those of scikit-learn', () => {
    const { inertia, of } = finish(kMeans(digits, fixture.kMeans.k, 1));
    expect(inertia).toBeLessThan(1.01 * fixture.kMeans.best);
    expect(finish(kMeans(digits, fixture.kMeans.k, 1)).of).toEqual(of);
  });

  it('are no more than there are different rows', () => {
    const { centres } = finish(kMeans({ data: Float32Array.of(1, 0, 1, 0, 0, 1), count: 3, size: 2 }, 3));
    expect(centres.count).toBe(2);
  });
});

describe('names of clusters', () => {
  const { texts, of, words, weights } = fixture.words;
  const counted = new ClusterWords(3);
  for (const [i, text] of texts.entries()) counted.add(text, of[i]);

  it('weigh words as class-based TF-IDF does', () => {
    for (const [cluster, row] of weights.entries()) {
      for (const [w, weight] of row.entries()) expect(counted.weight(words[w], cluster)).toBeCloseTo(weight, 10);
    }
  });

  it('are words of their own, without those that are everywhere', () => {
    const names = counted.names().map((name) => name.split(', '));
    expect(names.map((few) => few.slice(0, 2))).toEqual([
      ['dog', 'cat'],
      ['rain', 'falls'],
      ['bank', 'money'],
    ]);
    for (const word of ['the', 'a', 'and']) expect(names.flat()).not.toContain(word);
  });

  it('of few texts are without stop words too, of the language of the texts', () => {
    const namesOf = (...clusters: string[][]) => {
      const few = new ClusterWords(clusters.length);
      for (const [cluster, sentences] of clusters.entries()) for (const text of sentences) few.add(text, cluster);
      return few.names().map((name) => name.split(', ').sort());
    };
    expect(namesOf(['The mayor of Berlin'], ['A man was in the rain'], ['Men die in war'])).toEqual([
      ['berlin', 'mayor'],
      ['man', 'rain'],
      ['die', 'men', 'war'],
    ]);
    expect(namesOf(['Die Stadt ist nicht am Meer'], ['Es war ein Hund in dem Haus'], ['of'])).toEqual([
      ['meer', 'stadt'],
      ['haus', 'hund'],
      ['of'],
    ]);
    expect(namesOf(['the of'], ['an apple of mine'])[0]).toEqual(['of', 'the']);
    expect(stopWordsOf([['nicht', 3] as const, ['Hund', 4] as const, ['not', 1] as const])?.language).toBe('de');
  });

  it('are found in languages without spaces', () => {
    const chinese = new ClusterWords(2);
    for (const text of ['我喜欢苹果', '苹果很甜', '苹果和梨']) chinese.add(text, 0);
    for (const text of ['今天下雨', '明天下雨', '昨天下雨']) chinese.add(text, 1);
    expect(chinese.names()[0]).toContain('苹果');
    expect(chinese.stopWords()).toBeUndefined();
  });
});

describe('near-duplicates', () => {
  const pairsOf = (found: ReturnType<typeof nearCopies>) => [...found.a].map((a, i) => `${a} ${found.b[i]}`);

  it('are the pairs that comparing all finds, the most alike first', () => {
    const all: [similarity: number, pair: string][] = [];
    for (let a = 0; a < count; a++) {
      for (let b = a + 1; b < count; b++) if (1 - cosineDistance(a, b) >= 0.985) all.push([1 - cosineDistance(a, b), `${a} ${b}`]);
    }
    const found = nearCopies(neighbours, 0.985);
    expect(pairsOf(found).sort()).toEqual(all.map(([, pair]) => pair).sort());
    expect([...found.similarity]).toEqual([...found.similarity].sort((a, b) => b - a));
    expect(found.more).toBe(false);
  });

  it('are as many as are asked for', () => {
    const same: Neighbours = { k: 1, rows: Int32Array.of(1, 0, 3, 2), distances: new Float32Array(4) };
    expect(pairsOf(nearCopies(same, 0.9))).toEqual(['0 1', '2 3']);
    expect(nearCopies(same, 0.9, 1)).toMatchObject({ a: Int32Array.of(0), more: true });
  });
});
