/** Files of torch.save, as PyTorch reads them (reference/torch_files_fixture.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../base64';
import { widenBfloat16 } from '../bfloat16';
import { joinBytes } from '../bytes';
import { halfToFloat } from '../halves';
import { parseSafetensorsHeader } from '../safetensors';
import { openTorchFile } from './torchFile';
import { safetensorsParts } from './toSafetensors';

const fixture = JSON.parse(readFileSync(new URL('../../../reference/fixtures/torchFiles.json', import.meta.url), 'utf8')) as {
  files: Record<string, string>;
  values: Record<string, { shape: number[]; data: string }>;
  refused: Record<string, string>;
};

const open = (bytes: Uint8Array<ArrayBuffer>) =>
  openTorchFile({ size: bytes.length, read: async (from, to) => bytes.slice(from, to) }, 'pytorch_model.bin');

const READ: Record<string, (bytes: ArrayBuffer) => number[]> = {
  F32: (bytes) => [...new Float32Array(bytes)],
  F64: (bytes) => [...new Float64Array(bytes)],
  F16: (bytes) => Array.from(new Uint16Array(bytes), halfToFloat),
  I64: (bytes) => Array.from(new BigInt64Array(bytes), Number),
  BOOL: (bytes) => [...new Uint8Array(bytes)],
};

describe.each(Object.entries(fixture.files))('%s', (_, file) => {
  it('becomes safetensors with the same names, shapes and values; what is there twice is written once', async () => {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for await (const part of safetensorsParts(await open(fromBase64(file)))) parts.push(part);
    const bytes = widenBfloat16(joinBytes(parts), 'x');
    const tensors = parseSafetensorsHeader(bytes, bytes.length, 'x');
    const { decoder: _tied, ...expected } = fixture.values;
    expect([...tensors.keys()]).toEqual(Object.keys(expected));
    for (const [name, { shape, data }] of Object.entries(expected)) {
      const { dtype, offset, length, shape: found } = tensors.get(name) ?? { dtype: '', offset: 0, length: 0, shape: [] };
      expect(found, name).toEqual(shape);
      const values = READ[dtype](bytes.slice(offset, offset + length).buffer).map(Math.fround);
      expect(values, name).toEqual([...new Float32Array(fromBase64(data).buffer)]);
    }
  });

  it('cut off anywhere, or with a byte changed, it is refused in words or read, and never hangs', async () => {
    const whole = fromBase64(file);
    for (let i = 0; i < whole.length; i += 97) {
      const changed = whole.slice();
      changed[i] ^= 0x55;
      for (const bytes of [whole.slice(0, i), changed]) {
        const parts = async () => {
          for await (const part of safetensorsParts(await open(bytes))) expect(part.length).toBeLessThanOrEqual(2 * whole.length);
        };
        await parts().catch((error: unknown) => expect(error).toMatchObject({ code: 'unsupported-model' }));
      }
    }
  });
});

it.each([
  ['a function to call', /holds \w+\.system, and weights consist of tensors only/],
  ['a function to call, before 1.6', /holds \w+\.system/],
  ['a whole module', /holds torch\.nn\.modules\.linear\.Linear/],
  ['a list', /does not hold a dictionary of tensors/],
  ['complex numbers', /values of the type ComplexFloatStorage/],
])('%s is refused by name', async (name, words) => {
  await expect(open(fromBase64(fixture.refused[name]))).rejects.toThrow(words);
});

it('what is not a file of torch.save is refused', async () => {
  for (const text of ['', 'PK', '{"a": 1}', 'version https://git-lfs.github.com/spec/v1'])
    await expect(open(new TextEncoder().encode(text))).rejects.toMatchObject({ code: 'unsupported-model' });
});
