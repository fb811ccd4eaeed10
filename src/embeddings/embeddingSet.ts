/** Sentences with their embeddings, growing while a job runs: looked up by row, by likeness, or saved. */
import type { Similarity } from '../model/sentence/texts';
import type { VectorStore } from '../storage/vectorStore';
import { comparing, rowsOf, similarityMatrix } from './similarity';

/** A sentence with its embedding. */
export interface EmbeddingRow {
  /** Place in the set, from 0. */
  index: number;
  /** The sentence, without a prompt. */
  text: string;
  /** Word pieces that were read, special tokens included. */
  tokens: number;
  /** Whether it was longer than the model’s limit. */
  truncated: boolean;
  /** [size] */
  values: Float32Array<ArrayBuffer>;
}

/** A sentence that is close to another. */
export interface Neighbour {
  /** Place in the set, from 0. */
  index: number;
  /** The sentence. */
  text: string;
  /** By the set's similarity. */
  score: number;
}

/** Rows read at a time when all of them are walked. */
const CHUNK_ROWS = 1024;

export class EmbeddingSet {
  private readonly texts: string[] = [];
  private readonly tokens: number[] = [];
  private readonly cut = new Set<number>();

  constructor(
    private readonly store: VectorStore,
    /** Values of an embedding. */
    readonly size: number,
    readonly similarity: Similarity = 'cosine',
    /** What was put before every text. */
    readonly prompt = '',
    /** The id of the model that made it. */
    readonly model = '',
  ) {}

  get count(): number {
    return this.texts.length;
  }

  get truncatedCount(): number {
    return this.cut.size;
  }

  append(texts: string[], batch: { data: Float32Array<ArrayBuffer>; tokens: number[]; truncated: boolean[] }): void {
    this.store.append(batch.data);
    for (const [i, truncated] of batch.truncated.entries()) if (truncated) this.cut.add(this.count + i);
    for (const text of texts) this.texts.push(text);
    for (const count of batch.tokens) this.tokens.push(count);
  }

  /** Rows [from, from + count), as far as there are any. */
  rows(from: number, count: number): EmbeddingRow[] {
    const end = Math.min(this.count, from + count);
    return Array.from({ length: Math.max(0, end - from) }, (_, i) => {
      const index = from + i;
      return { index, text: this.texts[index], tokens: this.tokens[index], truncated: this.cut.has(index), values: this.vectors(index, 1) };
    });
  }

  /** The `count` rows of highest similarity to row `index`, itself excluded, best first. */
  nearest(index: number, count: number): Neighbour[] {
    return this.nearestTo(this.vectors(index, 1), count, index);
  }

  /** The `count` rows of highest similarity to a vector, best first. @param except a row that is left out */
  nearestTo(vector: Float32Array, count: number, except?: number): Neighbour[] {
    const compare = comparing(this.similarity, vector);
    const best: { index: number; score: number }[] = [];
    for (const { first, rows } of this.chunks()) {
      for (const [r, row] of rowsOf(rows, this.size).entries()) {
        if (first + r === except) continue;
        const score = compare(row);
        if (best.length === count && score <= best[count - 1].score) continue;
        const at = best.findIndex((other) => other.score < score);
        best.splice(at === -1 ? best.length : at, 0, { index: first + r, score });
        best.length = Math.min(best.length, count);
      }
    }
    return best.map((hit) => ({ ...hit, text: this.texts[hit.index] }));
  }

  /** Vectors and texts of rows [from, from + count), as far as there are any: data is [rows, size]. */
  part(from: number, count: number): { data: Float32Array<ArrayBuffer>; texts: string[] } {
    const texts = this.texts.slice(from, from + count);
    return { data: this.vectors(from, texts.length), texts };
  }

  /** Similarities among the first `count` rows, as far as there are any: [n, n]. */
  similarities(count: number): { data: Float32Array<ArrayBuffer>; shape: number[] } {
    const n = Math.min(count, this.count);
    const vectors = Array.from({ length: n }, (_, i) => this.vectors(i, 1));
    return { data: similarityMatrix(this.similarity, vectors, vectors), shape: [n, n] };
  }

  /** Every row, a chunk at a time: vectors [rows, size] and the index of the first. */
  *chunks(): Generator<{ first: number; rows: Float32Array<ArrayBuffer> }> {
    for (let first = 0; first < this.count; first += CHUNK_ROWS) {
      yield { first, rows: this.vectors(first, Math.min(CHUNK_ROWS, this.count - first)) };
    }
  }

  text(index: number): string {
    return this.texts[index];
  }

  get allTexts(): string[] {
    return this.texts;
  }

  dispose(): Promise<void> {
    return this.store.dispose();
  }

  private vectors(from: number, count: number): Float32Array<ArrayBuffer> {
    return this.store.read(from * this.size, count * this.size);
  }
}
