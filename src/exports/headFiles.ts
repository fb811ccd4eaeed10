/** Heads as files of a model folder: their values, and what each one is. */
import type { FolderFile } from '../model/modelFiles';
import { writeSafetensors } from '../model/safetensorsWriter';
import { HEAD_CONFIGS, HEAD_VALUES, READING } from '../model/smallFiles';
import { type Head, headParameters } from '../tasks/head';
import type { TrainedModel } from './target';
import { jsonFile } from './textFile';

/** What brings a model's tasks back in Tandem: its heads, and how long texts are read. */
export const taskFiles = ({ heads, reading }: Pick<TrainedModel, 'heads' | 'reading'>): FolderFile[] =>
  heads.length === 0 ? [] : [...headFiles(heads), jsonFile(READING, reading)];

export function headFiles(heads: Head[]): FolderFile[] {
  if (heads.length === 0) return [];
  const tensors = [...headParameters(heads)].map(([name, { shape, data }]) => ({ name, shape, data }));
  return [{ path: HEAD_VALUES, bytes: writeSafetensors(tensors) }, ...headConfigs(heads)];
}

/** What each one is. */
export const headConfigs = (heads: Head[]): FolderFile[] =>
  heads.length === 0 ? [] : [jsonFile(HEAD_CONFIGS, Object.fromEntries(heads.map(({ name, config }) => [name, config])))];
