/** What a project has trained: its metrics are the page's, its model answers in Tandem as in PyTorch, and neither processes nor pauses change it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import { Encoder } from '../src/inference/encoder';
import { headOutputs } from '../src/inference/headOutputs';
import { openModel } from '../src/model/model';
import type { ModelFiles } from '../src/model/modelFiles';
import { createHead, type Head, isReadable, withValues } from '../src/tasks/head';
import type { TaskConfig } from '../src/tasks/kind';
import type { Metrics } from '../src/tasks/taskMetrics';
import { everyTask } from '../src/testing/everyTask';
import { expectClose } from '../src/testing/gpuTest';
import { connect, nodeHost } from '../src/testing/nodeHost';
import { type PageRun, pageRun } from '../src/testing/pageRun';
import { ProjectFolder, projectPython } from '../src/testing/projectFolder';
import { smallModel } from '../src/testing/smallModel';
import type { Best } from '../src/train/runs/bestEpochs';
import { readTensors } from '../src/train/runs/runState';

interface Trained {
  best: Record<string, Best>;
  validation: Metrics;
  test: Metrics;
  history: { epoch: number; loss: number; validation: Metrics }[];
}

const folderFiles = (folder: string): ModelFiles => ({
  id: 'trained',
  weights: ['model.safetensors'],
  read: async (path) => {
    try {
      return new Uint8Array(readFileSync(join(folder, path)));
    } catch {
      return undefined;
    }
  },
});

function headsIn(folder: string, { shape }: Encoder): Head[] {
  const configs = JSON.parse(readFileSync(join(folder, 'heads.json'), 'utf8')) as Record<string, TaskConfig>;
  const values = readTensors(new Uint8Array(readFileSync(join(folder, 'heads.safetensors'))), 'heads');
  return Object.entries(configs).map(([name, config]) => withValues(createHead(name, config, shape, 0), (path) => values.get(path)?.data));
}

const near = (metrics: Metrics) =>
  Object.fromEntries(
    Object.entries(metrics).map(([task, values]) => [
      task,
      Object.fromEntries(Object.entries(values).map(([id, value]) => [id, expect.closeTo(value, 3)])),
    ]),
  );

describe.skipIf(projectPython.missing)(projectPython.titled('a project that was trained'), () => {
  const dataset = everyTask(24, 12);
  let page: PageRun;
  let project: ProjectFolder;

  beforeAll(async () => {
    const encoder = await Encoder.open(await openModel(smallModel()), nodeHost(), { device: 'wasm' });
    page = await pageRun(encoder, dataset, {
      epochs: 3,
      batchSize: 7,
      unfreeze: { layers: 2 },
      learningRate: { encoder: 1e-3 },
      seed: 11,
    });
    project = await ProjectFolder.of(page.parts);
    project.python('train.py', '--no-dropout');
  }, 300_000);
  afterAll(() => project.remove());

  it('has the metrics of every epoch that the page has, and the same best one', () => {
    const { history, best, validation } = project.json<Trained>('output/metrics.json');
    expect(history.map((epoch) => epoch.validation)).toEqual(
      page.result.history.map((epoch) =>
        // Counted by seqeval on units, which the page does not show.
        Object.fromEntries(
          Object.entries(near(epoch.validation)).map(([task, values]) => [
            task,
            task === 'places' ? { ...values, unitF1: expect.any(Number) } : values,
          ]),
        ),
      ),
    );
    expect(Object.values(best).map(({ epoch }) => epoch)).toEqual(Object.values(page.result.best).map(({ epoch }) => epoch));
    expect(validation.topic).toEqual(near(page.result.metrics).topic);
  });

  it('is opened here with the logits that it has there', async () => {
    project.python('evaluate.py', '--split', 'validation', '--outputs', 'outputs.jsonl');
    const rows = project.lines<Record<string, number[][]>>('outputs.jsonl');
    const folder = join(project.path, 'output/model');
    const encoder = await Encoder.open(await openModel(folderFiles(folder)), nodeHost(), { device: 'wasm' });
    const heads = headsIn(folder, encoder);
    const answers = await headOutputs(encoder, heads, dataset.validation, page.parts.options);
    let compared = 0;
    for (const [h, head] of heads.entries()) {
      for (const [i, example] of dataset.validation.entries()) {
        if (example.labels[head.name] === undefined || !isReadable(head, example)) continue;
        expectClose(rows[i][head.name].flat(), answers[h].outputs[i], 1e-4);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(40);
  });

  it('is a zip that fromPretrained takes, with its tasks', async () => {
    const names = readdirSync(join(project.path, 'output/model'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const paths = names.map(({ parentPath, name }) => join(parentPath, name));
    const from = join(project.path, 'output');
    const zip = zipSync(Object.fromEntries(paths.map((path) => [relative(from, path), new Uint8Array(readFileSync(path))])), { level: 0 });
    const { client, close } = connect(nodeHost());
    const file = new File([zip as Uint8Array<ArrayBuffer>], 'trained.zip');
    const model = await MultiTaskSentenceTransformer.fromPretrained(file, { client, device: 'wasm' });
    const rows = project.lines<Record<string, number[][]>>('outputs.jsonl');
    for (const [i, { text }] of dataset.validation.entries()) {
      const { logits } = await model.forward(await model.tokenize([text]));
      for (const task of ['topic', 'extras', 'score']) {
        if (rows[i][task]) expectClose(rows[i][task].flat(), logits[task].data, 1e-4);
      }
    }
    close();
  });

  it('two processes give what one gives', () => {
    const printed = project.python('-m', 'torch.distributed.run', '--nproc_per_node', '2', 'train.py', '--no-dropout', '--output', 'two');
    expect(printed).toContain('on 2 × cpu');
    expectSame(project.log('two'), project.log(), 1e-4);
    const [one, two] = ['output', 'two'].map((output) => project.json<Trained>(`${output}/metrics.json`));
    for (const [i, { validation }] of two.history.entries()) expect(validation).toEqual(near(one.history[i].validation));
    expect(two.test).toEqual(near(one.test));
  }, 180_000);

  it('five processes, of which some have no label of a task in a batch, give what one gives on a frozen encoder', () => {
    const { options, ...run } = project.json<{ options: Record<string, unknown> }>('run.json');
    const { unfreeze: _, ...frozen } = options;
    project.write('run.json', JSON.stringify({ ...run, options: { ...frozen, epochs: 2, batchSize: 6, balance: 'uncertainty' } }));
    project.python('train.py', '--no-dropout', '--output', 'frozen');
    project.python('-m', 'torch.distributed.run', '--nproc_per_node', '5', 'train.py', '--no-dropout', '--output', 'five');
    project.write('run.json', JSON.stringify({ ...run, options }));
    expectSame(project.log('five'), project.log('frozen'), 1e-5);
  }, 240_000);

  it('a run that was ended goes on as if it had not been, dropout included', () => {
    project.python('train.py', '--output', 'whole');
    const steps = project.log('whole').length;
    project.python('train.py', '--output', 'parts', '--steps', String(Math.ceil(steps / 2)));
    project.python('train.py', '--output', 'parts');
    expectSame(project.log('parts'), project.log('whole'), 1e-6);
  }, 180_000);
});

function expectSame(actual: { step: number; total: number }[], expected: { step: number; total: number }[], tolerance: number): void {
  expect(actual.map(({ step }) => step)).toEqual(expected.map(({ step }) => step));
  for (const [i, { total }] of actual.entries()) expect(Math.abs(total / expected[i].total - 1)).toBeLessThan(tolerance);
}
