/** The rival: transformers.js's feature-extraction pipeline on the very same graph, weights and device. */
import { env, pipeline } from '@huggingface/transformers';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

export interface Rival {
  /** Embeds in the given order, `batchSize` at a time; returns the embeddings row by row. */
  embed(sentences: string[], batchSize: number): Promise<Float32Array[]>;
}

/** @param modelsUrl folder of the models @param device as ours */
export async function createRival(modelsUrl: string, model: string, device: 'wasm' | 'webgpu'): Promise<Rival> {
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  env.remoteHost = modelsUrl;
  env.remotePathTemplate = '{model}/';
  const { wasm } = env.backends.onnx;
  if (wasm) Object.assign(wasm, { wasmPaths: { wasm: wasmUrl }, numThreads: 1 });
  const extract = await pipeline('feature-extraction', model, { device, dtype: 'fp32' });
  return {
    async embed(sentences, batchSize) {
      const rows: Float32Array[] = [];
      for (let i = 0; i < sentences.length; i += batchSize) {
        const output = await extract(sentences.slice(i, i + batchSize), { pooling: 'mean', normalize: true });
        const data = output.data as Float32Array;
        const hidden = output.dims[1];
        for (let row = 0; row < output.dims[0]; row++) rows.push(data.slice(row * hidden, (row + 1) * hidden));
        output.dispose();
      }
      return rows;
    },
  };
}
