/** Imports keep to the table of rooms. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importsOf, mayImport, ROOMS, roomOf, withRooms } from './rooms';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !/\.d\.ts$|\.test\.tsx?$/.test(path));

it('every folder and file of src/ is a room', () => {
  expect(sources.filter((file) => !(roomOf(file) in ROOMS))).toEqual([]);
});

it('no file imports what its room may not', () => {
  expect(sources.length).toBeGreaterThan(200);
  const imports = sources.flatMap((file) => importsOf(readFileSync(`src/${file}`, 'utf8')).map((imported) => ({ file, ...imported })));
  expect(imports.length).toBeGreaterThan(sources.length);
  expect(imports.filter(({ file, path, typesOnly }) => !mayImport(file, path, typesOnly))).toEqual([]);
});

it('ARCHITECTURE.md shows the table (npm run rooms)', () => {
  const architecture = readFileSync('ARCHITECTURE.md', 'utf8');
  expect(architecture).toContain('| `src/gpu`');
  expect(withRooms(architecture)).toBe(architecture);
});

describe('the table', () => {
  it.each([
    ['kernels/matmul/matmul.ts', '../../gpu/dispatcher'],
    ['kernels/matmul/matmul.ts', '../floats'],
    ['gpu/device.ts', '../errors'],
    ['features/train/Panel.tsx', '../data/list'],
    ['features/train/Panel.tsx', 'react'],
    ['stores/runs.ts', '../workers/client'],
    ['gpu/device.ts', 'valibot'],
    ['testing/nodeHost.ts', '../workers/host'],
  ])('lets %s import %s', (file, imported) => expect(mayImport(file, imported)).toBe(true));

  it.each([
    ['gpu/device.ts', '../kernels/matmul/matmul'],
    ['gpu/device.ts', '../testing/nodeGpu'],
    ['gpu/device.ts', '../../scripts/rooms'],
    ['features/train/Panel.tsx', '../../data/dataset'],
    ['stores/runs.ts', '../workers/service'],
    ['stores/runs.ts', 'react'],
    ['train/loop.ts', 'react-dom/client'],
  ])('keeps %s from importing %s', (file, imported) => expect(mayImport(file, imported)).toBe(false));

  it('the page may know the types of messages, wherever they are', () => {
    expect(mayImport('features/train/Panel.tsx', '../../inference/predict', true)).toBe(true);
    expect(mayImport('train/loop.ts', '../workers/service', true)).toBe(false);
  });
});

it('imports are found in all their forms', () => {
  const source = `import './styles.css';
import type { A } from './a';
import { B } from '../b';
export { C } from './c';
const d = await import('./d');
type E = import('./e').E;`;
  expect(importsOf(source)).toEqual([
    { path: './styles.css', typesOnly: false },
    { path: './a', typesOnly: true },
    { path: '../b', typesOnly: false },
    { path: './c', typesOnly: false },
    { path: './d', typesOnly: false },
    { path: './e', typesOnly: false },
  ]);
});
