/** Heads that lie in a model's folder, with their values: what Tandem saved comes back as it was. */
import * as v from 'valibot';
import { TandemError } from '../../errors';
import { CUT, type ReadingOptions } from '../../inference/reading';
import { isBundled } from '../../model/bundled';
import type { ModelFiles } from '../../model/modelFiles';
import { parseSafetensorsHeader } from '../../model/safetensors';
import { HEAD_CONFIGS, HEAD_VALUES, READING } from '../../model/smallFiles';
import { requireNumbers } from '../../model/soundWeights';
import { createHead, type EncoderShape, fullName, type Head, withValues } from '../../tasks/head';
import type { TaskConfig } from '../../tasks/kind';
import { classifierOf } from './classifierClass';

export interface ModelHeads {
  heads: Head[];
  /** How long texts are read: as the heads were trained. */
  reading: ReadingOptions;
}

const configsSchema = v.record(v.string(), v.looseObject({ kind: v.string() }));
const readingSchema = v.object({
  longTexts: v.picklist(['cut', 'windows']),
  stride: v.pipe(v.number(), v.integer(), v.minValue(0)),
}) satisfies v.GenericSchema<ReadingOptions>;

/**
 * @returns undefined for a folder without heads
 * @throws TandemError `bad-config` or `bad-safetensors` for heads whose values are not all there: they would answer at random
 */
export async function readHeads(files: ModelFiles, shape: EncoderShape): Promise<ModelHeads | undefined> {
  return isBundled(files.id) ? undefined : headsOf(files, shape);
}

/** As {@link readHeads}, of any folder. */
export async function headsOf(files: Pick<ModelFiles, 'id' | 'read'>, shape: EncoderShape): Promise<ModelHeads | undefined> {
  const configs: Record<string, TaskConfig> | undefined = await readJson(files, HEAD_CONFIGS, configsSchema);
  if (!configs) return undefined;
  const values = await readValues(files);
  const heads = Object.entries(configs).map(([name, config]) => {
    const head = createHead(name, config, shape, 0);
    for (const [path, { data }] of head.parameters) {
      const found = values.get(fullName(head, path));
      if (found?.length !== data.length)
        throw broken(files.id, `${HEAD_VALUES} does not hold ${fullName(head, path)} as the encoder needs it`);
    }
    return withValues(head, (name) => values.get(name));
  });
  return { heads, reading: (await readJson(files, READING, readingSchema)) ?? CUT };
}

/** Whether the class that config.json names has a head that becomes a task once the weights are there. */
async function willHaveHead(files: ModelFiles): Promise<boolean> {
  return typeof classifierOf((await readJson(files, 'config.json', v.record(v.string(), v.unknown()))) ?? {}) === 'object';
}

/** @throws TandemError `bad-input` for a folder without heads */
export async function requireHeads(files: ModelFiles): Promise<void> {
  if (
    !isBundled(files.id) &&
    ((await files.read(HEAD_CONFIGS)) || (files.weights.length === 0 && !files.onnxOnly && (await willHaveHead(files))))
  )
    return;
  throw new TandemError(
    'bad-input',
    'A model needs at least one task: give it `tasks`, or taskA or taskB, or open one that was saved with its heads. For embeddings alone use SentenceTransformer.' +
      (files.note ? ` ${files.note}` : ''),
  );
}

export async function readJson<T>(
  files: Pick<ModelFiles, 'id' | 'read'>,
  path: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | undefined> {
  const bytes = await files.read(path);
  if (!bytes) return undefined;
  try {
    const parsed = v.safeParse(schema, JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed.success) return parsed.output;
  } catch {
    // Falls through: what a parser says of it helps nobody.
  }
  throw broken(files.id, `${path} does not hold what is expected there`);
}

async function readValues(files: Pick<ModelFiles, 'id' | 'read'>): Promise<Map<string, Float32Array<ArrayBuffer>>> {
  const bytes = await files.read(HEAD_VALUES);
  if (!bytes) return new Map();
  const tensors = parseSafetensorsHeader(bytes, bytes.length, HEAD_VALUES);
  return new Map(
    [...tensors].map(([name, { dtype, offset, length }]) => {
      if (dtype !== 'F32') throw broken(files.id, `${HEAD_VALUES} holds ${name} as ${dtype}, and heads are read as F32`);
      const values = new Float32Array(bytes.slice(offset, offset + length).buffer);
      requireNumbers(values, HEAD_VALUES, name);
      return [name, values];
    }),
  );
}

function broken(id: string, why: string): TandemError {
  return new TandemError(
    'bad-config',
    `The heads of ${id} cannot be used: ${why}. Save the model again, or remove ${HEAD_CONFIGS} to use its encoder alone.`,
  );
}
