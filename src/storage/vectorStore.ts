/**
 * A growing matrix of embeddings. In the browser its rows lie in a private file, so that hundreds of
 * thousands of them do not fill the memory; where files are refused, in memory.
 */
export interface VectorStore {
  append(rows: Float32Array<ArrayBuffer>): void;
  /** Values [from, from + count). */
  read(from: number, count: number): Float32Array<ArrayBuffer>;
  dispose(): Promise<void>;
}

export function memoryVectorStore(): VectorStore {
  const chunks: { from: number; values: Float32Array }[] = [];
  let end = 0;
  return {
    append(rows) {
      chunks.push({ from: end, values: rows });
      end += rows.length;
    },
    read(from, count) {
      const out = new Float32Array(count);
      for (const chunk of chunks) {
        const first = Math.max(from, chunk.from);
        const last = Math.min(from + count, chunk.from + chunk.values.length);
        if (first < last) out.set(chunk.values.subarray(first - chunk.from, last - chunk.from), first - from);
      }
      return out;
    },
    async dispose() {
      chunks.length = 0;
    },
  };
}
