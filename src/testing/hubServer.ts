/**
 * A local stand-in for the Hugging Face hub: the same URLs, ranges, headers and API, from files in memory or
 * on disk, with the faults that real downloads meet.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';

export interface HubServer {
  url: string;
  /** `GET /org/name/resolve/main/config.json`, and the Range asked for if any; requests to the API apart. */
  requests: string[];
  apiRequests: string[];
  /** Authorization headers that arrived. */
  tokens: Set<string>;
  /** Files by `org/name/path`; they come before those on disk. */
  files: Map<string, string | Uint8Array>;
  /** Repositories that not everybody may read. */
  closed: Map<string, Closed>;
  faults: Faults;
  close(): Promise<void>;
}

export interface Closed {
  token: string;
  /** Whether its terms have to be accepted, and whether the token's account has done so. */
  gated?: 'accepted' | 'not accepted';
}

export interface Faults {
  /** Closes the connection after this many bytes of a body, once for each number. */
  breakAfter: number[];
  /** Sends no more after this many bytes of a body, but keeps the connection open; once for each number. */
  stallAfter?: number[];
  /** Answers none of so many requests for large files. */
  silent?: number;
  /** Answers every request with this status. */
  status?: number;
  /** Answers ranges with the whole file. */
  ignoreRanges?: boolean;
  /** Another ETag: the file changed. */
  etag?: string;
  /** Leaves out ETag and Content-Range, as hosts do that hide them from pages. */
  bare?: boolean;
  /** Waits this long before each chunk of 64 KiB, in milliseconds. */
  slow?: number;
  /** Has no API, as plain mirrors do not. */
  noApi?: boolean;
  /** Spoils a byte of the files whose path ends so. */
  spoil?: string;
  /** Sends large files on to another server, as the hub does. */
  cdn?: string;
}

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const CHUNK = 1 << 16;

/** @param folder on disk, laid out as `org/name/path` */
export async function startHubServer(folder?: string): Promise<HubServer> {
  const state: State = {
    folder,
    requests: [],
    apiRequests: [],
    tokens: new Set(),
    files: new Map(),
    closed: new Map(),
    faults: { breakAfter: [] },
  };
  const server = createServer((request, response) => answer(request, response, state));
  // A connection that is closed while a client asks again on it would be a fault that nobody asked for.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { ...state, url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

type State = Omit<HubServer, 'url' | 'close'> & { folder: string | undefined };

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const { requests, apiRequests, tokens, closed, faults } = state;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Range, Content-Length, X-Error-Code, X-Linked-ETag');
  if (request.method === 'OPTIONS') {
    response.writeHead(204, { 'Access-Control-Allow-Headers': 'Authorization, Range' }).end();
    return;
  }
  const { range, authorization } = request.headers;
  if (authorization) tokens.add(authorization);
  const api = /^\/api\/models\/(.+?)\/revision\/([^/?]+)\?blobs=true$/.exec(request.url ?? '');
  (api ? apiRequests : requests).push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
  const [, repo, path] = /^\/(.+?)\/resolve\/[^/]+\/(.+)$/.exec(request.url ?? '') ?? [];
  const refused = refusal(closed.get(api?.[1] ?? repo), authorization, api !== null);
  if (faults.status || refused) {
    response.writeHead(faults.status ?? refused?.status ?? 500, refused?.code ? { 'X-Error-Code': refused.code } : {}).end();
    return;
  }
  if (api) {
    describeRepository(response, decodeURIComponent(api[1]), state);
    return;
  }
  const body = repo && find(decodeURIComponent(`${repo}/${path}`), state);
  if (!body) {
    response.writeHead(404).end();
    return;
  }
  if (faults.cdn && path.endsWith('.safetensors')) {
    response.writeHead(302, { Location: `${faults.cdn}${request.url}` }).end();
    return;
  }
  if (faults.silent && path.endsWith('.safetensors')) {
    faults.silent--;
    return;
  }
  await sendFile(response, body, path, range, faults);
}

/** As the hub answers (huggingface_hub, `hf_raise_for_status`): what is gated may be described to everybody. */
function refusal(
  closed: Closed | undefined,
  authorization: string | undefined,
  describing: boolean,
): { status: number; code?: string } | undefined {
  if (!closed) return undefined;
  const right = authorization === `Bearer ${closed.token}`;
  if (authorization && !right) return { status: 401 };
  if (!closed.gated) return right ? undefined : { status: 401, code: 'RepoNotFound' };
  if (describing || (right && closed.gated === 'accepted')) return undefined;
  return { status: right ? 403 : 401, code: 'GatedRepo' };
}

function describeRepository(response: ServerResponse, repo: string, { files, folder, faults }: State): void {
  const inMemory = [...files].filter(([key]) => key.startsWith(`${repo}/`));
  const onDisk = folder && existsSync(join(folder, repo)) ? filesIn(join(folder, repo)) : [];
  if (faults.noApi || inMemory.length + onDisk.length === 0) {
    response.writeHead(404).end();
    return;
  }
  const siblings = [
    ...inMemory.map(([key, file]) => {
      const bytes = Buffer.from(file as Uint8Array);
      const isLarge = key.endsWith('.safetensors');
      const lfs = { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), pointerSize: 134 };
      const blobId = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      return { rfilename: key.slice(repo.length + 1), size: bytes.length, ...(isLarge ? { lfs } : { blobId }) };
    }),
    ...onDisk.map((name) => ({ rfilename: name, size: statSync(join(folder as string, repo, name)).size })),
  ];
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ id: repo, sha: COMMIT, siblings }));
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());

interface Body {
  size: number;
  stream(from: number, to: number): Readable;
}

async function sendFile(response: ServerResponse, body: Body, path: string, range: string | undefined, faults: Faults): Promise<void> {
  const asked = range && !faults.ignoreRanges ? /^bytes=(\d+)-(\d*)$/.exec(range) : null;
  const from = Number(asked?.[1] ?? 0);
  const to = Math.min(body.size, asked?.[2] ? Number(asked[2]) + 1 : body.size);
  if (from > 0 && from >= body.size) {
    response.writeHead(416).end();
    return;
  }
  if (!faults.bare) response.setHeader('ETag', faults.etag ?? '"1"');
  response.setHeader('Content-Length', to - from);
  if (asked && !faults.bare) response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${body.size}`);
  response.writeHead(asked ? 206 : 200);
  // What is asked for in part only is a look at the header.
  const large = path.endsWith('.safetensors') && to === body.size && !asked?.[2];
  const stream = body.stream(from, to);
  await send(
    response,
    faults.spoil && path.endsWith(faults.spoil) && large ? spoiled(stream) : stream,
    large ? faults : { breakAfter: [] },
  );
}

function find(key: string, { files, folder }: State): Body | undefined {
  const file = files.get(key);
  if (file !== undefined) {
    const bytes = Buffer.from(file as Uint8Array);
    return { size: bytes.length, stream: (from, to) => Readable.from(slices(bytes.subarray(from, to))) };
  }
  const onDisk = folder && join(folder, key);
  if (!onDisk || !existsSync(onDisk)) return undefined;
  return {
    size: statSync(onDisk).size,
    stream: (start, to) => createReadStream(onDisk, { start, end: to - 1, highWaterMark: 16 * CHUNK }),
  };
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

function spoiled(stream: Readable): Readable {
  return Readable.from(
    (async function* () {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        const copy = Buffer.from(chunk);
        copy[copy.length - 1] ^= 1;
        yield copy;
      }
    })(),
  );
}

async function send(response: ServerResponse, stream: Readable, faults: Faults): Promise<void> {
  const stalls = faults.stallAfter?.shift();
  const limit = stalls ?? faults.breakAfter.shift();
  let sent = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (response.destroyed) return;
    if (faults.slow) await new Promise((resolve) => setTimeout(resolve, faults.slow));
    const part = limit === undefined ? chunk : chunk.subarray(0, Math.max(0, limit - sent));
    if (!response.write(part)) await drained(response);
    sent += part.length;
    if (limit !== undefined && sent >= limit) {
      if (stalls === undefined) setTimeout(() => response.destroy(), 50);
      return;
    }
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
