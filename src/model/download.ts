/** One large file into the cache: resumed with a Range request, retried when the connection breaks, checked at its end. */
import { TandemError, throwIfAborted } from '../errors';
import { Checksum, compareChecksum, type FileSum } from './checksum';
import { type CacheFolder, readText, writeFile } from './fileCache';
import { chunks, contentLength } from './http';
import type { ExpectedFile } from './hubListing';
import type { HubRepository } from './hubRepository';
import type { ProgressListener } from './modelFiles';
import { Silence } from './patience';

export interface DownloadOptions {
  repository: HubRepository;
  path: string;
  /** What the hub says of it. */
  expected: ExpectedFile;
  folder: CacheFolder;
  /** Room left in the cache, in bytes; undefined where nobody knows. */
  freeBytes: () => Promise<number | undefined>;
  onProgress?: ProgressListener;
}

/** What is remembered of a download, to know on return that it is the same file. */
interface Notes {
  etag: string | null;
  total: number | undefined;
  /** Set at its end. */
  sha256?: string;
}

/** Attempts in a row that bring next to nothing. */
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
/** An attempt that brought so much was worth it: it does not count. */
const WORTH_BYTES = 1 << 16;

/**
 * @returns size and checksum of the file; undefined when the server has no such file
 * @throws TandemError `network`, `storage-full`, `aborted`; what had arrived stays for the next try, unless it is damaged
 */
export async function download(options: DownloadOptions): Promise<FileSum | undefined> {
  const { repository, folder, path } = options;
  const arrived = async () => (await folder.size(path)) ?? 0;
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(repository.signal, 'The download');
    const before = await arrived();
    try {
      return await attemptDownload(options);
    } catch (error) {
      const brokeMidway = error instanceof TandemError && error.code === 'network' && error.cause !== undefined;
      if (!brokeMidway) throw error;
      const now = await arrived();
      if (now - before >= WORTH_BYTES) attempt = 0;
      else if (attempt === ATTEMPTS) throw now > 0 ? incomplete(options, now, error) : error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }
}

function incomplete({ path, expected }: DownloadOptions, arrived: number, cause: TandemError): TandemError {
  const inMegabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  const reason = cause.cause instanceof Silence ? cause.cause.message : 'The connection broke, or the server cannot be reached.';
  const kept = expected.size === undefined ? inMegabytes(arrived) : `${inMegabytes(arrived)} of ${inMegabytes(expected.size)}`;
  return new TandemError(
    'network',
    `${path} was not downloaded completely. ${reason} ${kept} are kept: load the model again to go on from there.`,
    { cause },
  );
}

async function attemptDownload(options: DownloadOptions): Promise<FileSum | undefined> {
  const { repository, path, folder, freeBytes, onProgress, expected } = options;
  const notes = `${path}.partial.json`;
  const before = await readNotes(folder, notes);
  const have = (before && (await folder.size(path))) || 0;
  if (before && have > 0 && have === before.total) {
    const whole = await verified(options, before);
    if (whole) return whole;
    return attemptDownload(options);
  }

  const response = await repository.file(path, have > 0 ? `bytes=${have}-` : undefined);
  if (response.status === 404) return undefined;
  if (!response.ok && response.status !== 416) throw repository.refusal(response, path);

  const etag = response.headers.get('etag');
  const resumed = response.status === 206 && before !== undefined && before.etag === etag && continues(response, have, before.total);
  if (have > 0 && !resumed) {
    // The file changed on the server, or it does not do ranges: what we have is of no use.
    await response.body?.cancel();
    await forget(folder, path);
    return attemptDownload(options);
  }

  const rest = contentLength(response);
  const total = rest === undefined ? undefined : have + rest;
  checkRoom(path, rest, await freeBytes());
  await writeFile(folder, notes, encode({ etag, total }));

  const checksum = new Checksum();
  await checksum.addStored(folder, path);
  const file = await folder.append(path, { truncate: have === 0 });
  let loaded = have;
  try {
    for await (const chunk of chunks(response, repository.signal, repository.patience)) {
      await file.write(chunk);
      checksum.add(chunk);
      loaded += chunk.length;
      onProgress?.({ file: path, loaded, total });
    }
  } finally {
    await file.close();
  }
  if (total !== undefined && loaded !== total) {
    throw new TandemError('network', `${path} stopped at ${loaded} of ${total} bytes. Load the model again to go on from there.`, {
      cause: 'short body',
    });
  }
  const found = checksum.result();
  await compare(options, found, { ...expected, sha256: expected.sha256 ?? linkedChecksum(response) });
  await writeFile(folder, notes, encode({ etag, total: found.size, sha256: found.sha256 }));
  return found;
}

/** A file that has arrived before: undefined, and gone, where it is another one than the hub has now. */
async function verified({ folder, path, expected }: DownloadOptions, notes: Notes): Promise<FileSum | undefined> {
  const checksum = new Checksum();
  if (notes.sha256 === undefined) await checksum.addStored(folder, path);
  const found = notes.sha256 === undefined ? checksum.result() : { size: notes.total ?? 0, sha256: notes.sha256 };
  try {
    compareChecksum(path, found, expected);
    return found;
  } catch {
    await forget(folder, path);
    return undefined;
  }
}

async function compare({ folder, path }: DownloadOptions, found: FileSum, expected: ExpectedFile): Promise<void> {
  try {
    compareChecksum(path, found, expected);
  } catch (error) {
    await forget(folder, path);
    throw error;
  }
}

/** Removes a file, and what is known of it. */
export async function forget(folder: CacheFolder, path: string): Promise<void> {
  await folder.remove(path);
  await folder.remove(`${path}.partial.json`);
}

/** The checksum that the hub gives in the answer itself, where it does not pass on to another host. */
function linkedChecksum({ headers }: Response): string | undefined {
  return /^"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '')?.[1];
}

/** @throws TandemError `storage-full` @param needed @param free both in bytes; undefined where nobody knows */
export function checkRoom(what: string, needed: number | undefined, free: number | undefined): void {
  if (needed === undefined || free === undefined || needed <= free) return;
  const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new TandemError(
    'storage-full',
    `${what} needs ${inMegabytes(needed)}, but this browser lets the page store only ${inMegabytes(free)} more. Remove a stored model, or free disk space.`,
  );
}

async function readNotes(folder: CacheFolder, notes: string): Promise<Notes | undefined> {
  const text = await readText(folder, notes);
  try {
    return text ? (JSON.parse(text) as Notes) : undefined;
  } catch {
    // Half written when the tab was closed.
    return undefined;
  }
}

function encode(notes: Notes): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(notes));
}

/** Whether a partial answer begins where we stopped. Some hosts hide Content-Range from pages; then its length must fit. */
function continues(response: Response, have: number, total: number | undefined): boolean {
  const range = response.headers.get('content-range');
  if (range !== null) return Number(/^bytes (\d+)-/.exec(range)?.[1]) === have;
  return total !== undefined && have + (contentLength(response) ?? 0) === total;
}
