/** A run that came with a model's files: kept like those of this browser, so that it can be looked at and used again. */
import { readRunFile } from '../../exports/runFile';
import type { Model } from '../../model/model';
import { type Head, headParameters } from '../../tasks/head';
import type { RunDetails, RunStore } from '../../train/runs/runs';

/**
 * @param heads that the folder holds
 * @param store where it is kept, when the model is opened for the first time
 * @returns the run under a name and for a model of this browser; undefined where the folder has none
 */
export async function runOf({ files, weightsHash }: Model, heads: Head[], store?: RunStore): Promise<RunDetails | undefined> {
  const found = await readRunFile(files);
  if (!found) return undefined;
  const { resumable: _, ...run } = found;
  // The same run may be here already, with a model of another name.
  const id = `${run.id}-${files.id.replace(/[^\w.-]+/g, '-')}`;
  const own: RunDetails = { ...run, id, weightsHash, ...(run.tuned === undefined ? { model: files.id } : { tuned: files.id }) };
  // Without room for it the heads answer all the same.
  await store?.save(own, headParameters(heads)).catch(() => undefined);
  return own;
}
