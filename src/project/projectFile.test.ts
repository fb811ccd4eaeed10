import { expect, it } from 'vitest';
import { DEFAULT_OPTIONS } from '../train/plan/options';
import type { Work } from './project';
import { readProjectFile, writeProjectFile } from './projectFile';

const work: Work = { text: 'ein Satz\n🎉 שלום', train: { options: DEFAULT_OPTIONS, startFrom: 'current' }, seed: 7, run: 'r1' };
const inFolder = (path: string, text: string) =>
  Object.defineProperty(new File([text], path.split('/').at(-1) ?? path), 'webkitRelativePath', { value: path });

it('gives back work, files with their folders, and the model', async () => {
  const files = [new File(['a,b\n1,2'], 'ü.csv'), inFolder('set/train/seq.in', 'hello'), inFolder('set/test/seq.in', 'world')];
  const model = new Blob([new Uint8Array([80, 75, 1, 2, 3])]);
  const zip = await writeProjectFile({ name: 'Mine', work, source: { kind: 'files', files }, model });
  const found = await readProjectFile(zip, 'mine.tandem.zip');
  expect(found).toMatchObject({ name: 'Mine', work });
  expect(new Uint8Array(await (found.model as Blob).arrayBuffer())).toEqual(new Uint8Array([80, 75, 1, 2, 3]));
  const source = found.source as { kind: 'files'; files: File[] };
  expect(source.files.map((file) => file.webkitRelativePath || file.name)).toEqual(['ü.csv', 'set/train/seq.in', 'set/test/seq.in']);
  expect(await Promise.all(source.files.map((file) => file.text()))).toEqual(['a,b\n1,2', 'hello', 'world']);
});

it('gives back a source that is no file', async () => {
  const zip = await writeProjectFile({ name: 'Mine', work, source: { kind: 'sample' } });
  expect(await readProjectFile(zip, 'x.zip')).toEqual({ name: 'Mine', work, source: { kind: 'sample' } });
});

it('gives back labels, but not what was done before: what a person has taken back goes to nobody else', async () => {
  const marks = new Map([['k', { flagged: true as const }]]);
  const step = { what: 'Comment', position: 0, rows: [{ key: 'k', after: { comment: 'secret' } }] };
  const choices = { rankedBy: 'drawn' as const, source: 'heads' as const };
  const labels = { tasks: [], marks, position: 2, choices, steps: { done: [], undone: [step], earlier: 0 } };
  const order = { title: 'drawn', first: Uint32Array.of(1), rows: 3 };
  const zip = await writeProjectFile({ name: 'Mine', work, labels: { ...labels, order } });
  expect((await readProjectFile(zip, 'x.zip')).labels).toEqual({ tasks: [], marks, position: 2, choices });
});

it('refuses in words what is none of ours, damaged, or of a later version', async () => {
  const zip = await writeProjectFile({ name: 'Mine', work });
  const bytes = new Uint8Array(await zip.arrayBuffer());
  await expect(readProjectFile(new Blob([bytes.subarray(0, bytes.length - 30)]), 'cut.zip')).rejects.toThrow(/cut.zip is damaged/);
  const text = new TextDecoder('latin1').decode(bytes);
  const changed = bytes.slice();
  changed[text.indexOf('"name"') + 1] ^= 1;
  await expect(readProjectFile(new Blob([changed]), 'flipped.zip')).rejects.toThrow(/project.json in flipped.zip is damaged/);
  await expect(readProjectFile(new Blob(['hello']), 'a.zip')).rejects.toThrow(/damaged/);
  const { zipFiles } = await import('../exports/zip');
  const record = (value: unknown) => zipFiles([{ path: 'project.json', bytes: new TextEncoder().encode(JSON.stringify(value)) }]);
  const later = { format: 'tandem-project', version: 2, name: 'x', work };
  await expect(readProjectFile(await record(later), 'late.zip')).rejects.toThrow(/later version/);
  for (const odd of [null, [], { format: 'other' }, { format: 'tandem-project', version: 1, name: 'x' }]) {
    await expect(readProjectFile(await record(odd), 'odd.zip')).rejects.toThrow(/not a project/);
  }
  const lacking = { format: 'tandem-project', version: 1, name: 'x', work, files: ['gone.csv'] };
  await expect(readProjectFile(await record(lacking), 'part.zip')).rejects.toThrow(/lacks gone.csv/);
});
