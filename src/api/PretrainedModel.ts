/** What both public classes share: a model in the worker, its facts, and its end. */
import type { TrainOptionsInput } from '../train/plan/options';
import type { ExportedFile, LoadedModel, LoadParams, Method, Methods, TargetInfo } from '../workers/protocol';
import type { Dataset } from './Dataset';
import { type ModelInput, modelSource } from './modelInput';
import type { JobOptions, PretrainedOptions } from './options';
import { type Lease, leaseClient } from './sharedWorker';

/** What is saved, and of which task. */
export interface SaveOptions extends JobOptions {
  /** The task that goes out, for targets that hold one. Default: the only one there is. */
  task?: string;
  /** The id of a kept run of this model, whose heads go out. Default: those that answer now. */
  run?: string;
  /** A data set that goes out with the model, for targets that hold one. */
  dataset?: Dataset;
  /** How to train on that data set, for `pytorch-project`: as the options of `train`. Default: as the run did whose heads go out. */
  training?: TrainOptionsInput;
}

export interface Opened {
  lease: Lease;
  loaded: LoadedModel;
}

export async function open(model: ModelInput, options: PretrainedOptions, tasks: Pick<LoadParams, 'tasks' | 'seed'> = {}): Promise<Opened> {
  const { device = 'auto', endpoint, token, allowedHosts, signal, onProgress } = options;
  const lease = await leaseClient(options.client);
  try {
    const params: LoadParams = { model: await modelSource(model), device, endpoint, token, allowedHosts, ...tasks };
    return { lease, loaded: await lease.client.call('load', params, { signal, onProgress }) };
  } catch (error) {
    lease.release();
    throw error;
  }
}

export abstract class PretrainedModel {
  private readonly stopListening: () => void;
  private disposed = false;

  /** @internal */
  protected constructor(private readonly opened: Opened) {
    this.stopListening = opened.lease.client.onEvent((event) => {
      if (event.kind === 'storing' || event.handle !== opened.loaded.handle) return;
      if (event.kind === 'deviceChanged') opened.loaded.device = event.device;
      else opened.loaded = event.model;
    });
  }

  /** The model's name: as it was asked for, or of what its encoder became by training. */
  get id(): string {
    return this.opened.loaded.id;
  }

  /** Where it computes now: a lost GPU moves it to `wasm`. */
  get device(): 'webgpu' | 'wasm' {
    return this.opened.loaded.device.device;
  }

  /** Whether the device reproduced stored reference vectors, and why it was chosen. */
  get deviceStatus(): LoadedModel['device'] {
    return this.opened.loaded.device;
  }

  /** H: values of a hidden state. */
  get hiddenSize(): number {
    return this.opened.loaded.hiddenSize;
  }

  /** What should be known of it, in a sentence: that a head was left out, that its encoder cannot be trained. */
  get note(): string | undefined {
    return this.opened.loaded.note;
  }

  /** Longest sequence in tokens, special tokens included; longer sentences are truncated. */
  get maxLength(): number {
    return this.opened.loaded.maxLength;
  }

  /**
   * Token ids as `forward` takes them, padded to the longest of these sentences: [B, L].
   * @returns `attentionMask` is 1 for tokens and 0 for padding
   */
  tokenize(sentences: string[]): Promise<Methods['tokenize']['result']> {
    return this.call('tokenize', { handle: this.handle, sentences });
  }

  /**
   * The model as a zip for others to open, with a card, five texts to compare by, and a script that compares.
   *
   * @param target `tandem` (everything: what `fromPretrained` gives back as it was), `huggingface`, `text-classification`,
   *   `token-classification`, `question-answering`, `pytorch-project` (with a `dataset`: the run as a program for Python), … : a name that {@link saveTargets} lists
   * @throws TandemError `bad-input` for a target that is not known or cannot hold this model, saying which task it needs
   */
  save(target = 'tandem', { task, run, dataset, training: options, ...job }: SaveOptions = {}): Promise<ExportedFile> {
    return this.call('exportModel', { handle: this.handle, target, task, run, dataset: dataset?.info.dataset, options }, job);
  }

  /** The ways in which this model can be saved, together with a data set where one is given: what opens each, and which tasks it holds. */
  saveTargets({ dataset }: Pick<SaveOptions, 'dataset'> = {}): Promise<TargetInfo[]> {
    return this.call('exportTargets', { handle: this.handle, dataset: dataset?.info.dataset });
  }

  /** Frees the model's memory; the worker ends with its last model. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    this.stopListening();
    const { client, release } = this.opened.lease;
    // What a dead worker held is free already.
    if (!client.isDead) await this.call('dispose', { handle: this.handle });
    release();
  }

  /** @internal */
  protected get handle(): number {
    return this.opened.loaded.handle;
  }

  /** @internal */
  protected get sentence(): LoadedModel['sentence'] {
    return this.opened.loaded.sentence;
  }

  /** @internal */
  protected call<M extends Method>(
    method: M,
    params: Methods[M]['params'],
    { signal, onProgress }: JobOptions = {},
  ): Promise<Methods[M]['result']> {
    return this.opened.lease.client.call(method, params, { signal, onProgress });
  }
}
