/** A run as a file beside its model: settings, history, metrics and answers come back with it. */
import type { FolderFile, ModelFiles } from '../model/modelFiles';
import type { RunDetails } from '../train/runs/runs';
import { textFile } from './textFile';

const RUN_FILE = 'run.json';
const FORMAT = 'tandem-run';

export const runFile = (run: RunDetails): FolderFile => textFile(RUN_FILE, `${JSON.stringify({ format: FORMAT, run })}\n`);

/** @returns undefined where there is none that can be read: the model is one all the same */
export async function readRunFile(files: Pick<ModelFiles, 'read'>): Promise<RunDetails | undefined> {
  const bytes = await files.read(RUN_FILE);
  if (!bytes) return undefined;
  try {
    const { format, run } = JSON.parse(new TextDecoder().decode(bytes)) as { format?: unknown; run?: RunDetails };
    return format === FORMAT && typeof run?.id === 'string' && typeof run.options === 'object' ? run : undefined;
  } catch {
    return undefined;
  }
}
