/** Training, evaluation and kept runs, over the models and data sets that are loaded. */
import type { Backend } from '../autodiff/backend';
import { cpuBackend } from '../autodiff/cpuBackend';
import { gpuBackend } from '../autodiff/gpuBackend';
import type { Dataset } from '../data/dataset';
import { TandemError } from '../errors';
import type { Encoder } from '../inference/encoder';
import { REFERENCE_FILE, writeReference } from '../inference/referenceVectors';
import { tunedId } from '../model/tuned';
import { createHead, type Head } from '../nn/heads/instance';
import type { CpuTensor } from '../nn/ops';
import { headParameters, withValues } from '../nn/parameters';
import { compare } from '../train/comparison';
import { EncoderLearner } from '../train/encoderLearner';
import { Evaluator } from '../train/evaluate';
import { FeatureCache } from '../train/featureCache';
import { type Forecast, forecast } from '../train/forecast';
import { HeadLearner } from '../train/headLearner';
import { type LoopState, type TrainingResult, type TrainingSetup, train } from '../train/loop';
import { openEncoder } from '../train/openEncoder';
import { completeOptions, type TrainOptions } from '../train/options';
import { headsFor, prepare, tasksFor } from '../train/prepare';
import { type RunDetails, RunStore } from '../train/runs';
import type { Task } from '../train/task';
import { tunedReference } from '../train/tunedReference';
import type { Datasets } from './datasetMethods';
import type { ServiceHost } from './host';
import type { TrainParams } from './protocol';
import { digestOf, RunKeeper } from './runKeeper';
import { sentenceProgress } from './sentenceProgress';
import type { CallContext, Service } from './serve';
import type { Loaded, ModelService } from './service';

export type TrainingMethod = 'train' | 'forecast' | 'pauseTraining' | 'evaluate' | 'runs' | 'useRun' | 'removeRun';

/** Validation sentences that are compared before and after. */
const COMPARED = 200;

type Tuned = Pick<RunDetails, 'tuned' | 'comparison' | 'note'>;

export class Training {
  private readonly cache: FeatureCache;
  private readonly store: RunStore;
  /** Runs under way, by their model: the gate that holds one while it is paused. */
  private readonly gates = new Map<number, { held?: Promise<void>; open?: () => void }>();

  constructor(
    private readonly host: ServiceHost,
    private readonly models: ModelService,
    private readonly datasets: Datasets,
  ) {
    this.cache = new FeatureCache(() => host.cache('features'));
    this.store = new RunStore(() => host.cache('runs'));
  }

  methods(): Pick<Service, TrainingMethod> {
    return {
      train: (params, context) => this.train(params, context),
      forecast: (params, context) => this.forecast(params, context),
      pauseTraining: async ({ handle, paused }) => this.pause(handle, paused),
      evaluate: async ({ handle, dataset }, context) => {
        const loaded = this.models.model(handle);
        return this.evaluate(loaded, this.datasets.get(dataset), completeOptions(), context);
      },
      runs: () => this.store.list(),
      useRun: async ({ handle, run: id }) => {
        const stored = await this.store.load(id);
        if (!stored) throw new TandemError('missing-file', 'This run’s weights are no longer in the browser’s storage. Train again.');
        const loaded = this.models.model(handle);
        const { run } = stored;
        if (run.resumable && run.options.unfreeze) {
          throw new TandemError('bad-input', 'This run was interrupted before its encoder became a model. Resume it, then use it.');
        }
        const { model, tuned = model } = run;
        if (tuned !== loaded.encoder.model.id) {
          throw new TandemError('bad-input', `This run’s heads belong to ${tuned}. Load that model, then use the run.`);
        }
        loaded.heads = headsOf(stored, loaded.encoder);
        return run;
      },
      removeRun: ({ run }) => this.store.remove(run),
    };
  }

  private async train(params: TrainParams, context: CallContext) {
    const { handle } = params;
    if (this.gates.has(handle)) throw new TandemError('bad-input', 'This model is training already. Stop that run first.');
    this.gates.set(handle, {});
    try {
      return await (params.resume === undefined
        ? this.run(this.asked(params), handle, context)
        : this.resume(params, params.resume, context));
    } finally {
      this.gates.delete(handle);
    }
  }

  private async resume({ handle, dataset: id }: TrainParams, run: string, context: CallContext) {
    const stored = await this.store.load(run);
    const from = await this.store.state(run);
    if (!stored || !from) {
      throw new TandemError(
        'missing-file',
        'Where this run left off is no longer in the browser’s storage, or an older version of the page left it there. Start a new run.',
      );
    }
    const loaded = this.models.model(handle);
    const dataset = this.datasets.get(id);
    const { model, options, dataset: before } = stored.run;
    if (model !== loaded.encoder.model.id) throw new TandemError('bad-input', `This run trains ${model}. Load that model, then resume it.`);
    if (before.digest !== (await digestOf(dataset))) {
      throw new TandemError(
        'bad-input',
        `This run trains on other rows: "${before.name}", ${before.train} to train on and ${before.validation} to validate. Load that data set as it was, then resume it.`,
      );
    }
    return this.run(
      { loaded, dataset, options, heads: headsOf(stored, loaded.encoder), earlier: { run: stored.run, from } },
      handle,
      context,
    );
  }

  private async forecast(params: TrainParams, { signal }: CallContext): Promise<Forecast> {
    const { loaded, dataset, heads, options } = this.asked(params);
    if (options.freeze.encoder) throw new TandemError('bad-input', 'Heads alone need no forecast. Open layers of the encoder first.');
    const backend = (await this.backendFor(loaded))();
    try {
      return await forecast(backend, loaded.encoder, dataset, tasksFor(dataset, heads, options), options, signal);
    } finally {
      backend.destroy();
    }
  }

  private asked({ handle, dataset: id, options: input, tokenHead, freshHeads }: TrainParams): Asked {
    const loaded = this.models.model(handle);
    const dataset = this.datasets.get(id);
    const options = completeOptions(input);
    const fresh = () =>
      Object.entries(headsFor(dataset, loaded.encoder.shape, tokenHead, options.freeze.encoder)).map(([name, config]) =>
        createHead(name, config, loaded.encoder.shape, options.seed),
      );
    return { loaded, dataset, options, heads: freshHeads ? fresh() : loaded.heads };
  }

  private async run({ loaded, dataset, heads, options, earlier }: Asked, handle: number, context: CallContext) {
    const { encoder } = loaded;
    const tasks = tasksFor(dataset, heads, options);
    const keeper = new RunKeeper(
      this.store,
      { model: encoder.model.id, device: encoder.device.adapter ?? 'CPU', dataset, digest: await digestOf(dataset), heads, options },
      earlier?.run,
    );
    if (options.freeze.encoder && tasks.every(({ frozen }) => frozen)) {
      loaded.heads = heads;
      const metrics = await this.evaluate(loaded, dataset, options, context);
      return keeper.finish({ status: 'finished', note: 'Everything is frozen, so the heads were evaluated and not trained.', metrics });
    }
    const learning = await this.learning(encoder, dataset, tasks, options, context);
    const backend = await this.backendFor(loaded);
    const { signal, progress } = context;
    const result = await train({
      backend,
      tasks,
      ...learning,
      ...(earlier ? { from: earlier.from } : {}),
      options,
      signal,
      gate: () => this.gates.get(handle)?.held,
      events: {
        onSteps: (points, pace) => progress({ stage: 'steps', points, pace }),
        onEpoch: async (record, evaluation, state) => {
          progress({ stage: 'epoch', record, best: state.best.best, metrics: state.best.metrics });
          await keeper.epoch(record, evaluation, state);
        },
      },
    });
    loaded.heads = keeper.trained(result.values);
    return keeper.finish({ ...result, ...(await this.tune(loaded, handle, dataset, keeper.run.id, result)) });
  }

  /** What learns, on whichever backend. */
  private async learning(
    encoder: Encoder,
    dataset: Dataset,
    tasks: Task[],
    options: TrainOptions,
    context: CallContext,
  ): Promise<Pick<TrainingSetup, 'train' | 'learner'>> {
    if (options.freeze.encoder) {
      const splits = await this.prepare(encoder, dataset, tasks, ['train', 'validation'], context);
      return { train: splits.train.encoded, learner: (backend) => new HeadLearner(backend, { tasks, ...splits, options }) };
    }
    const report = sentenceProgress(context.progress, dataset.train.length + dataset.validation.length);
    const open = await openEncoder(encoder, dataset, tasks, options, this.cache, {
      signal: context.signal,
      onProgress: (split, done) => report(split === 'train' ? done : dataset.train.length + done),
    });
    return {
      train: open.train.encoded,
      learner: (backend, recompute) => new EncoderLearner(backend, { ...open, options: { ...options, recompute } }),
    };
  }

  /** Has the model compute with what its encoder has learnt, as a model of its own beside the one it was. */
  private async tune(loaded: Loaded, handle: number, dataset: Dataset, run: string, { values, note }: TrainingResult): Promise<Tuned> {
    const { encoder } = loaded;
    const learnt = new Map([...values].filter(([name]) => encoder.model.weights.has(name)));
    if (learnt.size === 0) return {};
    const id = tunedId(encoder.model.id, run);
    const sentences = dataset.validation.slice(0, COMPARED).map(({ text, label }) => ({ text, ...(label === undefined ? {} : { label }) }));
    const embed = async () => (await loaded.encoder.encode(sentences.map(({ text }) => text))).data;
    const before = await embed();
    // Without it the model is used all the same, and not called verified.
    const reference = await tunedReference(encoder, learnt).catch(() => undefined);
    const more = reference ? [{ path: REFERENCE_FILE, bytes: writeReference(reference) }] : [];
    const trouble = await this.models.tuned.save(id, encoder.model, learnt, more);
    await this.models.replaceEncoder(handle, await this.models.tuned.open(id));
    const comparison = compare(sentences, before, await embed(), encoder.hiddenSize);
    const forgotten = trouble && `The trained encoder is used, but could not be kept for the next visit: ${trouble} Download it.`;
    return { tuned: id, ...(comparison ? { comparison } : {}), note: [note, forgotten].filter(Boolean).join(' ') || undefined };
  }

  private async evaluate(loaded: Loaded, dataset: Dataset, options: TrainOptions, context: CallContext) {
    const tasks = tasksFor(dataset, loaded.heads, options);
    const { validation } = await this.prepare(loaded.encoder, dataset, tasks, ['validation'], context);
    const backend = (await this.backendFor(loaded))();
    const stores = new Map([...headParameters(loaded.heads)].map(([name, { data }]) => [name, backend.store(data)]));
    const evaluator = new Evaluator(backend, validation, (name) => stores.get(name) ?? backend.store(0));
    try {
      return (await evaluator.evaluate(tasks)).metrics;
    } finally {
      evaluator.destroy();
      for (const store of stores.values()) store.destroy();
      backend.destroy();
    }
  }

  private prepare(...[encoder, dataset, tasks, splits, { signal, progress }]: PrepareArguments) {
    const total = splits.reduce((sum, split) => sum + dataset[split].length, 0);
    return prepare(encoder, dataset, tasks, this.cache, splits, { signal, onProgress: sentenceProgress(progress, total) });
  }

  /** Where the encoder computes, training does. */
  private async backendFor({ encoder }: Loaded): Promise<() => Backend> {
    const gpu = encoder.device.device === 'webgpu' ? await this.host.gpu() : undefined;
    return gpu ? () => gpuBackend(gpu.device) : cpuBackend;
  }

  private pause(handle: number, paused: boolean): void {
    const gate = this.gates.get(handle);
    if (!gate || paused === (gate.held !== undefined)) return;
    if (paused) {
      gate.held = new Promise((resolve) => {
        gate.open = resolve;
      });
    } else {
      gate.open?.();
      delete gate.held;
    }
  }
}

interface Asked {
  loaded: Loaded;
  dataset: Dataset;
  heads: Head[];
  options: TrainOptions;
  /** The run that goes on, and where it left off. */
  earlier?: { run: RunDetails; from: LoopState };
}

/** The heads of a kept run. */
function headsOf({ run, parameters }: { run: RunDetails; parameters: Map<string, CpuTensor> }, { shape }: Encoder): Head[] {
  return Object.entries(run.heads).map(([name, config]) =>
    withValues(createHead(name, config, shape, run.options.seed), (path) => parameters.get(path)?.data),
  );
}

type PrepareArguments = [Loaded['encoder'], Dataset, Parameters<typeof prepare>[2], Parameters<typeof prepare>[4], CallContext];
