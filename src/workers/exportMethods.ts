/** Models as files to take along. */
import { TandemError } from '../errors';
import { EXPORT_TARGETS, exportTarget } from '../exports/registry';
import type { ExportTarget, TrainedModel } from '../exports/target';
import { zipFiles } from '../exports/zip';
import type { Head } from '../tasks/head';
import { bindTasks } from '../train/data/tasks';
import type { RunStore } from '../train/runs/runs';
import type { Datasets } from './datasetMethods';
import type { ExportedFile, ExportParams, TargetInfo } from './protocol';
import type { CallContext, Service } from './serve';
import type { ModelService } from './service';
import { keptRun } from './training/keptRun';

export type ExportMethod = 'exportTargets' | 'exportModel';

export class Exports {
  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
    private readonly runs: RunStore,
  ) {}

  methods(): Pick<Service, ExportMethod> {
    return {
      exportTargets: async ({ handle }) => EXPORT_TARGETS.map((target) => infoOf(target, this.models.model(handle))),
      exportModel: (params, context) => this.exportModel(params, context),
    };
  }

  private async exportModel(params: ExportParams, { signal, progress }: CallContext): Promise<ExportedFile> {
    const target = exportTarget(params.target ?? 'tandem');
    const trained = await this.trained(params);
    const refused = target.refuses?.(trained);
    if (refused) throw new TandemError('bad-input', refused);
    const files = await target.files(trained, headFor(target, trained.heads, params.task));
    const blob = await zipFiles(files, { signal, onProgress: (done, total) => progress({ stage: 'file', done, total }) });
    return { blob, name: `${baseName(trained.encoder.model.id)}-${target.name}.zip`, notes: [] };
  }

  private async trained({ handle, dataset, run: id }: ExportParams): Promise<TrainedModel> {
    const loaded = this.models.model(handle);
    const { encoder, heads, reading, run } = id === undefined ? loaded : { ...loaded, ...(await keptRun(this.runs, id, loaded.encoder)) };
    return {
      encoder,
      heads,
      reading,
      ...(run ? { run, state: () => this.runs.state(run.id) } : {}),
      ...(dataset === undefined ? {} : { dataset: bindTasks(this.datasets.get(dataset), heads) }),
    };
  }
}

function infoOf(target: ExportTarget, trained: TrainedModel): TargetInfo {
  const { name, title, opens } = target;
  const refused = target.refuses?.(trained);
  const tasks = target.takes?.(trained.heads).map((head) => head.name);
  const optional = target.withoutTask ? { withoutTask: true } : {};
  return { name, title, opens, ...(tasks ? { tasks, ...optional } : {}), ...(refused ? { refused } : {}) };
}

/** @throws TandemError `bad-input` where it is not clear which task is meant */
function headFor({ title, takes, withoutTask = false }: ExportTarget, heads: Head[], task: string | undefined): Head | undefined {
  if (!takes && task !== undefined) throw new TandemError('bad-input', `A file for ${title} holds all tasks. Leave out \`task\`.`);
  if (!takes || (withoutTask && task === undefined)) return undefined;
  const able = takes(heads);
  const chosen = task === undefined && able.length === 1 ? able[0] : able.find(({ name }) => name === task);
  if (chosen) return chosen;
  const names = able.map(({ name }) => name).join(', ');
  throw new TandemError(
    'bad-input',
    able.length === 0
      ? `The model has no task that can be saved for ${title}.`
      : `A file for ${title} holds one task. Name it: { task: … } with one of ${names}.`,
  );
}

/** `tuned/all-MiniLM-L6-v2.m5x1` → `all-MiniLM-L6-v2.m5x1`. */
const baseName = (id: string): string => id.replace(/@.*$/, '').replace(/^.*\//, '');
