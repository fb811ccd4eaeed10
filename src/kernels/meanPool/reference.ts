/** CPU reference of meanPool, and the pooling of machines without a GPU. Shapes as in meanPool.ts. */
export function meanPoolReference(
  states: Float32Array,
  mask: ArrayLike<number>,
  batch: number,
  length: number,
  hidden: number,
): Float32Array<ArrayBuffer> {
  const pooled = new Float32Array(batch * hidden);
  const sum = new Float64Array(hidden);
  for (let b = 0; b < batch; b++) {
    sum.fill(0);
    let count = 0;
    for (let t = b * length; t < (b + 1) * length; t++) {
      if (mask[t] === 0) continue;
      count++;
      for (let h = 0, at = t * hidden; h < hidden; h++, at++) sum[h] += states[at];
    }
    const divisor = Math.max(count, 1);
    for (let h = 0; h < hidden; h++) pooled[b * hidden + h] = sum[h] / divisor;
  }
  return pooled;
}
