/** Fields of a config.json, with bounds: what no encoder has is refused before anything is computed with it. */
import * as v from 'valibot';
import { TandemError } from '../errors';
import type { HiddenAct } from './architecture';

/** Far above what any encoder has. */
const LARGEST_SIZE = 1 << 16;
const MOST_LAYERS = 1024;
const MOST_ROWS = 1 << 24;

/** By the names that transformers has for them; several compute the same. */
const ACTIVATIONS: Record<string, HiddenAct> = {
  gelu: 'gelu',
  gelu_python: 'gelu',
  gelu_new: 'gelu_new',
  gelu_fast: 'gelu_new',
  gelu_pytorch_tanh: 'gelu_new',
  relu: 'relu',
};

const integer = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** Of hidden states and what lies between them. */
export const size = (initial: number) => v.optional(integer(1, LARGEST_SIZE), initial);
/** Of layers and heads. */
export const count = (initial: number) => v.optional(integer(1, MOST_LAYERS), initial);
/** Of an embedding table. */
export const rows = (initial: number) => v.optional(integer(1, MOST_ROWS), initial);
export const positive = v.pipe(v.number(), v.gtValue(0), v.finite());
export const probability = (initial: number) => v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), initial);
export const epsilon = (initial: number) => v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), initial);
export const activation = (initial: HiddenAct) =>
  v.optional(
    v.pipe(
      v.picklist(Object.keys(ACTIVATIONS)),
      v.transform((name) => ACTIVATIONS[name]),
    ),
    initial,
  );
/** transformers takes null for none; {@link checkPadding} holds it to the vocabulary. */
export const padding = (initial: number) => v.optional(v.nullable(integer(0, MOST_ROWS)), initial);

/** @throws TandemError `bad-config` naming the first field that is not as the schema says */
export function readFields<Schema extends v.GenericSchema>(schema: Schema, json: Record<string, unknown>): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TandemError('bad-config', `config.json has an unusable "${v.getDotPath(issue) ?? '?'}": ${issue.message}.`);
}

/** @throws TandemError `bad-config` unless all heads are equally wide. @param names of both fields */
export function checkHeads(hidden: number, heads: number, names: [hidden: string, heads: string]): void {
  if (hidden % heads === 0) return;
  throw new TandemError('bad-config', `config.json is inconsistent: ${names[0]} ${hidden} is not a multiple of ${names[1]} ${heads}.`);
}
