/** Writes a run down as it goes, so that a closed tab loses the epoch under way and no more. */
import { SPLITS } from '../../data/dataset';
import { toTandemError } from '../../errors';
import { type Head, headParameters, withValues } from '../../tasks/head';
import { digest } from '../../train/data/digest';
import type { TaskDataset } from '../../train/data/tasks';
import type { Evaluated } from '../../train/learners/evaluator';
import { intervalsOfAll } from '../../train/learners/intervals';
import type { TrainOptions } from '../../train/plan/options';
import type { EpochRecord, LoopState, TrainingResult } from '../../train/runs/loop';
import type { AnsweredText, RunDetails, RunStore } from '../../train/runs/runs';

interface Setting {
  /** Of a new run. */
  id: string;
  model: string;
  /** Of its encoder, as the run begins. */
  weightsHash: string;
  device: string;
  dataset: TaskDataset;
  /** See digestOf. */
  digest: string;
  heads: Head[];
  options: TrainOptions;
  recipe?: RunDetails['recipe'];
  sweep?: RunDetails['sweep'];
}

type Learned = Partial<Pick<TrainingResult, 'values' | 'configs'>>;

/** What a run has come to, beside what its epochs have written down. */
type Ended = Pick<TrainingResult, 'status' | 'metrics'> &
  Learned &
  Partial<Omit<RunDetails, 'id' | 'started' | 'model' | 'dataset' | 'options' | 'tasks' | 'history' | 'best' | 'device'>>;

/** Answers kept of each task. */
const MAX_ANSWERS = 5000;
/** Short epochs are not all written, and writing takes no more than a tenth of the time. */
const INTERVAL_MS = 1000;
const WRITING_SHARE = 0.1;

export class RunKeeper {
  readonly run: RunDetails;
  private lastSaved = 0;
  /** Milliseconds that the last save took. */
  private lastTook = 0;
  private trouble: string | undefined;
  /** Of each task's best epoch. */
  private readonly best: Pick<Evaluated, 'scored' | 'configs'> = { scored: Object.create(null), configs: Object.create(null) };

  /** @param earlier the run that goes on */
  constructor(
    private readonly store: RunStore,
    private setting: Setting,
    earlier?: RunDetails,
  ) {
    const { id, model, weightsHash, device, dataset, digest, heads, options, recipe, sweep } = setting;
    this.run = earlier ?? {
      id,
      started: Date.now(),
      model,
      weightsHash,
      device,
      dataset: {
        name: dataset.name,
        train: dataset.train.length,
        validation: dataset.validation.length,
        test: dataset.test.length,
        digest,
      },
      options,
      ...(recipe ? { recipe } : {}),
      ...(sweep ? { sweep } : {}),
      tasks: Object.fromEntries(heads.map(({ name, config }) => [name, config])),
      status: 'running',
      history: [],
      best: {},
      metrics: {},
      details: Object.create(null),
      answers: Object.create(null),
    };
  }

  /** The heads that the run goes on with, or ends with, where some were solved or calibrated. */
  takes(heads: Head[]): void {
    this.setting = { ...this.setting, heads };
    for (const { name, config } of heads) this.run.tasks[name] = config;
  }

  async epoch(record: EpochRecord, evaluated: Evaluated, state: LoopState): Promise<void> {
    const { run } = this;
    const { best, metrics, configs } = state.best;
    const own = Object.entries(best).filter(([name]) => this.setting.heads.some((head) => head.name === name));
    Object.assign(run, { history: [...state.history], best: Object.fromEntries(own), metrics: { ...metrics } });
    for (const [name, { epoch }] of own) if (epoch === record.epoch) this.keepAnswers(name, evaluated);
    for (const [name, config] of Object.entries(configs)) run.tasks[name] = config;
    if (performance.now() - this.lastSaved < Math.max(INTERVAL_MS, this.lastTook / WRITING_SHARE)) return;
    await this.save(state.best, state);
  }

  /** The heads with what was learnt. */
  trained({ values = new Map(), configs = Object.create(null) }: Learned): Head[] {
    return this.setting.heads.map((head) => ({
      ...withValues(head, (name) => values.get(name)),
      config: configs[head.name] ?? head.config,
    }));
  }

  /** A run that cannot be kept has not failed: it is used, and says in `unkept` that a reload will forget it. */
  async finish({ values, configs, note, ...ended }: Ended): Promise<RunDetails> {
    delete this.run.resumable;
    const known = Object.entries({ note, ...ended }).filter(([, value]) => value !== undefined);
    Object.assign(this.run, Object.fromEntries(known));
    const intervals = intervalsOfAll(this.setting.heads, this.best);
    if (Object.keys(intervals).length > 0) this.run.intervals = intervals;
    await this.save({ values, configs });
    const { trouble, run } = this;
    if (trouble) run.unkept = [run.unkept, `The run could not be kept for the next visit: ${trouble}`].filter(Boolean).join(' ');
    return this.run;
  }

  /** Heads that were not trained have been evaluated. */
  evaluated(evaluated: Evaluated): void {
    for (const name of Object.keys(evaluated.metrics)) this.keepAnswers(name, evaluated);
  }

  private keepAnswers(name: string, { details, configs, scored }: Evaluated): void {
    const rows = scored[name];
    const head = this.setting.heads.find((one) => one.name === name);
    if (!rows || !head) return;
    this.run.details[name] = details[name];
    this.run.answers[name] = rows.slice(0, MAX_ANSWERS).map(({ gold, answer, text: { text, other } }): AnsweredText => {
      return { text, ...(other === undefined ? {} : { other }), gold, answer: head.kind.label(answer) };
    });
    this.best.scored[name] = rows;
    this.best.configs[name] = configs[name];
  }

  private async save(learned: Learned, state?: LoopState): Promise<void> {
    const started = performance.now();
    const heads = headParameters(this.trained(learned));
    try {
      await this.store.save(this.run, heads, state);
      this.trouble = undefined;
    } catch (thrown) {
      this.trouble = toTandemError(thrown).message;
    }
    this.lastSaved = performance.now();
    this.lastTook = this.lastSaved - started;
  }
}

/** Tells whether a data set is the one that a run began with. */
export async function digestOf(dataset: TaskDataset): Promise<string> {
  const plain = SPLITS.map((split) => dataset[split].map(({ text, other, labels }) => [text, other, Object.entries(labels).sort()]));
  return digest(JSON.stringify(plain));
}
