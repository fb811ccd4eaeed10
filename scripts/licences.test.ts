/** Licences of all that is installed, by the lock file; what ships is held to NOTICE by every build (noticePlugin). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notNamed, packagesOf } from './noticePlugin';

/** Free to use, change and pass on, with the notice. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT'];
/** Also fine for tools, of which nothing is passed on. */
const OF_TOOLS = ['LGPL-3.0-or-later', 'MPL-2.0', 'Python-2.0'];

interface Locked {
  license?: string;
  link?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Of an SPDX expression: all that are joined by AND, one of those joined by OR. */
function allows(expression: string | undefined, licences: string[]): boolean {
  if (!expression) return false;
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (bare.includes(' OR ')) return bare.split(' OR ').some((part) => allows(part, licences));
  return bare.split(' AND ').every((part) => licences.includes(part));
}

it('every package has a licence that lets it be used here', () => {
  expect(installed.length).toBeGreaterThan(100);
  const others = installed.filter(([, { license }]) => !allows(license, [...PERMISSIVE, ...OF_TOOLS]));
  expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
});

it('what NOTICE names ships under a permissive licence', () => {
  const [shipped] = readFileSync('NOTICE', 'utf8').split('Used for tests');
  const named = installed.filter(([path]) => notNamed([nameOf(path)], shipped).length === 0);
  expect(named.length).toBeGreaterThan(20);
  const others = named.filter(([, { license }]) => !allows(license, PERMISSIVE));
  expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
});

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND GPL-3.0', false],
    ['GPL-3.0', false],
    [undefined, false],
  ])('%s: %s', (expression, allowed) => expect(allows(expression, PERMISSIVE)).toBe(allowed));
});

it('a module’s package is found, and missed where NOTICE does not name it', () => {
  const ids = ['/a/node_modules/@x/one/dist/a.js', '/a/node_modules/two/node_modules/three/b.js?url', '\0virtual', '/a/src/four.ts'];
  expect(packagesOf(ids)).toEqual(['@x/one', 'three']);
  expect(notNamed(['@x/one', 'three', 'four'], 'One (@x/*), Three, and fourteen more.')).toEqual(['four']);
});
