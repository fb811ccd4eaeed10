/** One large file into the cache: resumed with a Range request, retried when the connection breaks. */
import { TandemError, throwIfAborted } from '../errors';
import { type CacheFolder, readText, writeFile } from './fileCache';
import { chunks, contentLength, type Fetch, request, statusError } from './http';
import type { ProgressListener } from './modelFiles';

export interface DownloadOptions {
  url: string;
  path: string;
  folder: CacheFolder;
  /** Room left in the cache, in bytes; undefined where nobody knows. */
  freeBytes: () => Promise<number | undefined>;
  fetch: Fetch;
  signal?: AbortSignal;
  onProgress?: ProgressListener;
}

/** What is remembered of a download while it is incomplete, to know on return that it is the same file. */
interface Partial {
  etag: string | null;
  total: number | undefined;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;

/**
 * @returns false when the server has no such file
 * @throws TandemError `network`, `storage-full`, `aborted`; what had arrived stays for the next try
 */
export async function download(options: DownloadOptions): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    throwIfAborted(options.signal, 'The download');
    try {
      return await attemptDownload(options);
    } catch (error) {
      const brokeMidway = error instanceof TandemError && error.code === 'network' && error.cause !== undefined;
      if (!brokeMidway || attempt === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}

async function attemptDownload({ url, path, folder, freeBytes, fetch, signal, onProgress }: DownloadOptions): Promise<boolean> {
  const notes = `${path}.partial.json`;
  const before = await readPartial(folder, notes);
  const have = (before && (await folder.size(path))) || 0;
  if (before?.total !== undefined && have === before.total) return true;

  const response = await request(fetch, url, { signal, headers: have > 0 ? { Range: `bytes=${have}-` } : {} });
  if (response.status === 404) return false;
  if (!response.ok && response.status !== 416) throw statusError(response, path);

  const etag = response.headers.get('etag');
  const resumed = response.status === 206 && before !== undefined && before.etag === etag && continues(response, have, before.total);
  if (have > 0 && !resumed) {
    // The file changed on the server, or it does not do ranges: what we have is of no use.
    await response.body?.cancel();
    await writeFile(folder, notes, encode({ etag: null, total: undefined }));
    await (await folder.append(path, { truncate: true })).close();
    return attemptDownload({ url, path, folder, freeBytes, fetch, signal, onProgress });
  }

  const rest = contentLength(response);
  const total = rest === undefined ? undefined : have + rest;
  await checkRoom(path, rest, await freeBytes());
  await writeFile(folder, notes, encode({ etag, total }));

  const file = await folder.append(path, { truncate: have === 0 });
  let loaded = have;
  try {
    for await (const chunk of chunks(response, signal)) {
      await file.write(chunk);
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
  return true;
}

async function checkRoom(path: string, needed: number | undefined, free: number | undefined): Promise<void> {
  if (needed === undefined || free === undefined || needed <= free) return;
  const inMegabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
  throw new TandemError(
    'storage-full',
    `${path} needs ${inMegabytes(needed)}, but this browser lets the page store only ${inMegabytes(free)} more. Remove a stored model, or free disk space.`,
  );
}

async function readPartial(folder: CacheFolder, notes: string): Promise<Partial | undefined> {
  const text = await readText(folder, notes);
  return text ? (JSON.parse(text) as Partial) : undefined;
}

function encode(partial: Partial): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(partial));
}

/** Whether a partial answer begins where we stopped. Some hosts hide Content-Range from pages; then its length must fit. */
function continues(response: Response, have: number, total: number | undefined): boolean {
  const range = response.headers.get('content-range');
  if (range !== null) return Number(/^bytes (\d+)-/.exec(range)?.[1]) === have;
  return total !== undefined && have + (contentLength(response) ?? 0) === total;
}
