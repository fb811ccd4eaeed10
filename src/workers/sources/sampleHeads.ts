/** Heads that ship with a bundled model, trained on the sample when the site is built (scripts/sampleHeads): what the page answers with at first. */
import * as v from 'valibot';
import { isBundled } from '../../model/bundled';
import type { ModelFiles } from '../../model/modelFiles';
import { SAMPLE_HEADS, SAMPLE_RUN } from '../../model/smallFiles';
import type { EncoderShape } from '../../tasks/head';
import type { SampleHeads } from '../protocol';
import { headsOf, type ModelHeads, readJson } from './modelHeads';

const trainedSchema = v.object({
  rows: v.number(),
  validation: v.number(),
  metrics: v.record(v.string(), v.record(v.string(), v.number())),
}) satisfies v.GenericSchema<Omit<SampleHeads, 'tasks'>>;

/**
 * @returns undefined for a model that has none
 * @throws TandemError `bad-config` or `bad-safetensors` for damaged ones
 */
export async function readSampleHeads(
  { id, read }: ModelFiles,
  shape: EncoderShape,
): Promise<(ModelHeads & { facts: SampleHeads }) | undefined> {
  if (!isBundled(id)) return undefined;
  const files = { id, read: (path: string) => read(`${SAMPLE_HEADS}/${path}`) };
  const [found, trained] = await Promise.all([headsOf(files, shape), readJson(files, SAMPLE_RUN, trainedSchema)]);
  if (!found || !trained) return undefined;
  const tasks = Object.fromEntries(found.heads.map(({ name, config }) => [name, config]));
  return { ...found, facts: { tasks, ...trained } };
}
