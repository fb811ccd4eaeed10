/** Real sentences from the shared data beside the checkout, in their natural order; undefined where there is none. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

export function snips(count: number): string[] | undefined {
  return lines('snips/train/seq.in')?.slice(0, count);
}

export function crossner(count: number): string[] | undefined {
  return lines('joint4x7_crossner/dev.jsonl')
    ?.slice(0, count)
    .map((line) => (JSON.parse(line) as { tokens: string[] }).tokens.join(' '));
}

function lines(path: string): string[] | undefined {
  const file = SHARED + path;
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : undefined;
}
