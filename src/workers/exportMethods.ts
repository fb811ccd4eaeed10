/** Models as files to take along. */
import { TandemError, toTandemError } from '../errors';
import { nameOf } from '../exports/modelCard';
import { EXPORT_TARGETS, exportTarget } from '../exports/registry';
import type { ExportTarget, TrainedModel } from '../exports/target';
import { zipFiles } from '../exports/zip';
import { requireWeights } from '../model/onnxOnly';
import type { Head } from '../tasks/head';
import { type RunStore, withAbout } from '../train/runs/runs';
import type { ExportedFile, ExportParams, TargetInfo } from './protocol';
import type { CallContext, Service } from './serve';
import type { ModelService } from './service';
import type { Asking } from './training/asking';
import { keptRun } from './training/keptRun';

export type ExportMethod = 'exportTargets' | 'exportModel';

export class Exports {
  constructor(
    private readonly models: ModelService,
    private readonly runs: RunStore,
    private readonly asking: Asking,
  ) {}

  methods(): Pick<Service, ExportMethod> {
    return {
      exportTargets: (params) => this.targets(params),
      exportModel: (params, context) => this.exportModel(params, context),
    };
  }

  /** What targets take, which may have to be read from storage, is read once for those that train and once for the others. */
  private targets(params: ExportParams): Promise<TargetInfo[]> {
    const known = new Map<boolean, Promise<TrainedModel>>();
    const trained = (target: ExportTarget) => {
      const { trains = false } = target;
      const found = known.get(trains) ?? this.trained(params, target);
      known.set(trains, found);
      return found;
    };
    return Promise.all(EXPORT_TARGETS.map((target) => infoOf(target, trained)));
  }

  private async exportModel(params: ExportParams, { signal, progress }: CallContext): Promise<ExportedFile> {
    const target = exportTarget(params.target ?? 'tandem');
    const trained = await this.trained(params, target);
    const refused = target.refuses?.(trained);
    if (refused) throw new TandemError('bad-input', refused);
    const head = headFor(target, trained, params.task);
    const blob = await target
      .files(trained, head)
      .then((files) => zipFiles(files, { signal, onProgress: (done, total) => progress({ stage: 'file', done, total }) }))
      .catch((thrown) => Promise.reject(toSavingError(thrown)));
    const parts = [nameOf(trained.encoder.model.id), target.name, head?.name.replace(/[^\p{L}\p{N}_-]+/gu, '_')];
    return { blob, name: `${parts.filter(Boolean).join('-')}.zip`, notes: notesOn(target, trained) };
  }

  private async trained(params: ExportParams, { trains }: ExportTarget): Promise<TrainedModel> {
    const { handle, dataset, run: id } = params;
    if (trains && dataset !== undefined) return this.toTrain({ ...params, dataset });
    const loaded = this.models.model(handle);
    requireWeights(loaded.encoder.model, 'it cannot be saved');
    const kept = id === undefined ? loaded : { ...loaded, ...(await keptRun(this.runs, id, loaded.encoder)) };
    const { encoder, reading, run } = kept;
    const heads = params.withoutHeads ? [] : kept.heads;
    return {
      encoder,
      heads,
      reading,
      ...(run
        ? {
            run: withAbout(run, (await this.runs.about(run.id)) ?? run.about),
            state: async () => (await this.runs.interrupted(run.id))?.from,
          }
        : {}),
    };
  }

  /** What a run would train here, or go on with, for those who train it elsewhere. */
  private async toTrain({ handle, dataset, run: id, options }: ExportParams & { dataset: number }): Promise<TrainedModel> {
    const run = id === undefined ? undefined : (await this.runs.load(id))?.run;
    if (run?.resumable) {
      const { loaded, earlier, ...asked } = await this.asking.resumed({ handle, dataset }, run.id);
      return { encoder: loaded.encoder, ...asked, reading: asked.options, run, state: async () => earlier.from };
    }
    const now = this.models.model(handle);
    const loaded = id === undefined ? now : { ...now, ...(await keptRun(this.runs, id, now.encoder)) };
    const { encoder } = loaded;
    const asked = this.asking.asked({ handle, dataset, options: options ?? loaded.run?.options }, loaded);
    const bound = asked.heads.some(({ name, kind }) => asked.dataset.tasks[name]?.kind === kind.kind);
    // A model that has other tasks, or none, gets new heads.
    const trained = bound ? asked : this.asking.asked({ handle, dataset, options, freshHeads: true }, loaded);
    return { encoder, heads: trained.heads, dataset: trained.dataset, options: trained.options, reading: trained.options };
  }
}

/** Weights that are not stored are fetched from the site as they are written. */
function toSavingError(thrown: unknown): TandemError {
  const error = toTandemError(thrown);
  if (error.code !== 'network') return error;
  return new TandemError(
    'network',
    'The model was not saved: its weights are fetched from this site again for that, and the connection broke. Nothing was lost. Check the connection, and save the model again.',
    { cause: error },
  );
}

async function infoOf(target: ExportTarget, read: (target: ExportTarget) => Promise<TrainedModel>): Promise<TargetInfo> {
  const { name, title, opens } = target;
  try {
    const trained = await read(target);
    const refused = target.refuses?.(trained);
    const tasks = target.takes?.(trained.heads, trained.encoder.model).map((head) => head.name);
    const optional = target.withoutTask ? { withoutTask: true } : {};
    return { name, title, opens, ...(tasks ? { tasks, ...optional } : {}), ...(refused ? { refused } : {}) };
  } catch (thrown) {
    return { name, title, opens, refused: toTandemError(thrown).message };
  }
}

/** @throws TandemError `bad-input` where it is not clear which task is meant */
function headFor(
  { title, takes, withoutTask = false }: ExportTarget,
  { heads, encoder }: TrainedModel,
  task: string | undefined,
): Head | undefined {
  if (!takes && task !== undefined) throw new TandemError('bad-input', `A file for ${title} holds all tasks. Leave out \`task\`.`);
  if (!takes || (withoutTask && task === undefined)) return undefined;
  const able = takes(heads, encoder.model);
  const chosen = task === undefined && able.length === 1 ? able[0] : able.find(({ name }) => name === task);
  if (chosen) return chosen;
  const names = able.map(({ name }) => name).join(', ');
  if (able.length === 0) throw new TandemError('bad-input', `The model has no task that can be saved for ${title}.`);
  throw new TandemError(
    'bad-input',
    task === undefined
      ? `A file for ${title} holds one task. Name it: { task: … } with one of ${names}.`
      : `A file for ${title} cannot hold the task "${task}". It can hold one of ${names}.`,
  );
}

function notesOn({ trains }: ExportTarget, { run, heads }: TrainedModel): string[] {
  if (run || trains || heads.length === 0) return [];
  return ['The heads have the values with which the model was opened: they were not trained here.'];
}
