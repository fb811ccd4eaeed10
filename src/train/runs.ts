/** Runs as they are kept: settings, history, metrics and weights, safe from a reload or a closed tab. */
import type { FileCache } from '../model/fileCache';
import { parseSafetensorsHeader } from '../model/safetensors';
import { writeSafetensors } from '../model/safetensorsWriter';
import type { HeadConfig } from '../nn/heads/registry';
import type { CpuTensor } from '../nn/ops';
import type { Best } from './bestEpochs';
import type { Comparison } from './comparison';
import type { EpochRecord, RunStatus } from './loop';
import type { Metrics } from './metrics/metrics';
import type { TrainOptions } from './options';
import type { TaskName } from './task';

export interface RunRecord {
  id: string;
  /** Milliseconds since 1970. */
  started: number;
  model: string;
  dataset: { name: string; train: number; validation: number };
  options: TrainOptions;
  heads: Record<string, HeadConfig>;
  /** `running` in storage without a run under way: the tab was closed in the middle. */
  status: RunStatus | 'running';
  note?: string;
  history: EpochRecord[];
  best: Partial<Record<TaskName, Best>>;
  metrics: Metrics;
  device: string;
  /** The model that its encoder became, where that learned. */
  tuned?: string;
  /** Metrics before the first step, where the encoder learned. */
  before?: Metrics;
}

/** A validation sentence with its class, as a cell of the confusion matrix lists it. */
export interface ClassifiedSentence {
  text: string;
  gold: number;
  predicted: number;
}

export interface RunDetails extends RunRecord {
  /** Of Task A's best epoch; at most a few thousand are kept. */
  sentences: ClassifiedSentence[];
  /** Where the encoder learned: what that did to embeddings. */
  comparison?: Comparison;
}

/** Two copies of every file take turns, so that a write that is cut short leaves the one before it. */
const COPIES = [0, 1];

export class RunStore {
  private readonly turns = new Map<string, number>();

  constructor(private readonly storage: () => Promise<FileCache>) {}

  /** @throws TandemError `storage-full`, or what the browser says where it refuses storage */
  async save(run: RunDetails, parameters: Map<string, CpuTensor>): Promise<void> {
    const folder = (await this.storage()).folder(run.id);
    const turn = this.turns.get(run.id) ?? 0;
    this.turns.set(run.id, 1 - turn);
    const tensors = [...parameters].map(([name, { shape, data }]) => ({ name, shape, data }));
    const files: [string, Uint8Array<ArrayBuffer>][] = [
      [`heads.${turn}.safetensors`, writeSafetensors(tensors)],
      [`run.${turn}.json`, new TextEncoder().encode(JSON.stringify({ saved: Date.now(), run }))],
    ];
    for (const [path, bytes] of files) {
      const file = await folder.append(path, { truncate: true });
      await file.write(bytes).finally(() => file.close());
    }
  }

  /** The newest first; what cannot be read is passed over. */
  async list(): Promise<RunRecord[]> {
    const storage = await this.storage();
    const found = await Promise.all((await storage.list()).map((id) => this.newest(id)));
    return found
      .flatMap((copy) => (copy ? [copy.run] : []))
      .map(({ sentences: _, comparison: __, ...run }) => run)
      .sort((a, b) => b.started - a.started);
  }

  /** @returns undefined when there is no such run */
  async load(id: string): Promise<{ run: RunDetails; parameters: Map<string, CpuTensor> } | undefined> {
    const copy = await this.newest(id);
    const bytes = copy && (await (await this.storage()).folder(id).read(`heads.${copy.turn}.safetensors`));
    if (!copy || !bytes) return undefined;
    const entries = parseSafetensorsHeader(bytes, bytes.length, `run ${id}`);
    const tensor = (offset: number, length: number) => new Float32Array(bytes.slice(offset, offset + length).buffer);
    return {
      run: copy.run,
      parameters: new Map([...entries].map(([name, { shape, offset, length }]) => [name, { shape, data: tensor(offset, length) }])),
    };
  }

  async remove(id: string): Promise<void> {
    await (await this.storage()).remove(id);
  }

  private async newest(id: string): Promise<{ run: RunDetails; turn: number } | undefined> {
    const folder = (await this.storage()).folder(id);
    const copies = await Promise.all(
      COPIES.map(async (turn) => {
        const bytes = await folder.read(`run.${turn}.json`).catch(() => undefined);
        if (!bytes) return undefined;
        try {
          const { saved, run } = JSON.parse(new TextDecoder().decode(bytes)) as { saved: number; run: RunDetails };
          return { saved, run, turn };
        } catch {
          return undefined;
        }
      }),
    );
    return copies.filter((copy) => copy !== undefined).sort((a, b) => b.saved - a.saved)[0];
  }
}
