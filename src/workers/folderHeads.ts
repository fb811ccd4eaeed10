/** Heads as files of a model folder: their values, and what each one is. */
import type { FolderFile } from '../model/modelFiles';
import { writeSafetensors } from '../model/safetensorsWriter';
import { type Head, headParameters } from '../tasks/head';

export function folderHeads(heads: Head[]): FolderFile[] {
  if (heads.length === 0) return [];
  const tensors = [...headParameters(heads)].map(([name, { shape, data }]) => ({ name, shape, data }));
  const configs = Object.fromEntries(heads.map(({ name, config }) => [name, config]));
  return [
    { path: 'heads.safetensors', bytes: writeSafetensors(tensors) },
    { path: 'heads.json', bytes: new TextEncoder().encode(`${JSON.stringify(configs, null, 2)}\n`) },
  ];
}
