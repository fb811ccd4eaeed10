/** Runs as they are kept: settings, history, metrics and weights, safe from a reload or a closed tab. */

import type { Label } from '../../data/dataset';
import { TandemError } from '../../errors';
import type { CacheFolder, FileCache } from '../../model/fileCache';
import { writeSafetensors } from '../../model/safetensorsWriter';
import type { CpuTensor } from '../../nn/ops';
import type { TaskConfig } from '../../tasks/kind';
import type { Interval } from '../../tasks/metrics/intervals';
import type { Metrics } from '../../tasks/taskMetrics';
import type { FeaturesKept } from '../data/featureTable';
import type { Calibration } from '../learners/calibration';
import { DEFAULT_OPTIONS, type TrainOptions } from '../plan/options';
import { type RunAbout, readAbout, writeAbout } from './about';
import type { Best } from './bestEpochs';
import type { Comparison } from './comparison';
import type { EpochRecord, LoopState, RunStatus } from './loop';
import type { Outdone } from './outdone';
import { clearSlot, lookAtSlots, readAllSlots, readPart, readSlots, removeState, type Slot, writeSlot } from './runSlots';
import { readState, readTensors, writeState } from './runState';
import type { SweepPart } from './sweep';

/** By task and metric. */
export type Intervals = Record<string, Record<string, Interval>>;

/** A run as it is kept and listed. */
export interface RunRecord {
  /** By which `useRun`, `resumeRun` and `removeRun` know it. */
  id: string;
  /** Milliseconds since 1970. */
  started: number;
  /** The id of the model that it trained. */
  model: string;
  /** Numbers of rows. `digest` tells whether a data set is the same. */
  dataset: { name: string; train: number; validation: number; test: number; digest?: string };
  /** Complete, with all defaults. */
  options: TrainOptions;
  /** The recipe that it followed, and what that says of its settings: some may have been changed. */
  recipe?: { name: string; title: string; options: TrainOptions };
  /** The tasks of the model, by name. */
  tasks: Record<string, TaskConfig>;
  /**
   * `running` in storage without a run under way: the tab was closed in the middle. `unreadable` where its files are there and cannot
   * be read: only id, start, note and what a person said are known then.
   */
  status: RunStatus | 'running' | 'unreadable';
  /** What a person should know of how it ended, or of why it cannot be read. */
  note?: string;
  /** Why it, or the encoder that it trained, could not be kept for the next visit, in sentences. Within the visit it can still be. */
  unkept?: string;
  /** One entry per epoch. */
  history: EpochRecord[];
  /** The best epoch of each task. */
  best: Record<string, Best>;
  /** On the validation rows, of each task's best epoch. */
  metrics: Metrics;
  /** On the test rows, with what was kept; where the data set has any. */
  test?: Metrics;
  /** 95 % intervals by task and metric, on the validation rows. */
  intervals?: Intervals;
  /** The same on the test rows. */
  testIntervals?: Intervals;
  /** Of all rows together, each answered by heads that have learned from the other folds. */
  crossValidation?: { folds: number; metrics: Metrics; intervals?: Intervals };
  /** How far probabilities may be believed, of each task that gives some and has learned. */
  calibration?: Record<string, Calibration>;
  /** What training could not use, by task. */
  lost?: Record<string, number>;
  /** What it kept of what the encoder says of its rows. */
  features?: FeaturesKept[];
  /** Training rows cut at the model's limit. */
  truncated?: number;
  /** Of these, the ones of which only the question was cut: windows would not help them. */
  cutQuestions?: number;
  /** The GPU's name, or `CPU`. */
  device: string;
  /** The model that its encoder became, where that learned. */
  tuned?: string;
  /** SHA-256 of the weights that its heads were trained with. Absent in runs of earlier versions. */
  weightsHash?: string;
  /** Metrics before the first step, where the encoder learned. */
  before?: Metrics;
  /** Whether it is under way as it is listed, here or in another tab. */
  underWay?: boolean;
  /** Whether a run that was interrupted can go on where it was. */
  resumable?: boolean;
  /** The sweep that it is a part of. */
  sweep?: SweepPart;
  /** Its name and notes, as a person gave them. */
  about?: RunAbout;
}

/** A validation row with what the data says of it and what the head answered. */
export interface AnsweredText {
  text: string;
  other?: string;
  gold: Label;
  answer: Label;
}

/** A run with all that is known of it. */
export interface RunDetails extends RunRecord {
  /** Where another run scored higher on the same rows. Of a run that has just ended. */
  outdone?: Outdone;
  /** By task, of its best epoch: what its kind's view shows beside the metrics. */
  details: Record<string, unknown>;
  /** By task, of its best epoch; at most a few thousand are kept. */
  answers: Record<string, AnsweredText[]>;
  /** Where the encoder learned: what that did to embeddings. */
  comparison?: Comparison;
}

/** A run and the values of its heads. */
export interface StoredRun {
  run: RunDetails;
  parameters: Map<string, CpuTensor>;
}

export class RunStore {
  /** What is said of runs is read and written in one piece. */
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly storage: () => Promise<FileCache>) {}

  /**
   * While a run is under way, the newest state from which it could go on stays until a newer one is complete. Where there is no
   * room for both, the record and the heads alone are added.
   *
   * @param parameters of the heads
   * @param state from which the run can go on; a run that has ended needs none, and what was kept of it is given up
   * @throws TandemError `storage-full`, or what the browser says where it refuses storage
   */
  async save(run: RunDetails, parameters: Map<string, CpuTensor>, state?: LoopState): Promise<void> {
    const folder = await this.folder(run.id);
    const slots = await readAllSlots(folder);
    const counter = 1 + Math.max(0, ...slots.map((slot) => slot.counter));
    const kept = slots.find((slot) => slot.state) ?? slots[0];
    const slot = kept ? 1 - kept.slot : 0;
    const heads = [writeSafetensors([...parameters].map(([name, { shape, data }]) => ({ name, shape, data })))];
    const goesOn = run.status === 'running';
    const resumable = (can: boolean): RunDetails => ({ ...run, ...(can ? { resumable: true } : {}) });
    try {
      const written = state ? writeState(state) : undefined;
      await writeSlot(folder, slot, counter, { run: resumable(written !== undefined), heads, ...(written ? { state: written } : {}) });
    } catch (error) {
      await clearSlot(folder, slot);
      if (!state) throw error;
      await writeSlot(folder, slot, counter, { run: resumable(kept?.state !== undefined), heads });
    }
    // Large, and of no use any more; should it stay, nobody asks for it.
    if (!goesOn) await clearSlot(folder, 1 - slot).catch(() => undefined);
  }

  /** An interrupted run as it was at the end of the newest epoch that was kept whole. @returns undefined when none was */
  async interrupted(id: string): Promise<(StoredRun & { from: LoopState }) | undefined> {
    const folder = await this.folder(id);
    const slots = await readSlots(folder);
    if (slots[0]?.run.status !== 'running') return undefined;
    for (const slot of slots) {
      const bytes = slot.state && (await readPart(folder, slot, 'state'));
      const from = slot.state && bytes && readState(slot.state, bytes, slot.run.history);
      const stored = from && (await storedIn(folder, slot));
      if (from && stored) return { ...stored, from };
    }
    return undefined;
  }

  /** The newest first, those that were removed and can be restored among them, and those that cannot be read. */
  async list(): Promise<RunRecord[]> {
    const storage = await this.storage();
    const found = await Promise.all((await storage.list()).map((id) => recordIn(id, storage.folder(id))));
    return found.flatMap((run) => run ?? []).sort((a, b) => b.started - a.started);
  }

  /** @returns undefined when there is no such run */
  async load(id: string): Promise<StoredRun | undefined> {
    const folder = await this.folder(id);
    for (const slot of await readSlots(folder)) {
      const stored = await storedIn(folder, slot);
      if (stored) return { ...stored, run: withAbout(stored.run, await readAbout(folder)) };
    }
    return undefined;
  }

  /** @throws TandemError `missing-file` for a run that is gone @returns all that is said of it then */
  describe(id: string, change: RunAbout): Promise<RunAbout> {
    const written = this.writing.then(async () => {
      const folder = await this.folder(id);
      const { slots, trouble } = await lookAtSlots(folder);
      if (slots.length === 0 && !trouble) throw new TandemError('missing-file', 'This run is no longer in the browser’s storage.');
      return writeAbout(folder, change);
    });
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** What a person says of a run. */
  async about(id: string): Promise<RunAbout | undefined> {
    return readAbout(await this.folder(id));
  }

  /** Gives up from where an interrupted run could go on; what it learned by then stays. */
  async forgetState(id: string): Promise<void> {
    const folder = await this.folder(id);
    for (const { slot, state } of await readSlots(folder)) if (state) await removeState(folder, slot);
  }

  async remove(id: string): Promise<void> {
    await (await this.storage()).remove(id);
  }

  private async folder(id: string): Promise<CacheFolder> {
    return (await this.storage()).folder(id);
  }
}

async function recordIn(id: string, folder: CacheFolder): Promise<RunRecord | undefined> {
  const { slots, trouble } = await lookAtSlots(folder);
  if (slots.length === 0) return trouble ? withAbout(unreadable(id, trouble), await readAbout(folder)) : undefined;
  const { details: _, answers: __, comparison: ___, ...run } = asKept(slots);
  const note = trouble && `One of the two records of this run cannot be read; this is what the other one says. ${trouble}`;
  return withAbout({ ...run, ...(note ? { note: [run.note, note].filter(Boolean).join(' ') } : {}) }, await readAbout(folder));
}

/** A run of which nothing is known but that it is there. */
function unreadable(id: string, note: string): RunRecord {
  return {
    id,
    started: startOf(id),
    model: '',
    dataset: { name: '', train: 0, validation: 0, test: 0 },
    options: DEFAULT_OPTIONS,
    tasks: {},
    status: 'unreadable',
    note,
    history: [],
    best: {},
    metrics: {},
    device: '',
  };
}

/** Ids begin with when their run was started: all others are known by their names. */
export const newRunId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 6)}`;

const startOf = (id: string): number => Number.parseInt(id.split('-')[0], 36) || 0;

export const withAbout = <Run extends RunRecord>({ about: _, ...run }: Run, about: RunAbout | undefined) =>
  ({ ...run, ...(about ? { about } : {}) }) as Run;

/** The newest record, which is resumable as long as a state is there. */
function asKept([newest, ...older]: Slot[]): RunDetails {
  const { resumable, ...run } = newest.run;
  return resumable && [newest, ...older].some(({ state }) => state) ? newest.run : run;
}

async function storedIn(folder: CacheFolder, slot: Slot): Promise<StoredRun | undefined> {
  const bytes = await readPart(folder, slot, 'heads');
  return bytes && { run: slot.run, parameters: readTensors(bytes, `run ${slot.run.id}`) };
}
