/** One file asks other machines for anything, by GET or HEAD and with nothing sent along. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.startsWith('testing/'))
  .map((path) => ({ path, code: withoutComments(readFileSync(`src/${path}`, 'utf8')) }));

/** Calls of the page's own functions of these names have an object before them: `rows.fetch(…)`. */
const SENDS =
  /(?<![.\w]|async )fetch\s*\(|\b(?:self|window|globalThis)\.fetch\b|=\s*fetch\b|[:?]\s*fetch\s*[,;}\n)]|XMLHttpRequest|WebSocket|WebTransport|RTCPeerConnection|EventSource|sendBeacon|importScripts|\bnew Image\b|\.src\s*=|\.action\s*=/;

const withNames = (pattern: RegExp) => sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path);

it('no other file has a way to send something', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(withNames(SENDS)).toEqual(['model/http.ts']);
});

it('what it sends has no body', () => {
  const [http] = sources.filter(({ path }) => path === 'model/http.ts');
  expect(http.code.match(/(?<![.\w])fetch\s*\(/g)).toHaveLength(1);
  expect(http.code.slice(http.code.indexOf('interface Ask'), http.code.indexOf('type Fetch'))).not.toMatch(/body|RequestInit/);
});

it.each([
  'fetch(url)',
  'await fetch (url)',
  'const get = fetch;',
  'self.fetch(url)',
  'new WebSocket(url)',
  'navigator.sendBeacon(url)',
  'image.src = url',
])('would find %s', (code) => expect(code).toMatch(SENDS));

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}
