/** Serves the built site as the plainest static host would: from a sub-path, with no special headers unless they are asked for. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
export const SUB_PATH = '/some/where/tandem/';

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface Site {
  url: string;
  /** Paths asked for, and the bytes sent in answer. */
  log: { path: string; bytes: number }[];
  close(): void;
}

export interface SiteOptions {
  /** Whether pages of other sites may read this file. Default: none. */
  shares?(path: string): boolean;
  /** Whether this file comes with COOP and COEP, by which pages are isolated and may use threads. Default: none. */
  isolates?(path: string): boolean;
  /** Whether this file was lost on the way to the host. Default: none. */
  lost?(path: string): boolean;
  /** Whether the connection breaks in the middle of this file. Default: never. */
  breaks?(path: string): boolean;
}

export async function serveSite({
  shares = () => false,
  isolates = () => false,
  lost = () => false,
  breaks = () => false,
}: SiteOptions = {}): Promise<Site> {
  const log: Site['log'] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    // Browsers ask for it where a page does not name its icon.
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const inside = path.startsWith(SUB_PATH) ? normalize(path.slice(SUB_PATH.length) || 'index.html') : '..';
    const file = join(DIST, inside);
    if (isolates(inside)) {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    }
    if (shares(inside)) response.setHeader('Access-Control-Allow-Origin', '*');
    if (inside.startsWith('..') || lost(inside) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const { size } = statSync(file);
    log.push({ path: inside, bytes: size });
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Length': size });
    if (breaks(inside))
      createReadStream(file, { end: size >> 1 })
        .on('end', () => response.destroy())
        .pipe(response, { end: false });
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${SUB_PATH}`,
    log,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
