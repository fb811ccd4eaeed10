import { expect, it } from 'vitest';
import { faultyCache } from '../testing/faultyCache';
import { readSealedJson, writeSealedJson } from './sealedJson';

const VALUE = { name: 'a\nb', figures: [0.125, 3] };
const encode = (text: string) => new TextEncoder().encode(text);

async function stored() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const folder = faultyCache(new Map([['a', files]])).folder('a');
  await writeSealedJson(folder, 'f', VALUE);
  return { files, folder, bytes: files.get('f') ?? new Uint8Array() };
}

it('what was written is read, and so is what earlier versions wrote', async () => {
  const { files, folder } = await stored();
  expect(await readSealedJson(folder, 'f')).toEqual(VALUE);
  files.set('f', encode(JSON.stringify(VALUE)));
  expect(await readSealedJson(folder, 'f')).toEqual(VALUE);
  expect(await readSealedJson(folder, 'g')).toBeUndefined();
});

it('no bit of it changes in silence', async () => {
  const { files, folder, bytes } = await stored();
  for (let i = 0; i < bytes.length; i++) {
    files.set(
      'f',
      bytes.map((byte, at) => (at === i ? byte ^ 16 : byte)),
    );
    expect(await readSealedJson(folder, 'f'), String(i)).toBeUndefined();
  }
});

it('a cut leaves it whole, or nothing', async () => {
  const { files, folder, bytes } = await stored();
  for (let length = 0; length < bytes.length; length++) {
    files.set('f', bytes.slice(0, length));
    expect([undefined, VALUE], String(length)).toContainEqual(await readSealedJson(folder, 'f'));
  }
});

it('a bit that is read wrong once is read again', async () => {
  const { files } = await stored();
  const folder = faultyCache(new Map([['a', files]]), { operation: 1, how: 'flip' }).folder('a');
  expect(await readSealedJson(folder, 'f')).toEqual(VALUE);
});
