/** Prediction sets stay in the worker: a page of a hundred thousand texts need not hold their answers. */
import { SPLITS } from '../data/dataset';
import { TandemError } from '../errors';
import type { Head } from '../tasks/head';
import type { Datasets } from './datasetMethods';
import { exportSet } from './predictions/exportSet';
import { fillSet } from './predictions/fillSet';
import { type PredictedText, PredictionSet } from './predictions/predictionSet';
import type { Methods, PredictionSetInfo } from './protocol';
import { sentenceProgress } from './sentenceProgress';
import type { CallContext, Service } from './serve';
import type { Loaded, ModelService } from './service';

export type PredictionMethod =
  | 'openPredictions'
  | 'runPredictions'
  | 'predictionRows'
  | 'predictionOrder'
  | 'predictionCounts'
  | 'exportPredictions'
  | 'dropPredictions';

interface Kept {
  set: PredictionSet;
  /** Those that answer. */
  model: string;
  reading: Loaded['reading'];
  running: boolean;
}

export class Predictions {
  private readonly kept = new Map<number, Kept>();
  private last = 0;

  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
  ) {}

  methods(): Pick<Service, PredictionMethod> {
    return {
      openPredictions: async ({ handle, dataset }) => this.open(handle, dataset),
      runPredictions: (params, context) => this.run(params, context),
      predictionRows: async ({ set, view, from, count }) => this.entry(set).set.rows(view, from, count),
      predictionOrder: async ({ set, view }) => this.entry(set).set.order(view),
      predictionCounts: async ({ set, view }) => this.entry(set).set.counts(view),
      exportPredictions: async ({ set, format, threshold }) => exportSet(this.entry(set).set, format, threshold),
      dropPredictions: async ({ set }) => {
        this.kept.delete(set);
      },
    };
  }

  private open(handle: number, id: number): PredictionSetInfo {
    const { encoder, heads, reading } = this.models.model(handle);
    const dataset = this.datasets.get(id);
    const texts = SPLITS.flatMap((split) =>
      dataset[split].map(({ text, other, words }): PredictedText => ({ text, ...(other === undefined ? {} : { other }), words })),
    );
    const number = ++this.last;
    this.kept.set(number, { set: new PredictionSet(dataset.name, texts, heads), model: encoder.model.id, reading, running: false });
    return this.info(number);
  }

  private async run({ handle, set: id, batchSize }: Methods['runPredictions']['params'], { signal, progress }: CallContext) {
    const kept = this.entry(id);
    const { set } = kept;
    const loaded = this.models.model(handle);
    if (kept.running) throw new TandemError('bad-input', 'These texts are being predicted already.');
    if (!answersAlike(kept, loaded)) {
      throw new TandemError(
        'bad-input',
        'So far these texts were answered by other heads or another model. Predict them again from the start.',
      );
    }
    const before = set.done;
    const report = sentenceProgress(
      (message) => progress(message.stage === 'sentences' ? { ...message, done: before + message.done, total: set.texts.length } : message),
      set.texts.length - before,
    );
    kept.running = true;
    try {
      await fillSet(set, loaded, { batchSize, signal, onProgress: (done) => report(done - before) });
    } finally {
      kept.running = false;
    }
    return this.info(id);
  }

  private info(id: number): PredictionSetInfo {
    const { set, model } = this.entry(id);
    return {
      set: id,
      name: set.name,
      model,
      tasks: set.columns.map(({ task }) => task),
      rows: set.texts.length,
      done: set.done,
      truncated: set.truncated.reduce((sum, one) => sum + one, 0),
      seconds: set.seconds,
    };
  }

  private entry(id: number): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new TandemError('disposed', 'These predictions are gone. Predict the file again.');
    return kept;
  }
}

/** Whether a model would have given the answers that are there: it may have been loaded anew on the way. */
function answersAlike({ set, model, reading }: Kept, { encoder, heads, reading: now }: Loaded): boolean {
  return (
    encoder.model.id === model &&
    JSON.stringify(reading) === JSON.stringify(now) &&
    heads.length === set.heads.length &&
    heads.every((head, i) => sameHead(head, set.heads[i]))
  );
}

function sameHead(a: Head, b: Head): boolean {
  if (a === b) return true;
  if (a.name !== b.name || JSON.stringify(a.config) !== JSON.stringify(b.config)) return false;
  return [...a.parameters].every(([path, { data }]) => {
    const other = b.parameters.get(path)?.data;
    return other?.length === data.length && data.every((value, i) => value === other[i]);
  });
}
