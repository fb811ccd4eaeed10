/** What sentence-transformers puts behind the pooling: Normalize, and Dense and LayerNorm with their own small weights. */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import { widenBfloat16 } from '../bfloat16';
import { joinBytes } from '../bytes';
import type { ModelFiles } from '../modelFiles';
import { parseSafetensorsHeader, WEIGHTS } from '../safetensors';
import { TORCH_WEIGHTS } from '../smallFiles';
import { requireNumbers } from '../soundWeights';
import { tensorValues } from '../tensorValues';
import { openTorchFile } from '../torch/torchFile';
import { safetensorsParts } from '../torch/toSafetensors';
import { readJson } from './readJson';

type Values = Float32Array<ArrayBuffer>;

export interface DenseLayer {
  kind: 'dense';
  inputs: number;
  outputs: number;
  /** [outputs, inputs] */
  weight: Values;
  /** [outputs], zeros where the layer has none. */
  bias: Values;
  activation: DenseActivation;
}

/** torch.nn.LayerNorm: weight and bias [width]. */
export interface NormLayer {
  kind: 'layerNorm';
  weight: Values;
  bias: Values;
}

/** A layer on pooled vectors; `normalize` scales them to length 1. */
export type SentenceLayer = DenseLayer | NormLayer | { kind: 'normalize' };

/** As people read it in a model's facts. */
export const layerInWords = (layer: SentenceLayer): string =>
  layer.kind === 'dense'
    ? `Dense ${layer.inputs} → ${layer.outputs}${layer.activation === 'Identity' ? '' : `, ${layer.activation}`}`
    : { normalize: 'Normalize', layerNorm: 'LayerNorm' }[layer.kind];

/** By the names of PyTorch's classes. */
export const DENSE_ACTIVATIONS = ['Identity', 'Tanh', 'ReLU', 'GELU', 'Sigmoid'] as const;
export type DenseActivation = (typeof DENSE_ACTIVATIONS)[number];

type Files = Pick<ModelFiles, 'read'>;

/** @param width of the vectors that come in @returns undefined for a kind of module that is not known */
export async function readLayer(files: Files, kind: string, folder: string, width: number): Promise<SentenceLayer[] | undefined> {
  if (kind === 'Normalize') return readNormalize(files, folder);
  if (kind === 'Dense') return [await readDense(files, folder, width)];
  if (kind === 'LayerNorm') return [await readLayerNorm(files, folder, width)];
  // Nothing is dropped outside training.
  return kind === 'Dropout' ? [] : undefined;
}

const SENTENCE = 'sentence_embedding';
const features = { module_input_name: v.optional(v.string(), SENTENCE), module_output_name: v.nullish(v.string(), SENTENCE) };
const normalizeConfig = v.object(features);
const size = v.pipe(v.number(), v.integer(), v.minValue(1));
const denseConfig = v.object({
  in_features: size,
  out_features: size,
  bias: v.optional(v.boolean(), true),
  activation_function: v.optional(v.string(), 'torch.nn.modules.activation.Tanh'),
  use_residual: v.optional(v.boolean(), false),
  ...features,
});
const layerNormConfig = v.object({ dimension: size });

async function readNormalize(files: Files, folder: string): Promise<SentenceLayer[]> {
  const path = `${folder}/config.json`;
  const config = await readJson(files, path, normalizeConfig);
  if (config) checkFeatures(config, path);
  return [{ kind: 'normalize' }];
}

async function readDense(files: Files, folder: string, width: number): Promise<DenseLayer> {
  const path = `${folder}/config.json`;
  const config = await required(files, path, denseConfig);
  checkFeatures(config, path);
  checkWidth(path, config.in_features, width);
  if (config.use_residual) throw unsupported(path, 'a residual connection', 'Dense layers without one');
  const activation = /^torch\.nn\.(?:modules\.\w+\.)?(\w+)$/.exec(config.activation_function)?.[1] ?? '';
  if (!isActivation(activation)) {
    throw unsupported(path, `the activation function ${config.activation_function}`, `${DENSE_ACTIVATIONS.join(', ')} of torch.nn`);
  }
  const [inputs, outputs] = [config.in_features, config.out_features];
  const [weight, bias] = await readValues(files, folder, [
    { name: 'linear.weight', shape: [outputs, inputs] },
    ...(config.bias ? [{ name: 'linear.bias', shape: [outputs] }] : []),
  ]);
  return { kind: 'dense', inputs, outputs, weight, bias: bias ?? new Float32Array(outputs), activation };
}

async function readLayerNorm(files: Files, folder: string, width: number): Promise<NormLayer> {
  const path = `${folder}/config.json`;
  const { dimension } = await required(files, path, layerNormConfig);
  checkWidth(path, dimension, width);
  const [weight, bias] = await readValues(files, folder, [
    { name: 'norm.weight', shape: [dimension] },
    { name: 'norm.bias', shape: [dimension] },
  ]);
  return { kind: 'layerNorm', weight, bias };
}

/** The values of a module's own weights. */
async function readValues(files: Files, folder: string, wanted: { name: string; shape: number[] }[]): Promise<Values[]> {
  const path = `${folder}/${WEIGHTS}`;
  const bytes = (await files.read(path)) ?? (await readTorch(files, `${folder}/${TORCH_WEIGHTS}`));
  if (!bytes) throw new TandemError('missing-file', `The model has no ${path}. Download or export it again.`);
  const data = widenBfloat16(bytes, path);
  const tensors = parseSafetensorsHeader(data, data.length, path);
  return wanted.map(({ name, shape }) => {
    const found = tensors.get(name);
    const readable = found && (found.dtype === 'F32' || found.dtype === 'F16') && found.shape.join() === shape.join();
    if (readable) {
      const values = tensorValues({ ...found, name, dtype: found.dtype as 'F32' | 'F16', file: 0 }, [{ path, data }]);
      requireNumbers(values, path, name);
      return values;
    }
    const what = found ? `${found.dtype} [${found.shape.join(', ')}]` : 'missing';
    throw new TandemError('bad-safetensors', `${path} cannot be used: ${name} should be [${shape.join(', ')}] and is ${what}.`);
  });
}

/** As safetensors, whose values are few. */
async function readTorch(files: Files, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await files.read(path);
  if (!bytes) return undefined;
  const parts: Uint8Array[] = [];
  const file = await openTorchFile({ size: bytes.length, read: async (from, to) => bytes.slice(from, to) }, path);
  for await (const part of safetensorsParts(file)) parts.push(part);
  return joinBytes(parts);
}

async function required<Schema extends v.GenericSchema>(files: Files, path: string, schema: Schema): Promise<v.InferOutput<Schema>> {
  const config = await readJson(files, path, schema);
  if (config === undefined)
    throw new TandemError('missing-file', `The model has no ${path}, which modules.json names. Download or export it again.`);
  return config;
}

function checkFeatures(config: { module_input_name: string; module_output_name: string | null }, path: string): void {
  const other = [config.module_input_name, config.module_output_name].find((name) => name !== SENTENCE);
  if (other) throw unsupported(path, `a layer on "${other}"`, 'layers on sentence embeddings');
}

function checkWidth(path: string, takes: number, width: number): void {
  if (takes !== width)
    throw new TandemError('bad-config', `${path} takes vectors of ${takes} values, but what comes before it gives ${width}.`);
}

const isActivation = (name: string): name is DenseActivation => (DENSE_ACTIVATIONS as readonly string[]).includes(name);

function unsupported(path: string, what: string, supported: string): TandemError {
  return new TandemError('unsupported-model', `${path} asks for ${what}. Supported are ${supported}.`);
}
