/** A project as one file, with the model in use where another browser could not get it by its name. */
import { isFromDisk } from '../../model/diskName';
import { isTuned } from '../../model/tuned';
import type { ExportStore } from '../exportStore';
import type { ModelStore } from '../modelStore';
import type { PredictStore } from '../predictStore';
import type { ProjectStore } from './projectStore';

interface Saving {
  exports: ExportStore;
  model: ModelStore;
  predict: PredictStore;
  project: ProjectStore;
}

/** @returns undefined where it failed or was stopped, which the project or the exports say */
export async function saveProject({ exports, model, predict, project }: Saving): Promise<{ blob: Blob; name: string } | undefined> {
  const { loaded } = model.getState();
  const { run, own } = predict.getState();
  let file: Blob | undefined;
  if (loaded && (run || own || isTuned(loaded.id) || isFromDisk(loaded.id))) {
    const target = { name: 'tandem', title: 'the model of the project', opens: '' };
    file = (await exports.getState().save({ handle: loaded.handle, withoutHeads: !run && !own }, target))?.blob;
    if (!file) return undefined;
  }
  const blob = await project.getState().save(file);
  return blob && { blob, name: `${project.getState().current.name.replace(/[^\p{L}\p{N} ._-]+/gu, '-')}.tandem.zip` };
}
