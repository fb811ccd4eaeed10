/** What outlasts a visit of the page: its private files, and the hub. */
import { parseConfig } from '../../src/model/config';
import { cityRows } from '../../src/testing/cityRows';
import { type Disk, type Fault, type FaultyCache, faultyCache } from '../../src/testing/faultyCache';
import { hashWeights } from '../../src/testing/hashWeights';
import { type HubServer, startHubServer } from '../../src/testing/hubServer';
import { safetensorsFile } from '../../src/testing/safetensorsFile';
import type { Turn } from '../../src/testing/turn';

export const MODEL = 'org/tortured';
export const ROWS = cityRows(4);

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz0123456789');
const WORDS = ['lies', 'by', 'the', 'water', 'they', 'won', 'to', 'nothing', 'oslo', 'lima', 'porto', '.', ','];
const VOCABULARY = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...WORDS, ...LETTERS, ...LETTERS.map((letter) => `##${letter}`)];
const CONFIG = JSON.stringify({
  model_type: 'bert',
  architectures: ['BertModel'],
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  intermediate_size: 64,
  max_position_embeddings: 64,
  vocab_size: VOCABULARY.length,
});

/** The files of a model small enough to be trained hundreds of times. */
export const modelFiles = (): Map<string, string | Uint8Array<ArrayBuffer>> =>
  new Map<string, string | Uint8Array<ArrayBuffer>>([
    ['config.json', CONFIG],
    ['vocab.txt', VOCABULARY.join('\n')],
    ['tokenizer_config.json', JSON.stringify({ do_lower_case: true })],
    ['model.safetensors', safetensorsFile([...hashWeights(parseConfig(CONFIG))])],
  ]);

/** A hub that has the model. */
export async function startHub(): Promise<HubServer> {
  const hub = await startHubServer();
  for (const [path, file] of modelFiles()) hub.files.set(`${MODEL}/${path}`, file);
  return hub;
}

const KINDS = ['models', 'features', 'runs'] as const;

/** The browser's private files: caches that come and go with visits, over folders that stay. */
export class Storage {
  private readonly disks = new Map<string, Disk>(KINDS.map((kind) => [kind, new Map()]));

  /** @param fault of its operations, all counted by `turn` */
  open(turn: Turn, fault?: Fault): Record<(typeof KINDS)[number], FaultyCache> {
    const cache = (kind: string) => faultyCache(this.disks.get(kind) ?? new Map(), fault, undefined, turn);
    return { models: cache('models'), features: cache('features'), runs: cache('runs') };
  }
}
