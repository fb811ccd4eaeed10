/** What a person says of a run, on a file system that fails at every operation in turn. */
import { describe, expect, it } from 'vitest';
import { ownCache } from '../../storage/ownCache';
import { type Disk, type Fault, faultyCache } from '../../testing/faultyCache';
import { DEFAULT_OPTIONS } from '../plan/options';
import type { RunAbout } from './about';
import { type RunDetails, RunStore } from './runs';

const ID = 'a-run';
const HEADS = new Map([['t.bias', { shape: [1], data: new Float32Array(1) }]]);
const RUN = { id: ID, started: 1, options: DEFAULT_OPTIONS, tasks: {}, status: 'running', history: [], about: { name: 'of the record' } };

async function withRun(): Promise<Disk> {
  const disk: Disk = new Map();
  await storeOn(disk).save(RUN as unknown as RunDetails, HEADS);
  return disk;
}

const storeOn = (disk: Disk, fault?: Fault) => {
  const cache = faultyCache(disk, fault);
  return Object.assign(new RunStore(async () => cache), { cache });
};
const listed = async (disk: Disk) => (await storeOn(disk).list())[0].about;

describe('what is said of a run', () => {
  it('is listed, loaded, added to and taken back, and outlasts what the run itself writes', async () => {
    const disk = await withRun();
    const store = storeOn(disk);
    expect(await listed(disk)).toBeUndefined();
    await store.describe(ID, { name: 'first', notes: 'one\ntwo' });
    expect(await store.describe(ID, { pinned: true, removed: 5 })).toEqual({ name: 'first', notes: 'one\ntwo', pinned: true, removed: 5 });
    await store.save(RUN as unknown as RunDetails, HEADS);
    expect((await store.load(ID))?.run.about).toEqual(await listed(disk));
    expect(await store.describe(ID, { name: '', pinned: false, removed: undefined })).toEqual({ notes: 'one\ntwo' });
    expect(await listed(disk)).toEqual({ notes: 'one\ntwo' });
  });

  it('at once is not lost to each other', async () => {
    const disk = await withRun();
    const store = storeOn(disk);
    await Promise.all([store.describe(ID, { name: 'a' }), store.describe(ID, { notes: 'b' }), store.describe(ID, { pinned: true })]);
    expect(await listed(disk)).toEqual({ name: 'a', notes: 'b', pinned: true });
  });

  it('is refused where it is no text, too long, or of no run', async () => {
    const store = storeOn(await withRun());
    await expect(store.describe(ID, { name: 'x'.repeat(201) })).rejects.toThrow('The name has 201 characters; it may have 200.');
    await expect(store.describe(ID, { notes: 7 as never })).rejects.toThrow('notes is number; it must be a text.');
    await expect(store.describe('gone', { name: 'x' })).rejects.toMatchObject({ code: 'missing-file' });
  });

  it('where there is no room is an error that says what had none, and what is known stays', async () => {
    const disk = await withRun();
    await storeOn(disk).describe(ID, { name: 'before' });
    const full = ownCache(faultyCache(disk, { operation: 1, how: 'full' }), {
      what: 'the run',
      onWrite: () => {},
      makeRoom: async () => false,
      reclaimable: async () => 0,
    });
    const said = new RunStore(async () => full).describe(ID, { name: 'after' });
    await expect(said).rejects.toMatchObject({
      code: 'storage-full',
      message: expect.stringMatching(/^There is no room left for the run\./),
    });
    expect(await listed(disk)).toEqual({ name: 'before' });
  });

  it.each(['cut', 'refuse', 'half', 'full'] as const)(
    'stays as it was, or is as it was said, where an operation fails: %s',
    async (how) => {
      const sayings: RunAbout[] = [{ name: 'one' }, { name: 'two' }, { name: 'three' }];
      for (let operation = 1; ; operation++) {
        const disk = await withRun();
        let kept: RunAbout | undefined;
        const store = storeOn(disk, { operation, how });
        for (const saying of sayings) {
          const before = kept;
          const done = await store.describe(ID, saying).then(
            () => true,
            () => false,
          );
          kept = await listed(disk);
          expect(done ? [saying] : [before, saying], `${how} at ${operation}`).toContainEqual(kept);
          if (store.cache.isCut) break;
        }
        if (operation > store.cache.operations) break;
      }
    },
  );
});
