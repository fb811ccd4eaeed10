/**
 * Early versions of sentence-transformers keep the encoder in a folder of its own, 0_Transformer. Such a model is stored as later
 * ones are: with the encoder's files at the root, and modules.json saying so.
 */
import { MODEL_CARD } from '../smallFiles';

const AT_ROOT: readonly string[] = ['modules.json', 'config_sentence_transformers.json', MODEL_CARD];

type Module = Record<string, unknown>;

/** @param modules content of modules.json @returns the encoder's folder; undefined where it has none, or the text cannot be understood */
export function encoderFolder(modules: string): string | undefined {
  const path = firstOf(modules)?.path;
  return typeof path === 'string' && /^\w[\w.-]*$/.test(path) ? path : undefined;
}

/** modules.json with the encoder at the root. */
export function withEncoderAtRoot(modules: string): string {
  const [first, ...others] = JSON.parse(modules) as Module[];
  return JSON.stringify([{ ...first, path: '' }, ...others], null, 2);
}

/** Where a file of a model lies whose encoder is in `folder`. @param path as it would be called with the encoder at the root */
export const pathWithin = (folder: string, path: string): string =>
  path.includes('/') || AT_ROOT.includes(path) ? path : `${folder}/${path}`;

/** The inverse; undefined for files at the root that are not of the encoder, which would be taken for its own. */
export function pathAtRoot(folder: string, path: string): string | undefined {
  const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
  if (inside !== undefined) return inside;
  return path.includes('/') || AT_ROOT.includes(path) ? path : undefined;
}

function firstOf(modules: string): Module | undefined {
  try {
    const [first] = JSON.parse(modules) as Module[];
    return typeof first === 'object' && first !== null ? first : undefined;
  } catch {
    return undefined;
  }
}
