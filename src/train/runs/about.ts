/** What a person says of a run. It lies beside the run's own files, which a run that is under way writes anew. */
import { TandemError } from '../../errors';
import type { CacheFolder } from '../../model/fileCache';
import { readSealedJson, writeSealedJson } from '../../model/sealedJson';
import { twice } from './runSlots';

/** Each absent where nothing was said. */
export interface RunAbout {
  name?: string;
  /** Text of any length, over several lines. */
  notes?: string;
  /** Whether it is listed before others. Default: false. */
  pinned?: boolean;
  /** When it was removed, in milliseconds since 1970: for a day it can be restored. Default: it was not. */
  removed?: number;
}

/** How long a removed run can be restored. */
export const RUN_RESTORABLE_MS = 24 * 60 * 60 * 1000;

/** Characters of a name at most. */
export const MOST_OF_NAME = 200;

interface Written {
  /** Higher in what was written later. */
  counter: number;
  about: RunAbout;
}

/** Written in turns, so that what cuts one short leaves the other. */
const FILES = ['about.0.json', 'about.1.json'];

/** @returns nothing where nothing was said, or nothing can be read */
export async function readAbout(folder: CacheFolder): Promise<RunAbout | undefined> {
  const all = await Promise.all(FILES.map((file) => twice(() => readWritten(folder, file)).catch(() => undefined)));
  const about = newest(all)?.about;
  return about && Object.keys(about).length > 0 ? about : undefined;
}

/** @param change what is undefined, empty or false is taken back @returns all that is said of the run then */
export async function writeAbout(folder: CacheFolder, change: RunAbout): Promise<RunAbout> {
  checkAbout(change);
  const all = await Promise.all(FILES.map((file) => readWritten(folder, file)));
  const before = newest(all);
  const said = Object.entries({ ...before?.about, ...change }).filter(
    ([, value]) => value !== undefined && value !== '' && value !== false,
  );
  const written: Written = { counter: (before?.counter ?? 0) + 1, about: Object.fromEntries(said) };
  const file = FILES[before && before === all[0] ? 1 : 0];
  await writeSealedJson(folder, file, written);
  return written.about;
}

/** @returns undefined where there is none, or it was cut short */
const readWritten = async (folder: CacheFolder, file: string) => (await readSealedJson(folder, file)) as Written | undefined;

function newest([a, b]: (Written | undefined)[]): Written | undefined {
  if (!a || !b) return a ?? b;
  return a.counter > b.counter ? a : b;
}

/** @throws TandemError `bad-input` for what is neither text nor flag, and for a name that is too long */
function checkAbout({ name, notes, pinned }: RunAbout): void {
  for (const [key, value] of Object.entries({ name, notes })) {
    if (value !== undefined && typeof value !== 'string')
      throw new TandemError('bad-input', `${key} is ${typeof value}; it must be a text.`);
  }
  if (pinned !== undefined && typeof pinned !== 'boolean') throw new TandemError('bad-input', 'pinned must be true or false.');
  if (name !== undefined && name.length > MOST_OF_NAME) {
    throw new TandemError('bad-input', `The name has ${name.length} characters; it may have ${MOST_OF_NAME}. Put the rest into the notes.`);
  }
}
