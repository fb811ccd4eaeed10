/** What the CPU references compute in: float32 as the backend of machines without a GPU, float64 to check gradients. */
export type Floats = Float32Array | Float64Array;
