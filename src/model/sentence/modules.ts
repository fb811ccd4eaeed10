/**
 * What makes a sentence-transformers model of an encoder, as the files of its folder say: pooling, the layers behind it,
 * limits, prompts. Format: https://sbert.net/docs/sentence_transformer/usage/custom_models.html
 */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import type { ModelFiles } from '../modelFiles';
import { readLayer, type SentenceLayer } from './layers';
import { MEAN_POOLING, type Pooling, readPooling } from './pooling';
import { readJson } from './readJson';
import { DEFAULT_USAGE, readTextLimits, readUsage, type TextLimits, type Usage } from './texts';

export interface SentenceModules extends TextLimits, Usage {
  pooling: Pooling;
  /** Layers on pooled vectors, in their order. */
  layers: SentenceLayer[];
  /** Width of a pooled vector: what heads on sentences read. */
  pooledSize: number;
  /** Width of an embedding. */
  embeddingSize: number;
}

export const MODULES_FILE = 'modules.json';

const schema = v.array(v.object({ path: v.string(), type: v.string() }));
type Listed = v.InferOutput<typeof schema>;

const SUPPORTED = 'Supported are Transformer, Pooling, Normalize, Dense, LayerNorm and Dropout';

/**
 * Without modules.json: mean pooling, as sentence-transformers gives it to a plain transformers model.
 *
 * @param hiddenSize of the encoder
 * @throws TandemError `bad-config`, `missing-file`; `unsupported-model` naming a module, a mode or an activation that is not known
 */
export async function readSentenceModules(files: Pick<ModelFiles, 'read'>, hiddenSize: number): Promise<SentenceModules> {
  const listed = await readJson(files, MODULES_FILE, schema);
  if (!listed) {
    const limits = await readTextLimits(files, false);
    return { ...limits, ...DEFAULT_USAGE, pooling: MEAN_POOLING, layers: [], pooledSize: hiddenSize, embeddingSize: hiddenSize };
  }
  const [transformer, pools, ...others] = listed.map(checked);
  if (transformer?.kind !== 'Transformer' || pools?.kind !== 'Pooling') {
    const found = listed.map((module) => kindOf(module)).join(', ');
    throw new TandemError(
      'unsupported-model',
      `modules.json lists ${found || 'nothing'}. A Transformer and its Pooling must come first. ${SUPPORTED}.`,
    );
  }
  if (transformer.path !== '') {
    throw new TandemError(
      'unsupported-model',
      `This model keeps its encoder in the folder ${transformer.path}. Supported are encoders beside modules.json: save it anew.`,
    );
  }
  const pooling = await readPooling(files, `${pools.path}/config.json`, hiddenSize);
  const pooledSize = pooling.modes.length * hiddenSize;
  const layers: SentenceLayer[] = [];
  let width = pooledSize;
  for (const { kind, path } of others) {
    const read = await readLayer(files, kind, path, width);
    if (!read) throw unknown(kind);
    layers.push(...read);
    for (const layer of read) if (layer.kind === 'dense') width = layer.outputs;
  }
  const usage = await readUsage(files);
  const embeddingSize = Math.min(width, usage.truncateTo ?? width);
  return { ...(await readTextLimits(files, true)), ...usage, pooling, layers, pooledSize, embeddingSize };
}

/** The last part of a class's name: packages have moved from version to version. */
const kindOf = ({ type }: { type: string }) => type.split('.').at(-1) ?? '';

function checked({ path, type }: Listed[number]): { kind: string; path: string } {
  if (!type.startsWith('sentence_transformers.')) throw unknown(type);
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new TandemError('bad-config', `modules.json names the folder "${path}", which is outside of the model's. Check the file.`);
  }
  return { kind: kindOf({ type }), path };
}

function unknown(kind: string): TandemError {
  return new TandemError('unsupported-model', `This model has the sentence-transformers module ${kind}. ${SUPPORTED}.`);
}
