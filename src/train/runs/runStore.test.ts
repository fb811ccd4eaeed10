/** Saves that go wrong at every operation of the file system: the run goes on from the newest state that was complete. */
import { describe, expect, it } from 'vitest';
import type { CpuTensor } from '../../nn/ops';
import { type Disk, type Fault, faultyCache } from '../../testing/faultyCache';
import { DEFAULT_OPTIONS } from '../plan/options';
import type { LoopState } from './loop';
import { newRunId, type RunDetails, RunStore } from './runs';

const ID = 'a-run';
const VALUES = 40;
const filled = (value: number, length = VALUES) => new Float32Array(length).fill(value);

/** A run after so many epochs. */
const runAt = (epochs: number, status: RunDetails['status'] = 'running') =>
  ({
    id: ID,
    started: 1,
    model: 'm',
    dataset: { name: 'd', train: 1, validation: 1, test: 0 },
    options: DEFAULT_OPTIONS,
    tasks: {},
    status,
    history: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1 })),
    best: {},
    metrics: {},
    details: {},
    answers: {},
    device: 'CPU',
  }) as unknown as RunDetails;

const headsAt = (epochs: number): Map<string, CpuTensor> => new Map([['t.bias', { shape: [4], data: filled(epochs, 4) }]]);

const stateAt = (epochs: number): LoopState => ({
  step: 10 * epochs,
  history: runAt(epochs).history,
  best: { best: {}, metrics: {}, configs: {}, values: new Map([['t.bias', filled(epochs, 4)]]) },
  checkpoint: { parameters: filled(epochs), moments: filled(-epochs, 2 * VALUES), steps: [epochs], batches: epochs },
});

interface Outcome {
  disk: Disk;
  operations: number;
  /** Epochs of the last save that was complete, and of the one that began after it. */
  saved: number;
  begun: number;
}

/** Three saves, and two more in a later visit; the last of them ends the run. */
const EPOCHS = [1, 2, 3, 4, 5];
const ENDS = 5;

async function saves(fault?: Fault): Promise<Outcome> {
  const disk: Disk = new Map();
  const cache = faultyCache(disk, fault);
  let [saved, begun] = [0, 0];
  let store = new RunStore(async () => cache);
  for (const epoch of EPOCHS) {
    if (epoch === 4) store = new RunStore(async () => cache);
    begun = epoch;
    const done =
      epoch === ENDS ? store.save(runAt(epoch, 'finished'), headsAt(epoch)) : store.save(runAt(epoch), headsAt(epoch), stateAt(epoch));
    const failed = await done.then(
      () => false,
      () => true,
    );
    if (!failed) saved = epoch;
    else if (fault?.how === 'cut') break;
  }
  return { disk, operations: cache.operations, saved, begun };
}

const { operations } = await saves();
const everyOperation = Array.from({ length: operations }, (_, i) => i + 1);

/** Holds what a later visit finds to what was saved. */
async function check({ disk, saved, begun }: Outcome, where: string): Promise<void> {
  const store = new RunStore(async () => faultyCache(disk));
  const stored = await store.load(ID);
  const [listed] = await store.list();
  if (saved === 0) {
    // Nothing was promised yet; what there is, is whole.
    expect([undefined, 1], where).toContain(stored?.run.history.length);
  } else {
    expect([saved, begun], where).toContain(stored?.run.history.length);
    expect(listed?.history, where).toEqual(stored?.run.history);
  }
  if (!stored) return;
  const epochs = stored.run.history.length;
  expect(stored.parameters, where).toEqual(headsAt(epochs));
  const interrupted = await store.interrupted(ID);
  if (stored.run.status === 'finished') {
    expect(interrupted, where).toBeUndefined();
    return;
  }
  expect(stored.run.resumable, where).toBe(true);
  expect(interrupted?.from, where).toEqual(stateAt(epochs));
}

describe('a save', () => {
  it('that nothing disturbs', async () => {
    const outcome = await saves();
    expect(outcome.operations).toBeGreaterThan(50);
    expect(outcome.saved).toBe(ENDS);
    await check(outcome, 'undisturbed');
  });

  it.each(everyOperation)('that is cut at operation %d', async (operation) => {
    await check(await saves({ operation, how: 'cut' }), `cut at ${operation}`);
  });

  it.each(everyOperation)('of which operation %d fails, where the page goes on', async (operation) => {
    const outcome = await saves({ operation, how: 'refuse' });
    const stored = await new RunStore(async () => faultyCache(outcome.disk)).load(ID);
    expect(stored?.run.history.length).toBe(outcome.saved);
    expect(stored?.parameters).toEqual(headsAt(outcome.saved));
  });

  it.each(everyOperation)('of which operation %d reads or writes another bit', async (operation) => {
    const { disk } = await saves({ operation, how: 'flip' });
    const store = new RunStore(async () => faultyCache(disk));
    expect((await store.list())[0]).toMatchObject({ status: 'finished', history: runAt(ENDS).history });
    expect((await store.load(ID))?.parameters).toEqual(headsAt(ENDS));
  });

  it('with room for one state alone: that stays, the record goes on, and the run resumes from the state', async () => {
    const disk: Disk = new Map();
    await new RunStore(async () => faultyCache(disk)).save(runAt(1), headsAt(1), stateAt(1));
    const one = [...(disk.get(ID) ?? [])].reduce((sum, [, { length }]) => sum + length, 0);
    const store = new RunStore(async () => faultyCache(disk, undefined, 1.8 * one));
    for (const epoch of [2, 3, 4]) {
      await store.save(runAt(epoch), headsAt(epoch), stateAt(epoch));
      expect((await store.interrupted(ID))?.from).toEqual(stateAt(1));
      const stored = await store.load(ID);
      expect(stored?.run).toMatchObject({ history: runAt(epoch).history, resumable: true });
      expect(stored?.parameters).toEqual(headsAt(epoch));
    }
    await store.save(runAt(5, 'finished'), headsAt(5));
    expect(await store.interrupted(ID)).toBeUndefined();
    expect([...(disk.get(ID)?.keys() ?? [])].filter((path) => path.startsWith('state'))).toEqual([]);
  });

  it('of later is the newer one, whatever the clock says', async () => {
    const disk: Disk = new Map();
    const store = new RunStore(async () => faultyCache(disk));
    const now = Date.now;
    try {
      Date.now = () => 2_000_000;
      await store.save(runAt(1), headsAt(1), stateAt(1));
      Date.now = () => 1_000_000;
      await store.save(runAt(2, 'finished'), headsAt(2));
    } finally {
      Date.now = now;
    }
    expect((await new RunStore(async () => faultyCache(disk)).load(ID))?.run).toMatchObject({ status: 'finished' });
  });

  it.each(['a flipped bit', 'a tail of zeros'])('whose bytes have changed since (%s) gives way to the one before it', async (how) => {
    const disk: Disk = new Map();
    const store = new RunStore(async () => faultyCache(disk));
    for (const epoch of [1, 2]) await store.save(runAt(epoch), headsAt(epoch), stateAt(epoch));
    for (const path of ['state.1.safetensors', 'heads.1.safetensors']) {
      const bytes = disk.get(ID)?.get(path);
      if (how === 'a flipped bit') bytes?.set([bytes[bytes.length - 2] ^ 16], bytes.length - 2);
      else bytes?.fill(0, bytes.length - 8);
    }
    expect((await store.interrupted(ID))?.from).toEqual(stateAt(1));
    expect((await store.load(ID))?.parameters).toEqual(headsAt(1));
  });
});

it('a run whose state is given up keeps what it learned, and is no longer listed as one that can go on', async () => {
  const disk: Disk = new Map();
  const store = new RunStore(async () => faultyCache(disk));
  for (const epoch of [1, 2]) await store.save(runAt(epoch), headsAt(epoch), stateAt(epoch));
  expect((await store.list())[0].resumable).toBe(true);
  await store.forgetState(ID);
  expect((await store.list())[0].resumable).toBeUndefined();
  expect(await store.interrupted(ID)).toBeUndefined();
  expect((await store.load(ID))?.parameters).toEqual(headsAt(2));
  expect((await store.load(ID))?.run.history).toHaveLength(2);
});

describe('a run of which a file cannot be read', () => {
  /** A store of two saves of a run, whose files with these names are out of reach so many times. */
  async function outOfReach(path: RegExp, times = Number.POSITIVE_INFINITY): Promise<{ store: RunStore; disk: Disk }> {
    const disk: Disk = new Map();
    const before = new RunStore(async () => faultyCache(disk));
    for (const epoch of [1, 2]) await before.save(runAt(epoch), headsAt(epoch), stateAt(epoch));
    await before.describe(ID, { name: 'mine' });
    const cache = faultyCache(disk);
    let left = times;
    const store = new RunStore(async () => ({
      ...cache,
      folder(name) {
        const folder = cache.folder(name);
        const read = async (file: string) => {
          if (path.test(file) && left-- > 0) throw new DOMException('gone', 'NotReadableError');
          return folder.read(file);
        };
        return { ...folder, read };
      },
    }));
    return { store, disk };
  }

  it('for a moment is listed as ever', async () => {
    for (const path of [/^run\.0/, /^run\.1/, /^about/]) {
      const { store } = await outOfReach(path, 1);
      expect(await store.list()).toMatchObject([{ status: 'running', history: runAt(2).history, about: { name: 'mine' } }]);
      expect((await store.list())[0].note).toBeUndefined();
    }
  });

  it('is listed by what the other record says, and with what is wrong', async () => {
    const { store } = await outOfReach(/^run\.1/);
    const [run] = await store.list();
    expect(run).toMatchObject({ history: runAt(1).history });
    expect(run.note).toMatch(/^One of the two records of this run cannot be read; this is .* private files \(NotReadableError\)/);
  });

  it('at all is listed as unreadable with why, can be named, and can be removed', async () => {
    const { store } = await outOfReach(/^run/);
    expect(await store.list()).toMatchObject([
      { id: ID, status: 'unreadable', history: [], about: { name: 'mine' }, note: expect.stringMatching(/NotReadableError/) },
    ]);
    expect(await store.describe(ID, { removed: 5 })).toEqual({ name: 'mine', removed: 5 });
    await store.remove(ID);
    expect(await store.list()).toEqual([]);
  });

  it('because it is damaged is listed as unreadable', async () => {
    const { store, disk } = await outOfReach(/nothing/);
    for (const slot of [0, 1]) disk.get(ID)?.set(`run.${slot}.json`, new TextEncoder().encode('{"run":'));
    expect(await store.list()).toMatchObject([{ status: 'unreadable', note: expect.stringMatching(/^Its files are damaged/) }]);
  });

  it('that nothing was written of yet is none', async () => {
    const { store, disk } = await outOfReach(/nothing/);
    disk.set('empty', new Map());
    expect((await store.list()).map(({ id }) => id)).toEqual([ID]);
    await expect(store.describe('empty', { name: 'x' })).rejects.toMatchObject({ code: 'missing-file' });
  });

  it('began when its id says', async () => {
    const id = newRunId();
    const { store, disk } = await outOfReach(/nothing/);
    disk.set(id, new Map([['run.0.json', new TextEncoder().encode('{')]]));
    const [newest] = await store.list();
    expect(newest.id).toBe(id);
    expect(Math.abs(newest.started - Date.now())).toBeLessThan(60_000);
  });
});
