/**
 * A local stand-in for the Hugging Face hub: the same URLs, ranges and headers, from files in memory or
 * on disk, with the faults that real downloads meet.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';

export interface HubServer {
  url: string;
  /** `GET /org/name/resolve/main/config.json`, and the Range asked for if any. */
  requests: string[];
  /** Files by `org/name/path`; they come before those on disk. */
  files: Map<string, string | Uint8Array>;
  faults: Faults;
  close(): Promise<void>;
}

export interface Faults {
  /** Closes the connection after this many bytes of a body, once for each number. */
  breakAfter: number[];
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
}

const CHUNK = 1 << 16;

/** @param folder on disk, laid out as `org/name/path` */
export async function startHubServer(folder?: string): Promise<HubServer> {
  const requests: string[] = [];
  const files: HubServer['files'] = new Map();
  const faults: Faults = { breakAfter: [] };
  const server = createServer((request, response) => answer(request, response, { folder, requests, files, faults }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, files, faults, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

type State = Pick<HubServer, 'requests' | 'files' | 'faults'> & { folder: string | undefined };

async function answer(request: IncomingMessage, response: ServerResponse, { folder, requests, files, faults }: State): Promise<void> {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Range, Content-Length');
  const { range } = request.headers;
  requests.push(`${request.method} ${request.url}${range ? ` ${range}` : ''}`);
  const [, repo, path] = /^\/(.+?)\/resolve\/[^/]+\/(.+)$/.exec(request.url ?? '') ?? [];
  const body = repo && find(decodeURIComponent(`${repo}/${path}`), files, folder);
  if (faults.status || !body) {
    response.writeHead(faults.status ?? 404).end();
    return;
  }
  const from = range && !faults.ignoreRanges ? Number(/^bytes=(\d+)-/.exec(range)?.[1]) : 0;
  if (from > 0 && from >= body.size) {
    response.writeHead(416).end();
    return;
  }
  if (!faults.bare) response.setHeader('ETag', faults.etag ?? '"1"');
  response.setHeader('Content-Length', body.size - from);
  if (from > 0 && !faults.bare) response.setHeader('Content-Range', `bytes ${from}-${body.size - 1}/${body.size}`);
  response.writeHead(from > 0 ? 206 : 200);
  await send(response, body.stream(from), path.endsWith('.safetensors') ? faults : { breakAfter: [] });
}

function find(
  key: string,
  files: HubServer['files'],
  folder: string | undefined,
): { size: number; stream(from: number): Readable } | undefined {
  const file = files.get(key);
  if (file !== undefined) {
    const bytes = Buffer.from(file as Uint8Array);
    return { size: bytes.length, stream: (from) => Readable.from(slices(bytes.subarray(from))) };
  }
  const onDisk = folder && join(folder, key);
  if (!onDisk || !existsSync(onDisk)) return undefined;
  return { size: statSync(onDisk).size, stream: (start) => createReadStream(onDisk, { start, highWaterMark: 16 * CHUNK }) };
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

async function send(response: ServerResponse, stream: Readable, faults: Faults): Promise<void> {
  const limit = faults.breakAfter.shift();
  let sent = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (response.destroyed) return;
    if (faults.slow) await new Promise((resolve) => setTimeout(resolve, faults.slow));
    const part = limit === undefined ? chunk : chunk.subarray(0, Math.max(0, limit - sent));
    if (!response.write(part)) await drained(response);
    sent += part.length;
    if (limit !== undefined && sent >= limit) {
      setTimeout(() => response.destroy(), 50);
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
