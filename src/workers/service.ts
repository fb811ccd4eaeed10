/** The methods of the protocol that concern models, and all of them put together. */

import { SPLITS } from '../data/dataset';
import { EmbeddingSet } from '../embeddings/embeddingSet';
import { exportEmbeddings } from '../embeddings/formats';
import { TandemError, throwIfAborted, toTandemError } from '../errors';
import { Encoder } from '../inference/encoder';
import { sentenceOutputs } from '../inference/headOutputs';
import { predict } from '../inference/predict';
import { CUT, type ReadingOptions } from '../inference/reading';
import { nameOfPrompt, resolvePrompt } from '../inference/sentence/prompts';
import { startRuntime } from '../inference/session';
import { openModel } from '../model/model';
import type { ModelFiles, ModelReadOptions } from '../model/modelFiles';
import { layerInWords } from '../model/sentence/layers';
import type { TunedModels } from '../model/tuned';
import { countParameters } from '../model/weights';
import { withStorageErrors } from '../storage/storageErrors';
import { createHead, type EncoderShape, type Head, levelOf } from '../tasks/head';
import type { AnyKind, TaskConfig } from '../tasks/kind';
import { taskKinds } from '../tasks/registry';
import { sharesLayers, whyUntrainable } from '../train/learners/openEncoder';
import { type RunDetails, RunStore } from '../train/runs/runs';
import { type DatasetMethod, Datasets } from './datasetMethods';
import { type ExploreSetMethod, exploreMethods } from './exploreMethods';
import { type ExportMethod, Exports } from './exportMethods';
import type { ServiceHost } from './host';
import { Mistakes, type MistakesMethod } from './mistakes/mistakesMethods';
import { type PredictionMethod, Predictions } from './predictionMethods';
import type { EmbedParams, KindInfo, LoadedModel, LoadParams, Methods, WorkerEvent } from './protocol';
import { sentenceProgress } from './sentenceProgress';
import type { CallContext, Service } from './serve';
import { readHeads } from './sources/modelHeads';
import { runOf } from './sources/modelRun';
import { ModelSources } from './sources/modelSources';
import { readSampleHeads } from './sources/sampleHeads';
import { appendWithRoom, type StorageMethod, StorageUpkeep, withOwnCaches } from './storageMethods';
import { type SuggestionMethod, Suggestions } from './suggestionMethods';
import { registerTaskModule } from './taskModules';
import { Asking } from './training/asking';
import { Training, type TrainingMethod } from './training/trainingMethods';

export interface Loaded {
  encoder: Encoder;
  heads: Head[];
  /** Whether its heads have learned anything. */
  trained: boolean;
  /** How long texts are read: as the heads were trained. */
  reading: ReadingOptions;
  /** The run that its heads come from. */
  run?: RunDetails;
  /** Lets its files be removed by other tabs again. */
  giveUp?: () => void;
}

type Params<M extends keyof Methods> = Methods[M]['params'];

/** Sentences sorted and embedded together; what a stopped job loses at most. */
const WINDOW = 1024;

/** What others answer. */
type OtherMethod =
  | DatasetMethod
  | ExploreSetMethod
  | ExportMethod
  | MistakesMethod
  | PredictionMethod
  | StorageMethod
  | SuggestionMethod
  | TrainingMethod;

/** Everything that concerns loaded models and embedding sets. */
export class ModelService implements Omit<Service, OtherMethod> {
  private readonly models = new Map<number, Loaded>();
  private readonly sets = new Map<number, EmbeddingSet>();
  private lastHandle = 0;
  private lastSet = 0;

  constructor(
    private readonly host: ServiceHost,
    private readonly datasets: Datasets,
    private readonly runStore: RunStore,
    private readonly sources: ModelSources,
    private readonly emit: (event: WorkerEvent) => void,
    private readonly onLoaded: () => void,
  ) {}

  /** Models whose encoder was trained here. */
  get tuned(): TunedModels {
    return this.sources.tuned;
  }

  async load(params: LoadParams, { signal, progress }: CallContext): Promise<LoadedModel> {
    const { device } = params;
    startRuntime(this.host.ort);
    const options: ModelReadOptions & { signal: AbortSignal } = {
      signal,
      onProgress: ({ file, loaded, total }) => progress({ stage: 'download', file, loaded, total }),
    };
    const opened = await openModel(await this.sources.open(params, options), options);
    throwIfAborted(signal, 'Loading the model');
    progress({ stage: 'open', what: 'weights' });
    const handle = ++this.lastHandle;
    const encoder = await Encoder.open(opened, this.host, {
      ...this.engineOptions(handle, device),
      onStage: (what) => progress({ stage: 'open', what }),
    });
    if (signal.aborted) {
      await encoder.release();
      throwIfAborted(signal, 'Loading the model');
    }
    try {
      const loaded = await withHeads(encoder, params);
      if (loaded.ownTasks)
        loaded.run = await runOf(encoder.model, loaded.heads, typeof params.model === 'string' ? undefined : this.runStore);
      loaded.giveUp = await this.sources.use(encoder.model.id);
      this.models.set(handle, loaded);
      this.onLoaded();
      return { ...describe(handle, encoder), ...(loaded.ownTasks ? { ownTasks: loaded.ownTasks } : {}) };
    } catch (error) {
      await encoder.release();
      throw error;
    }
  }

  /** Has a loaded model compute with another one's encoder from now on. */
  async replaceEncoder(handle: number, files: ModelFiles): Promise<void> {
    const loaded = this.model(handle);
    const { encoder: former } = loaded;
    loaded.encoder = await Encoder.open(await openModel(files), this.host, this.engineOptions(handle, former.deviceChoice));
    loaded.giveUp?.();
    loaded.giveUp = await this.sources.use(loaded.encoder.model.id);
    this.emit({ kind: 'modelChanged', handle, model: describe(handle, loaded.encoder) });
    await former.release();
  }

  private engineOptions(handle: number, device: LoadParams['device']) {
    return { device, onDeviceChange: (status: LoadedModel['device']) => this.emit({ kind: 'deviceChanged', handle, device: status }) };
  }

  async dispose({ handle }: Params<'dispose'>): Promise<void> {
    const { encoder, giveUp } = this.model(handle);
    this.models.delete(handle);
    giveUp?.();
    await encoder.release();
  }

  async setTasks({ handle, tasks, seed }: Params<'setTasks'>): Promise<void> {
    const loaded = this.model(handle);
    loaded.heads = createHeads(tasks, loaded.encoder.shape, seed);
    loaded.reading = CUT;
    loaded.trained = false;
    delete loaded.run;
  }

  async useSampleHeads({ handle }: Params<'useSampleHeads'>): Promise<Methods['useSampleHeads']['result']> {
    const loaded = this.model(handle);
    const found = await readSampleHeads(loaded.encoder.model.files, loaded.encoder.shape);
    if (!found) return undefined;
    const { heads, reading, facts } = found;
    // Not of a person's training: recipes take them for new ones.
    Object.assign(loaded, { heads, reading, trained: false });
    delete loaded.run;
    return facts;
  }

  async tokenize({ handle, sentences }: Params<'tokenize'>): Promise<Methods['tokenize']['result']> {
    const { tokenizer } = this.model(handle).encoder;
    const rows = sentences.map((sentence) => tokenizer.encode(sentence).ids);
    const length = Math.max(0, ...rows.map((ids) => ids.length));
    const pad = (row: number[], value: number) => [...row, ...new Array<number>(length - row.length).fill(value)];
    return {
      inputIds: rows.map((ids) => pad(ids, tokenizer.padId)),
      attentionMask: rows.map((ids) =>
        pad(
          ids.map(() => 1),
          0,
        ),
      ),
    };
  }

  async encode(
    { handle, sentences, ...options }: Params<'encode'>,
    { signal, progress }: CallContext,
  ): Promise<Methods['encode']['result']> {
    const { encoder } = this.model(handle);
    return encoder.encode(sentences, { ...options, signal, onProgress: sentenceProgress(progress, sentences.length) });
  }

  /** Tasks that compare two texts need two, and are left out. */
  async forward({ handle, inputIds, attentionMask, tokenTypeIds }: Params<'forward'>): Promise<Methods['forward']['result']> {
    const { encoder, heads } = this.model(handle);
    const [batch, length] = [inputIds.length, inputIds[0].length];
    const tokenHeads = heads.filter((head) => levelOf(head) === 'token');
    const { outputs, pooled } = await encoder.forward(inputIds, attentionMask, tokenTypeIds, tokenHeads);
    const vectors = { shape: [batch, encoder.model.sentence.pooledSize], data: pooled as Float32Array<ArrayBuffer> };
    return Object.fromEntries(
      heads.flatMap((head) => {
        if (levelOf(head) === 'token') {
          return [[head.name, { data: outputs[tokenHeads.indexOf(head)], shape: [batch, length, head.outputs] }]];
        }
        if (head.kind.reads.length > 1) return [];
        return [[head.name, sentenceOutputs(head, new Map([[head.kind.reads[0].view, vectors]]))]];
      }),
    );
  }

  async predict(
    { handle, texts, batchSize, reading }: Params<'predict'>,
    { signal, progress }: CallContext,
  ): Promise<Methods['predict']['result']> {
    const { encoder, heads, reading: own } = this.model(handle);
    const onProgress = sentenceProgress(progress, texts.length);
    return predict(encoder, heads, texts, { batchSize, signal, onProgress, reading: reading ?? own });
  }

  private textsOf(number: number): string[] {
    const dataset = this.datasets.get(number);
    return SPLITS.flatMap((split) => dataset[split].map(({ text }) => text));
  }

  /** A stopped job is a result like any other: what was embedded by then. */
  async embed({ handle, source, ...options }: EmbedParams, { signal, progress }: CallContext): Promise<Methods['embed']['result']> {
    const { encoder } = this.model(handle);
    const { similarity } = encoder.model.sentence;
    const prompt = resolvePrompt(encoder.model.sentence, options);
    const started = performance.now();
    const sentences = source.kind === 'lines' ? source.lines : this.textsOf(source.dataset);
    const set = new EmbeddingSet(await this.host.vectorStore(), encoder.embeddingSize, similarity, prompt, encoder.model.id);
    const report = sentenceProgress(progress, sentences.length);
    let full: string | undefined;
    try {
      for (let first = 0; first < sentences.length && !signal.aborted; first += WINDOW) {
        const window = sentences.slice(first, first + WINDOW);
        const batch = await encoder.encode(window, { ...options, signal, onProgress: (done) => report(first + done) });
        await appendWithRoom(this.host, () => set.append(window, batch));
      }
    } catch (thrown) {
      const error = toTandemError(thrown);
      if (error.code === 'storage-full' && set.count > 0) full = error.message;
      else if (!signal.aborted) {
        await set.dispose();
        throw error;
      }
    }
    const id = ++this.lastSet;
    this.sets.set(id, set);
    return {
      set: id,
      count: set.count,
      size: set.size,
      similarity,
      prompt,
      ...(prompt === '' ? {} : { promptName: nameOfPrompt(encoder.model.sentence, prompt) }),
      truncated: set.truncatedCount,
      seconds: (performance.now() - started) / 1000,
      stopped: set.count < sentences.length,
      ...(full === undefined ? {} : { full }),
    };
  }

  async embeddingRows({ set, from, count }: Params<'embeddingRows'>) {
    return this.embeddings(set).rows(from, count);
  }

  async nearest({ set, index, count }: Params<'nearest'>) {
    return this.embeddings(set).nearest(index, count);
  }

  async similarities({ set, count }: Params<'similarities'>) {
    return this.embeddings(set).similarities(count);
  }

  async exportEmbeddings({ set, format }: Params<'exportEmbeddings'>): Promise<Blob> {
    return exportEmbeddings(this.embeddings(set), format);
  }

  async dropEmbeddings({ set }: Params<'dropEmbeddings'>): Promise<void> {
    const dropped = this.sets.get(set);
    this.sets.delete(set);
    await dropped?.dispose();
  }

  async taskKinds(): Promise<Methods['taskKinds']['result']> {
    return taskKinds().map(kindInfo);
  }

  async registerTask({ url }: Params<'registerTask'>): Promise<Methods['registerTask']['result']> {
    return kindInfo(await registerTaskModule(url));
  }

  async storedModels(): Promise<Methods['storedModels']['result']> {
    return this.sources.stored();
  }

  async removeStoredModel({ id }: Params<'removeStoredModel'>): Promise<void> {
    await this.sources.remove(id);
  }

  /** @throws TandemError `disposed` for a model that is gone */
  model(handle: number): Loaded {
    const loaded = this.models.get(handle);
    if (!loaded) throw new TandemError('disposed', 'This model was disposed of. Load it again.');
    return loaded;
  }

  /** @throws TandemError `disposed` for embeddings that are gone */
  embeddings(id: number): EmbeddingSet {
    const set = this.sets.get(id);
    if (!set) throw new TandemError('disposed', 'These embeddings are gone. Embed the sentences again.');
    return set;
  }
}

function describe(handle: number, { model, tokenizer, hiddenSize, device }: Encoder): LoadedModel {
  const { layers, pooling, ...sentence } = model.sentence;
  const untrainable = whyUntrainable(model);
  return {
    handle,
    id: model.id,
    hiddenSize,
    layers: model.config.numHiddenLayers,
    sharesLayers: sharesLayers(model.config),
    ...(untrainable ? { untrainable } : {}),
    maxLength: tokenizer.maxLength,
    vocabSize: model.config.vocabSize,
    parameters: countParameters(model.config),
    sentence: {
      pooling: pooling.modes,
      layers: layers.map(layerInWords),
      embeddingSize: sentence.embeddingSize,
      prompts: sentence.prompts,
      defaultPrompt: sentence.defaultPrompt,
      similarity: sentence.similarity,
    },
    device,
    ...(model.files.note ? { note: model.files.note } : {}),
  };
}

function createHeads(configs: Record<string, TaskConfig>, shape: EncoderShape, seed: number): Head[] {
  return Object.entries(configs).map(([name, config]) => createHead(name, config, shape, seed));
}

/** Those of the model's folder, unless others are asked for. */
async function withHeads(
  encoder: Encoder,
  { tasks, defaultTasks = {}, seed = 0 }: LoadParams,
): Promise<Loaded & Pick<LoadedModel, 'ownTasks'>> {
  const own = await readHeads(encoder.model.files, encoder.shape);
  if (!own) return { encoder, heads: createHeads(tasks ?? defaultTasks, encoder.shape, seed), trained: false, reading: CUT };
  const { heads, reading } = own;
  const ownTasks = Object.fromEntries(heads.map(({ name, config }) => [name, config]));
  if (!tasks) return { encoder, heads, trained: true, reading, ownTasks };
  const asked = createHeads(tasks, encoder.shape, seed);
  const found = asked.map((head) => heads.find((known) => isSame(known, head)));
  return { encoder, heads: asked.map((head, i) => found[i] ?? head), trained: !found.includes(undefined), reading };
}

/** Whether two heads answer with the same labels, in the same order. */
function isSame(a: Head, b: Head): boolean {
  const labelsOf = ({ kind, config }: Head) => JSON.stringify(kind.known?.(config));
  return a.name === b.name && a.kind === b.kind && a.outputs === b.outputs && labelsOf(a) === labelsOf(b);
}

function kindInfo({ kind, title, reads, settings, metrics, defaults }: AnyKind): KindInfo {
  return { kind, title, reads, settings, metrics, defaults };
}

/** The whole service: models, data sets and training on one device. */
export function createService(surroundings: ServiceHost, emit: (event: WorkerEvent) => void): Service {
  const withErrors: ServiceHost = { ...surroundings, cache: async (kind) => withStorageErrors(await surroundings.cache(kind)) };
  const host = withOwnCaches(withErrors, () => emit({ kind: 'storing' }));
  const datasets = new Datasets();
  const runs = new RunStore(() => host.cache('runs'));
  const sources = new ModelSources(host);
  const storage = new StorageUpkeep(host, sources, runs);
  const models = new ModelService(host, datasets, runs, sources, emit, () => storage.tidySoon());
  const asking = new Asking(models, datasets, runs);
  const training = new Training(models, datasets, runs, asking, host);
  return Object.assign(
    models,
    datasets.methods(),
    exploreMethods(models, datasets),
    new Predictions(models, datasets).methods(),
    new Suggestions(models, datasets, host).methods(),
    training.methods(),
    new Mistakes(models, datasets, training).methods(),
    new Exports(models, runs, asking).methods(),
    storage.methods(),
  );
}
