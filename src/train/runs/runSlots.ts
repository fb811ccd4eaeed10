/**
 * The two places in which a run is kept. Whatever cuts a save short leaves the other one as it was: a slot's record is removed
 * before anything in it changes, and written when all else is there.
 */
import { toStorageError } from '../../errors';
import { type CacheFolder, writeFile, writeProven } from '../../model/fileCache';
import { readSealedJson, writeSealedJson } from '../../model/sealedJson';
import { fromEarlier, isEarlier } from './earlierRuns';
import type { StateMeta } from './runState';
import type { RunDetails } from './runs';
import { holds, type Seal, sealedBytes, sealOf } from './seal';

/** A slot that was written to its end. */
export interface Slot {
  slot: number;
  /** Higher in what was saved later. */
  counter: number;
  run: RunDetails;
  state?: StateMeta;
  seals: Partial<Record<Part, Seal>>;
}

export type Part = 'heads' | 'state';

export interface SlotContents {
  run: RunDetails;
  heads: ArrayBufferView<ArrayBuffer>[];
  state?: { meta: StateMeta; parts: ArrayBufferView<ArrayBuffer>[] };
}

interface SlotRecord extends Omit<Slot, 'slot' | 'counter' | 'seals'> {
  /** Absent, like seals, in what earlier versions kept. */
  counter?: number;
  seals?: Slot['seals'];
  /** By which earlier versions knew the newer one, in milliseconds since 1970. */
  saved?: number;
}

const SLOTS = [0, 1];
const recordFile = (slot: number) => `run.${slot}.json`;
const partFile = (part: Part, slot: number) => `${part}.${slot}.safetensors`;

/** The newest first; what cannot be read is passed over. */
export const readSlots = async (folder: CacheFolder): Promise<Slot[]> => (await lookAtSlots(folder)).slots;

/** @returns also what is wrong with those that cannot be read, in a sentence; undefined where nothing is */
export async function lookAtSlots(folder: CacheFolder): Promise<{ slots: Slot[]; trouble?: string }> {
  let trouble: string | undefined;
  const slots = await slotsIn((slot) =>
    twice(() => readSlot(folder, slot)).catch((thrown) => {
      trouble = toStorageError(thrown).message;
      return undefined;
    }),
  );
  if (slots.length > 0 || trouble) return { slots, ...(trouble ? { trouble } : {}) };
  const sizes = await Promise.all(SLOTS.map((slot) => folder.size(recordFile(slot)).catch(() => undefined)));
  return { slots, ...(sizes.some(Boolean) ? { trouble: 'Its files are damaged, or were never written to their end.' } : {}) };
}

/** A file may be out of reach for a moment. */
export const twice = <T>(read: () => Promise<T>): Promise<T> => read().catch(read);

/** For those who are going to write. @throws what storage says of a slot that is there and cannot be read */
export const readAllSlots = (folder: CacheFolder): Promise<Slot[]> => slotsIn((slot) => readSlot(folder, slot));

async function slotsIn(read: (slot: number) => ReturnType<typeof readSlot>): Promise<Slot[]> {
  const found = await Promise.all(SLOTS.map(read));
  return found.flatMap((slot) => slot ?? []).sort((a, b) => b.counter - a.counter || b.saved - a.saved);
}

async function readSlot(folder: CacheFolder, slot: number): Promise<(Slot & { saved: number }) | undefined> {
  const record = (await readSealedJson(folder, recordFile(slot))) as SlotRecord | undefined;
  if (!record) return undefined;
  const { counter = 0, saved = 0, run, state, seals = {} } = record;
  const stateBytes = await folder.size(partFile('state', slot));
  const headBytes = await folder.size(partFile('heads', slot));
  if (headBytes === undefined || (seals.heads && headBytes !== sealedBytes(seals.heads))) return undefined;
  const whole = state && (seals.state ? stateBytes === sealedBytes(seals.state) : stateBytes);
  return { slot, counter, saved, run: isEarlier(run) ? fromEarlier(run) : run, seals, ...(whole ? { state } : {}) };
}

/** @returns undefined where the bytes are not those that were written */
export async function readPart(folder: CacheFolder, { slot, seals }: Slot, part: Part): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await folder.read(partFile(part, slot));
  const seal = seals[part];
  return bytes && bytes.length > 0 && (!seal || (await holds(bytes, seal))) ? bytes : undefined;
}

/**
 * What a run learned, and its record, are proven: once it has ended there is no other copy. A state that is damaged gives way to the
 * other slot's.
 */
export async function writeSlot(folder: CacheFolder, slot: number, counter: number, { run, heads, state }: SlotContents): Promise<void> {
  await folder.remove(recordFile(slot));
  const seals: Slot['seals'] = { heads: await sealOf(heads), ...(state ? { state: await sealOf(state.parts) } : {}) };
  await writeProven(folder, partFile('heads', slot), () => heads);
  if (state) await writeFile(folder, partFile('state', slot), ...state.parts);
  else await folder.remove(partFile('state', slot));
  const record: SlotRecord = { counter, run, seals, ...(state ? { state: state.meta } : {}) };
  await writeSealedJson(folder, recordFile(slot), record);
}

/** The slot's record then stands without it. */
export const removeState = (folder: CacheFolder, slot: number): Promise<void> => folder.remove(partFile('state', slot));

export async function clearSlot(folder: CacheFolder, slot: number): Promise<void> {
  await folder.remove(recordFile(slot));
  await folder.remove(partFile('state', slot));
  await folder.remove(partFile('heads', slot));
}
