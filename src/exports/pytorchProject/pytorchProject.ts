/** "Continue in PyTorch": a run and its data as a folder that trains on a CPU, a GPU or a cluster, and is opened here again. */
import { parametersOf } from '../../architectures/parameters';
import type { Dataset, Example } from '../../data/dataset';
import type { Encoder } from '../../inference/encoder';
import type { Model } from '../../model/model';
import type { FolderFile } from '../../model/modelFiles';
import type { Head } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { settle, type TaskDataset, tasksFor } from '../../train/data/tasks';
import { completeOptions, type TrainOptions } from '../../train/plan/options';
import { kindsOf } from '../../train/plan/task';
import type { LoopState } from '../../train/runs/loop';
import { encoderFiles } from '../encoderFiles';
import { headFiles } from '../headFiles';
import type { ExportFile, ExportTarget, TrainedModel } from '../target';
import { jsonFile } from '../textFile';
import { weightsFile } from '../weights';
import { projectCheckpoint } from './projectCheckpoint';
import { projectRows } from './projectRows';
import { projectRun } from './projectRun';
import { pythonFiles } from './pythonFiles';

/** Kinds that the Python program knows. */
const KINDS = ['classification', 'multiLabel', 'regression', 'similarity', 'entities', 'questionAnswering'];

export interface ProjectParts {
  encoder: Encoder;
  heads: Head[];
  /** With its tasks under the names of the heads. */
  dataset: TaskDataset;
  options: TrainOptions;
  /** Where the run left off, if it was interrupted. */
  from?: LoopState;
}

export const pytorchProject: ExportTarget = {
  name: 'pytorch-project',
  title: 'Continue in PyTorch',
  opens: 'python train.py, on a CPU, a GPU or a cluster with Hugging Face Accelerate; this page opens what it trains',
  trains: true,
  refuses: ({ dataset, heads }) => {
    if (!dataset) return 'A project trains on a data set: load one first, and save it with the model.';
    const bound = heads.filter(({ name, kind }) => dataset.tasks[name]?.kind === kind.kind);
    const odd = bound.find(({ kind }) => !KINDS.includes(kind.kind));
    return (
      odd && `The task ${odd.name} is of the kind ${odd.kind.kind}, which the Python program does not know. Leave it out of the data set.`
    );
  },
  async files({ encoder, heads, dataset, options, state }: TrainedModel) {
    return projectFiles({
      encoder,
      heads,
      dataset: dataset as TaskDataset,
      options: options ?? completeOptions({}, kindsOf(heads)),
      from: await state?.(),
    });
  },
};

export async function projectFiles({ encoder, heads, dataset: given, options, from }: ProjectParts): Promise<ExportFile[]> {
  const dataset = options.validation === 'none' ? withoutValidation(given) : given;
  const bound = heads.filter(({ name, kind }) => dataset.tasks[name]?.kind === kind.kind);
  const read = (example: Example, view: View) => encoder.read(example, view, options);
  const settled = settle(bound, dataset.train, (example, { kind }) => read(example, kind.reads[0].view));
  const tasks = tasksFor(dataset, settled, options, options.validation === 'none' ? ['train'] : ['train', 'validation']);
  const own = tasks.map(({ head }) => head);
  const { model, tokenizer } = encoder;
  const inModel = (file: FolderFile): FolderFile => ({ ...file, path: `model/${file.path}` });
  return [
    ...(await pythonFiles()),
    jsonFile('parameters.json', parameterTable(model)),
    jsonFile('run.json', projectRun(model, dataset.name, tasks, options)),
    ...(['train', 'validation', 'test'] as const).flatMap((split) =>
      dataset[split].length === 0 ? [] : [{ path: `data/${split}.jsonl`, bytes: projectRows(dataset[split], own, read) }],
    ),
    ...(from ? await projectCheckpoint(from, model, tasks, options) : []),
    ...[...(await encoderFiles(model, tokenizer.maxLength)), ...headFiles(own)].map(inModel),
    weightsFile(model, 'model/model.safetensors'),
  ];
}

/** Of each parameter of the encoder, at what depth it learns and whether weight decay applies. */
function parameterTable({ config }: Model): Record<string, { depth: number; decays: boolean }> {
  return Object.fromEntries(parametersOf(config).all.map(({ name, depth, decays }) => [name, { depth, decays }]));
}

/** All rows that may teach do. */
function withoutValidation<T extends Pick<Dataset, 'train' | 'validation'>>(dataset: T): T {
  return { ...dataset, train: [...dataset.train, ...dataset.validation], validation: [] };
}
