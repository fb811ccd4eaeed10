/** One file of a model's folder, or the zip that it comes in, is not what it was. */
import { zipSync } from 'fflate';
import type { PickedFile } from '../../src/model/diskName';
import type { Random } from '../../src/random';
import { mutatedBytes } from './bytes';
import { below, oneOf } from './draw';
import { mutatedJson } from './json';
import type { Folder } from './modelFolders';

/** @returns what was done, and what a person then opens */
export function spoiled(folder: Folder, random: Random): { what: string; picked: PickedFile[] } {
  const zipped = random.next() < 0.15;
  const path = oneOf(random, [...folder.keys()]);
  const [how, bytes] = spoiledFile(path, folder.get(path) ?? new Uint8Array(), random);
  const files = new Map(folder).set(path, bytes);
  if (!zipped)
    return { what: `${how} of ${path}`, picked: [...files].map(([path, bytes]) => ({ path: `broken/${path}`, file: new Blob([bytes]) })) };
  const archive = zipSync(Object.fromEntries(random.next() < 0.5 ? files : folder), {
    level: below(random, 2) ? 1 : 0,
  }) as Uint8Array<ArrayBuffer>;
  return { what: `a zip, ${how} of ${path}`, picked: [{ path: 'broken.zip', file: new Blob([mutatedBytes(archive, random)]) }] };
}

function spoiledFile(path: string, bytes: Uint8Array<ArrayBuffer>, random: Random): [how: string, bytes: Uint8Array<ArrayBuffer>] {
  if (path.endsWith('.json') && random.next() < 0.7) {
    const value = mutatedJson(JSON.parse(new TextDecoder().decode(bytes)), random);
    return ['values', new TextEncoder().encode(JSON.stringify(value) ?? '')];
  }
  if (path.endsWith('.safetensors') && random.next() < 0.7) return ['the header', spoiledHeader(bytes, random)];
  return ['bytes', mutatedBytes(bytes, random)];
}

/** The JSON that says where tensors lie, under a length that fits it or does not. */
function spoiledHeader(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const text = new TextEncoder().encode(JSON.stringify(mutatedJson(header, random)) ?? '');
  const spoiled = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  const said = random.next() < 0.8 ? BigInt(text.length) : oneOf(random, [0n, 1n, 2n ** 40n, 2n ** 63n, BigInt(text.length - 1)]);
  new DataView(spoiled.buffer).setBigUint64(0, said, true);
  spoiled.set(text, 8);
  spoiled.set(bytes.subarray(8 + length), 8 + text.length);
  return spoiled;
}
