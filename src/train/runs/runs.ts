/** Runs as they are kept: settings, history, metrics and weights, safe from a reload or a closed tab. */

import type { Label } from '../../data/dataset';
import { type FileCache, writeFile } from '../../model/fileCache';
import { writeSafetensors } from '../../model/safetensorsWriter';
import type { CpuTensor } from '../../nn/ops';
import type { TaskConfig } from '../../tasks/kind';
import type { Metrics } from '../../tasks/taskMetrics';
import type { TrainOptions } from '../plan/options';
import type { Best } from './bestEpochs';
import type { Comparison } from './comparison';
import { fromEarlier, isEarlier } from './earlierRuns';
import type { EpochRecord, LoopState, RunStatus } from './loop';
import { readState, readTensors, type StateMeta, writeState } from './runState';

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
  /** The tasks of the model, by name. */
  tasks: Record<string, TaskConfig>;
  /** `running` in storage without a run under way: the tab was closed in the middle. */
  status: RunStatus | 'running';
  /** What a person should know of how it ended. */
  note?: string;
  /** One entry per epoch. */
  history: EpochRecord[];
  /** The best epoch of each task. */
  best: Record<string, Best>;
  /** On the validation rows, of each task's best epoch. */
  metrics: Metrics;
  /** On the test rows, with what was kept; where the data set has any. */
  test?: Metrics;
  /** What metrics of few rows may really be, 95 %: by task and metric, on the validation rows. */
  intervals?: Record<string, Record<string, [low: number, high: number]>>;
  /** Means over all rows, each validated once. */
  crossValidation?: { folds: number; metrics: Metrics };
  /** What training could not use, by task. */
  lost?: Record<string, number>;
  /** Training rows cut at the model's limit. */
  truncated?: number;
  /** Of these, the ones of which only the question was cut: windows would not help them. */
  cutQuestions?: number;
  /** The GPU's name, or `CPU`. */
  device: string;
  /** The model that its encoder became, where that learned. */
  tuned?: string;
  /** Metrics before the first step, where the encoder learned. */
  before?: Metrics;
  /** Whether a run that was interrupted can go on where it was. */
  resumable?: boolean;
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
  /** By task, of its best epoch: what its kind's view shows beside the metrics. */
  details: Record<string, unknown>;
  /** By task, of its best epoch; at most a few thousand are kept. */
  answers: Record<string, AnsweredText[]>;
  /** Where the encoder learned: what that did to embeddings. */
  comparison?: Comparison;
}

interface Copy {
  saved: number;
  run: RunDetails;
  state?: StateMeta;
  turn: number;
}

const stateFile = (turn: number) => `state.${turn}.safetensors`;
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Two copies of every file take turns, so that a write that is cut short leaves the one before it. */
const COPIES = [0, 1];

export class RunStore {
  private readonly turns = new Map<string, number>();

  constructor(private readonly storage: () => Promise<FileCache>) {}

  /**
   * @param parameters of the heads
   * @param state from which the run can go on; without it what an earlier save kept of it is given up
   * @throws TandemError `storage-full`, or what the browser says where it refuses storage
   */
  async save(run: RunDetails, parameters: Map<string, CpuTensor>, state?: LoopState): Promise<void> {
    const folder = (await this.storage()).folder(run.id);
    const turn = this.turns.get(run.id) ?? 0;
    this.turns.set(run.id, 1 - turn);
    const tensors = [...parameters].map(([name, { shape, data }]) => ({ name, shape, data }));
    const kept = state ? writeState(state) : undefined;
    const record = { ...run, ...(state ? { resumable: true } : {}) };
    await writeFile(folder, `heads.${turn}.safetensors`, writeSafetensors(tensors));
    if (kept) await writeFile(folder, stateFile(turn), ...kept.parts);
    await writeFile(folder, `run.${turn}.json`, encode({ saved: Date.now(), run: record, ...(kept ? { state: kept.meta } : {}) }));
    if (state) return;
    // Large, and of no use any more.
    for (const copy of COPIES) if (await folder.size(stateFile(copy))) await writeFile(folder, stateFile(copy), new Uint8Array());
  }

  /** Where an interrupted run left off. @returns undefined when that was not kept */
  async state(id: string): Promise<LoopState | undefined> {
    const copy = await this.newest(id);
    const bytes = copy?.state && (await (await this.storage()).folder(id).read(stateFile(copy.turn)));
    return copy?.state && bytes && bytes.length > 0 ? readState(copy.state, bytes, copy.run.history) : undefined;
  }

  /** The newest first; what cannot be read is passed over. */
  async list(): Promise<RunRecord[]> {
    const storage = await this.storage();
    const found = await Promise.all((await storage.list()).map((id) => this.newest(id)));
    return found
      .flatMap((copy) => (copy ? [copy.run] : []))
      .map(({ details: _, answers: __, comparison: ___, ...run }) => run)
      .sort((a, b) => b.started - a.started);
  }

  /** @returns undefined when there is no such run */
  async load(id: string): Promise<{ run: RunDetails; parameters: Map<string, CpuTensor> } | undefined> {
    const copy = await this.newest(id);
    const bytes = copy && (await (await this.storage()).folder(id).read(`heads.${copy.turn}.safetensors`));
    if (!copy || !bytes) return undefined;
    return { run: copy.run, parameters: readTensors(bytes, `run ${id}`) };
  }

  async remove(id: string): Promise<void> {
    await (await this.storage()).remove(id);
  }

  private async newest(id: string): Promise<Copy | undefined> {
    const folder = (await this.storage()).folder(id);
    const copies = await Promise.all(
      COPIES.map(async (turn) => {
        const bytes = await folder.read(`run.${turn}.json`).catch(() => undefined);
        if (!bytes) return undefined;
        try {
          const copy = JSON.parse(new TextDecoder().decode(bytes)) as Omit<Copy, 'turn'>;
          return { ...copy, run: isEarlier(copy.run) ? fromEarlier(copy.run) : copy.run, turn };
        } catch {
          return undefined;
        }
      }),
    );
    return copies.filter((copy) => copy !== undefined).sort((a, b) => b.saved - a.saved)[0];
  }
}
