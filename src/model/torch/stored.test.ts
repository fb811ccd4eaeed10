/** What becomes of stored weights of PyTorch's when the disk has no room for them as safetensors. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Disk, faultyCache } from '../../testing/faultyCache';
import { fromBase64 } from '../base64';
import { parseSafetensorsHeader } from '../safetensors';
import { storeAsSafetensors } from './stored';

const { files } = JSON.parse(readFileSync(new URL('../../../reference/fixtures/torchFiles.json', import.meta.url), 'utf8')) as {
  files: Record<string, string>;
};
const [file] = Object.values(files);

it('wherever it finds the disk full, that is said, the download stays, and another try goes on with it', async () => {
  let failed = 0;
  for (let operation = 1; ; operation++) {
    const disk: Disk = new Map([['model', new Map([['pytorch_model.bin', fromBase64(file)]])]]);
    const cache = faultyCache(disk, { operation, how: 'full' });
    const folder = cache.folder('model');
    const store = () => storeAsSafetensors(folder, ['pytorch_model.bin']);
    const first = await store().catch((error: unknown) => error);
    if (first instanceof Error) {
      failed++;
      expect(first).toMatchObject({ code: 'storage-full' });
      expect(disk.get('model')?.get('pytorch_model.bin')).toEqual(fromBase64(file));
      cache.relieve();
      expect(await store()).toEqual(['model.safetensors']);
    }
    const stored = disk.get('model')?.get('model.safetensors') ?? new Uint8Array();
    expect(parseSafetensorsHeader(stored, stored.length, 'x').size).toBeGreaterThan(0);
    expect([...(disk.get('model')?.keys() ?? [])]).toEqual(['model.safetensors']);
    if (cache.operations < operation) break;
  }
  expect(failed).toBeGreaterThan(2);
});
