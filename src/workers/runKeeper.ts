/** Writes a run down as it goes, so that a closed tab loses the epoch under way and no more. */
import type { Dataset } from '../data/dataset';
import { toTandemError } from '../errors';
import type { Head } from '../nn/heads/instance';
import { headParameters, withValues } from '../nn/parameters';
import { digest } from '../train/digest';
import type { Evaluation } from '../train/evaluate';
import type { EpochRecord, LoopState, TrainingResult } from '../train/loop';
import type { TrainOptions } from '../train/options';
import type { ClassifiedSentence, RunDetails, RunStore } from '../train/runs';

interface Setting {
  model: string;
  device: string;
  dataset: Dataset;
  /** See digestOf. */
  digest: string;
  heads: Head[];
  options: TrainOptions;
}

type Values = Map<string, Float32Array<ArrayBuffer>>;

type Ended = Pick<TrainingResult, 'status' | 'note' | 'metrics' | 'before'> &
  Pick<RunDetails, 'tuned' | 'comparison'> & { values?: Values };

/** Sentences kept for the confusion matrix. */
const MAX_SENTENCES = 5000;
/** Short epochs are not all written, and writing takes no more than a tenth of the time. */
const INTERVAL_MS = 1000;
const WRITING_SHARE = 0.1;

export class RunKeeper {
  readonly run: RunDetails;
  private lastSaved = 0;
  /** Milliseconds that the last save took. */
  private lastTook = 0;
  private trouble: string | undefined;

  /** @param earlier the run that goes on */
  constructor(
    private readonly store: RunStore,
    private readonly setting: Setting,
    earlier?: RunDetails,
  ) {
    const { model, device, dataset, digest, heads, options } = setting;
    this.run = earlier ?? {
      id: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`,
      started: Date.now(),
      model,
      device,
      dataset: { name: dataset.name, train: dataset.train.length, validation: dataset.validation.length, digest },
      options,
      heads: Object.fromEntries(heads.map(({ name, config }) => [name, config])),
      status: 'running',
      history: [],
      best: {},
      metrics: {},
      sentences: [],
    };
  }

  async epoch(record: EpochRecord, { classIds }: Evaluation, state: LoopState): Promise<void> {
    const { run } = this;
    const { best, metrics, values } = state.best;
    Object.assign(run, { history: [...state.history], best: { ...best }, metrics: { ...metrics } });
    if (classIds && best.taskA?.epoch === record.epoch) run.sentences = classified(this.setting, classIds);
    if (performance.now() - this.lastSaved < Math.max(INTERVAL_MS, this.lastTook / WRITING_SHARE)) return;
    await this.save(values, state);
  }

  /** The heads with the values that were learnt. */
  trained(values: Values): Head[] {
    return this.setting.heads.map((head) => withValues(head, (name) => values.get(name)));
  }

  /** A run that cannot be kept is no failure: it is used, and its note says that a reload will forget it. */
  async finish({ status, note, metrics, values = new Map(), ...more }: Ended): Promise<RunDetails> {
    const { before, tuned, comparison } = more;
    delete this.run.resumable;
    const known = Object.entries({ note, before, tuned, comparison }).filter(([, value]) => value !== undefined);
    Object.assign(this.run, { status, metrics, ...Object.fromEntries(known) });
    await this.save(values);
    if (this.trouble) this.run.note = [note, `The run could not be kept for the next visit: ${this.trouble}`].filter(Boolean).join(' ');
    return this.run;
  }

  private async save(values: Values, state?: LoopState): Promise<void> {
    const started = performance.now();
    const heads = headParameters(this.trained(values));
    try {
      // Where there is no room for all that a run could go on from, there may be some for what it has reached.
      await this.store.save(this.run, heads, state).catch((error) => (state ? this.store.save(this.run, heads) : Promise.reject(error)));
      this.trouble = undefined;
    } catch (thrown) {
      this.trouble = toTandemError(thrown).message;
    }
    this.lastSaved = performance.now();
    this.lastTook = this.lastSaved - started;
  }
}

/** Tells whether a data set is the one that a run began with. */
export async function digestOf({ train, validation }: Dataset): Promise<string> {
  const plain = [train, validation].map((rows) =>
    rows.map(({ text, label, words, tags }) => [text, label, words && Array.from(words), tags]),
  );
  return digest(JSON.stringify(plain));
}

function classified({ heads, dataset: { validation } }: Setting, classIds: Int32Array): ClassifiedSentence[] {
  const labels = (heads.find(({ name }) => name === 'taskA')?.config.labels ?? []) as string[];
  return validation
    .flatMap(({ text, label }, i) =>
      classIds[i] < 0 || label === undefined ? [] : [{ text, gold: labels.indexOf(label), predicted: classIds[i] }],
    )
    .slice(0, MAX_SENTENCES);
}
