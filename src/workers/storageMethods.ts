/** The list of what takes room in storage, and its upkeep: what goes by itself, and when. */
import { TandemError, toTandemError } from '../errors';
import type { FileCache } from '../model/fileCache';
import { entriesOf, OLD_MS, tidyFeatures } from '../model/tidy';
import { isTuned } from '../model/tuned';
import { plural } from '../plural';
import { ownCache } from '../storage/ownCache';
import { RUN_RESTORABLE_MS } from '../train/runs/about';
import type { RunRecord, RunStore } from '../train/runs/runs';
import type { ServiceHost } from './host';
import type { StorageList, StoredItem } from './protocol';
import type { Service } from './serve';
import type { ModelSources } from './sources/modelSources';
import { runClaim } from './training/runClaims';

export type StorageMethod = 'stored' | 'freeStored';

/** The host with caches that make room for what a person would miss. @param onWrite called before anything such is first written */
export function withOwnCaches(host: ServiceHost, onWrite: () => void): ServiceHost {
  const makeRoom = () => forgetFeatures(host);
  const reclaimable = async () => ((await host.holders(FEATURES_IN_USE)) > 0 ? 0 : sumOf(await entriesOf(await host.cache('features'))));
  const caches = new Map<string, Promise<FileCache>>();
  const own = async (kind: 'models' | 'runs') => ownCache(await host.cache(kind), { what: WHAT[kind], onWrite, makeRoom, reclaimable });
  return {
    ...host,
    cache(kind) {
      if (kind === 'features') return host.cache(kind);
      const cache = caches.get(kind) ?? own(kind);
      caches.set(kind, cache);
      return cache;
    },
  };
}

const sumOf = (entries: { bytes: number }[]) => entries.reduce((sum, { bytes }) => sum + bytes, 0);

const WHAT = { models: 'the model', runs: 'the run' };

/** @throws TandemError `storage-full` where forgetting kept features makes no room either */
export async function appendWithRoom(host: Pick<ServiceHost, 'cache' | 'holders'>, append: () => void): Promise<void> {
  try {
    append();
  } catch (error) {
    if (toTandemError(error).code !== 'storage-full' || !(await forgetFeatures(host))) throw error;
    append();
  }
}

/** While runs are under way, which may read features from their files, in any tab. */
export const FEATURES_IN_USE = 'features';

/** @returns whether there were any that no run may be reading */
async function forgetFeatures(host: Pick<ServiceHost, 'cache' | 'holders'>): Promise<boolean> {
  if ((await host.holders(FEATURES_IN_USE)) > 0) return false;
  const cache = await host.cache('features');
  const names = await cache.list();
  for (const name of names) await cache.remove(name).catch(() => undefined);
  return names.length > 0;
}

/** After the first model was loaded. */
const TIDY_AFTER_MS = 5000;

const ELSEWHERE = 'Another tab uses it.';
const UNDER_WAY = 'It is under way, here or in another tab.';

/** What a person made is never freed unasked; what can be computed or fetched again is, by these rules. */
export class StorageUpkeep {
  private tidied = false;

  constructor(
    private readonly host: ServiceHost,
    private readonly sources: ModelSources,
    private readonly runs: RunStore,
  ) {}

  methods(): Pick<Service, StorageMethod> {
    return { stored: () => this.list(), freeStored: ({ kind, id }) => this.free(kind, id) };
  }

  private async list(): Promise<StorageList> {
    const lists = await Promise.all([this.models(), this.runItems(), this.features(), this.embeddings()]);
    return { items: lists.flat().sort((a, b) => b.bytes - a.bytes), ...(await this.host.estimate()) };
  }

  private async models(): Promise<StoredItem[]> {
    const cache = await this.host.cache('models');
    const complete = new Set((await this.sources.stored()).map(({ id }) => id));
    return Promise.all(
      (await entriesOf(cache)).map(async ({ name, bytes, changed }): Promise<StoredItem> => {
        const id = decodeURIComponent(name);
        const item = { id, name: id, bytes, changed };
        if (!complete.has(id)) return { ...item, kind: 'download', ...(await this.whileClaimed(`download:${id}`)) };
        const inUse = (await this.sources.isUsedElsewhere(id)) ? { inUse: ELSEWHERE } : {};
        return { ...item, kind: isTuned(id) ? 'tuned' : 'model', ...inUse };
      }),
    );
  }

  private async runItems(): Promise<StoredItem[]> {
    const entries = await entriesOf(await this.host.cache('runs'));
    const records = new Map((await this.runs.list()).map((run) => [run.id, run]));
    return Promise.all(
      entries.map(async ({ name: id, bytes, changed }): Promise<StoredItem> => {
        const run = records.get(id);
        const claimed = await this.whileClaimed(runClaim(id));
        const unread = claimed.inUse ? 'A run that has just begun' : 'A run that was never written to its end';
        return { kind: 'run', id, name: run ? runInWords(run) : unread, bytes, changed, ...claimed };
      }),
    );
  }

  /** Those that can be restored no more. */
  private async sweepRuns(now: number): Promise<void> {
    const gone = (await this.runs.list()).filter(({ about }) => now - (about?.removed ?? now) > RUN_RESTORABLE_MS);
    for (const { id } of gone) if (!(await this.whileClaimed(runClaim(id))).inUse) await this.free('run', id);
  }

  private async features(): Promise<StoredItem[]> {
    const entries = await entriesOf(await this.host.cache('features'));
    if (entries.length === 0) return [];
    const bytes = sumOf(entries);
    const changed = Math.max(...entries.map((entry) => entry.changed));
    const inUse = (await this.host.holders(FEATURES_IN_USE)) > 0 ? { inUse: 'A run may be reading them.' } : {};
    const name = `Kept features of ${plural(entries.length, 'set')} of texts`;
    return [{ kind: 'features', id: 'features', name, bytes, changed, ...inUse }];
  }

  private async embeddings(): Promise<StoredItem[]> {
    const { bytes = 0 } = (await this.host.scratch()) ?? {};
    return bytes > 0 ? [{ kind: 'embeddings', id: 'embeddings', name: 'Embeddings of open tabs', bytes }] : [];
  }

  private async whileClaimed(name: string): Promise<Pick<StoredItem, 'inUse'>> {
    return (await this.host.holders(name)) > 0 ? { inUse: UNDER_WAY } : {};
  }

  /** @throws TandemError `bad-input` for what is in use */
  private async free(kind: StoredItem['kind'], id: string): Promise<void> {
    switch (kind) {
      case 'model':
      case 'tuned':
        return this.sources.remove(id);
      case 'download':
        return this.claimed(`download:${id}`, () => this.sources.remove(id));
      case 'run':
        return this.claimed(runClaim(id), () => this.runs.remove(id));
      case 'features':
        if (!(await forgetFeatures(this.host))) throw inUse();
        return;
      case 'embeddings':
        return (await this.host.scratch())?.sweep();
    }
  }

  private async claimed(name: string, task: () => Promise<void>): Promise<void> {
    const release = await this.host.claim(name);
    if (!release) throw inUse();
    await task().finally(release);
  }

  /** Once per visit, when what a person waits for is over. Upkeep that fails is tried again in the next one. */
  tidySoon(): void {
    if (this.tidied) return;
    this.tidied = true;
    const timer: unknown = setTimeout(() => void this.tidy(Date.now()).catch(() => undefined), TIDY_AFTER_MS);
    // In Node a timer would keep the process alive.
    (timer as { unref?(): void }).unref?.();
  }

  /** What another tab holds is left to it. */
  private async tidy(now: number): Promise<void> {
    if ((await this.host.holders(FEATURES_IN_USE)) === 0) await tidyFeatures(await this.host.cache('features'), now);
    await this.sweepRuns(now);
    const old = [...(await this.models()), ...(await this.runItems())].filter(
      ({ changed = now, inUse }) => now - changed > OLD_MS && !inUse,
    );
    for (const { kind, id } of old) {
      if (kind === 'download') await this.free(kind, id);
      // The run and its heads stay: only where it could go on is given up.
      if (kind === 'run') await this.claimed(runClaim(id), () => this.runs.forgetState(id));
    }
  }
}

function runInWords({ about, dataset, resumable, status }: RunRecord): string {
  if (status === 'unreadable') return about?.name ? `${about.name}, a run that cannot be read` : 'A run that cannot be read';
  const what = about?.name ? `${about.name}, a run on ${dataset.name}` : `Run on ${dataset.name}`;
  const more = [resumable && 'with a checkpoint', about?.removed !== undefined && 'removed, and kept for a day'];
  return [what, ...more].filter(Boolean).join(', ');
}

const inUse = () => new TandemError('bad-input', 'This is in use, here or in another tab of this page. Stop it there first.');
