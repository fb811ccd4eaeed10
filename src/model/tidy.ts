/** What goes from a cache by itself: kept features, which can be computed again, and downloads that nobody goes on with. */
import type { FileCache, FolderStat } from './fileCache';

/** What was not used for so long goes. */
export const OLD_MS = 30 * 24 * 3600 * 1000;
/** Kept features take this share of the room that there is for them at most. */
export const FEATURES_SHARE = 0.2;

type Entry = FolderStat & { name: string };

/**
 * @param changed when each was last used
 * @param room bytes for all of them, what they take now included; undefined where nobody knows
 * @returns names of those that go: what is old, then what was used least recently until the others have room
 */
export function outdated(entries: Entry[], room: number | undefined, now: number): string[] {
  const oldestFirst = entries.toSorted((a, b) => a.changed - b.changed);
  let bytes = oldestFirst.reduce((sum, entry) => sum + entry.bytes, 0);
  return oldestFirst.flatMap((entry) => {
    const isOld = now - entry.changed > OLD_MS;
    const isTooMuch = room !== undefined && bytes > FEATURES_SHARE * room;
    if (!isOld && !isTooMuch) return [];
    bytes -= entry.bytes;
    return [entry.name];
  });
}

/** Removes kept features that are outdated. What another tab is writing cannot be removed, and stays. */
export async function tidyFeatures(cache: FileCache, now = Date.now()): Promise<void> {
  const entries = await entriesOf(cache);
  const free = await cache.freeBytes();
  const room = free === undefined ? undefined : free + entries.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const name of outdated(entries, room, now)) await cache.remove(name).catch(() => undefined);
}

/** All folders, with what they take. */
export async function entriesOf(cache: FileCache): Promise<Entry[]> {
  const found = await Promise.all((await cache.list()).map(async (name) => ({ name, stat: await cache.stat(name) })));
  return found.flatMap(({ name, stat }) => (stat ? [{ name, ...stat }] : []));
}
