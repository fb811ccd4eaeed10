import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withPolicy } from '../../scripts/contentPolicyPlugin';
import { HOST_PATTERN, HUB_HOSTS } from '../model/hubHosts';
import { confine, firstScript } from './contentPolicy';

afterEach(() => vi.unstubAllGlobals());

const HUB = ['https://huggingface.co', 'https://*.huggingface.co', 'https://hf.co', 'https://*.hf.co'];

/** The sources of connect-src, where an earlier visit has stored this. */
function sources(stored: Record<string, string>): string[] {
  const metas: { httpEquiv?: string; content?: string }[] = [];
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored[key] ?? null });
  vi.stubGlobal('document', { createElement: () => ({}), head: { append: (meta: object) => metas.push(meta) } });
  confine(HUB_HOSTS, HOST_PATTERN);
  expect(metas).toHaveLength(1);
  expect(metas[0].httpEquiv).toBe('Content-Security-Policy');
  const [directive, self, ...rest] = (metas[0].content ?? '').split(' ');
  expect([directive, self]).toEqual(['connect-src', "'self'"]);
  return rest;
}

describe('the page may ask', () => {
  it.each([
    ['its own host and the hub', {}, []],
    ['a chosen hub', { 'tandem.endpoint': 'https://mirror.example/hf' }, ['https://mirror.example']],
    [
      'hosts that it passes on to',
      { 'tandem.endpoint': 'http://127.0.0.1:80', 'tandem.allowedHosts': 'cdn.example:8080 *.files.example' },
      ['http://127.0.0.1', 'http://cdn.example:8080', 'http://*.files.example'],
    ],
    ['no address that is none', { 'tandem.endpoint': '*', 'tandem.allowedHosts': 'cdn.example' }, []],
    ['nothing else, whatever was stored', { 'tandem.endpoint': 'https://mirror.example/; script-src *' }, ['https://mirror.example']],
    [
      'no directive in the place of a host',
      { 'tandem.endpoint': 'https://a.example', 'tandem.allowedHosts': "* ; script-src 'unsafe-inline' https:" },
      ['https://a.example', 'https://script-src'],
    ],
    ['no address without a server', { 'tandem.endpoint': 'data:text/plain,' }, []],
  ] as [string, Record<string, string>, string[]][])('%s', (_, stored, more) => expect(sources(stored)).toEqual([...HUB, ...more]));

  it('its own host and the hub where the browser refuses storage', () => {
    vi.stubGlobal('document', { createElement: () => ({}), head: { append: () => undefined } });
    vi.stubGlobal('localStorage', undefined);
    expect(() => confine(HUB_HOSTS, HOST_PATTERN)).not.toThrow();
  });
});

describe('index.html', () => {
  const html = withPolicy(readFileSync('index.html', 'utf8'));

  it('has its policy before anything that could be loaded or run, and the first script behind it', () => {
    const places = ['<meta charset', '<meta http-equiv="Content-Security-Policy"', firstScript(), '<link', '<script type="module"'].map(
      (part) => html.indexOf(part),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('runs no inline script but those whose hash is in it, and no code from texts', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    const directive = (name: string) => policy.split('; ').find((part) => part.startsWith(`${name} `));
    const hash = createHash('sha256').update(firstScript()).digest('base64');
    expect(directive('script-src')).toBe(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`);
    expect(directive('default-src')).toBe("default-src 'none'");
    expect(directive('require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
    expect(html).not.toMatch(/\son\w+=/);
  });

  it('without a place for it is no index.html of ours', () => expect(() => withPolicy('<!doctype html>')).toThrow(/has no <meta charset/));
});
