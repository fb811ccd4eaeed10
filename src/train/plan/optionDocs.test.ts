/** What the API reference says of defaults is what they are. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RUN_SETTINGS } from './settings';

const source = readFileSync(new URL('./options.ts', import.meta.url), 'utf8');
const [, options] = source.split('export interface TrainOptions {');

it.each(RUN_SETTINGS.map((setting) => [setting.key, setting] as const))('the default of %s', (key, { default: usual, openDefault }) => {
  const [property, part] = key.split('.');
  const doc = options.match(new RegExp(`/\\*\\*([^/]*?)\\*/\\n  ${property}: `))?.[1];
  if (part) expect(doc).toMatch(new RegExp(`Default: .*\\b${usual}`));
  else expect(doc).toContain(`Default: ${usual}${openDefault === undefined ? '' : `; ${openDefault} with an open encoder`}.`);
});
