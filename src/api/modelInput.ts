/** What `fromPretrained` takes, as the worker takes it. */
import { TandemError } from '../errors';
import type { LoadParams } from '../workers/protocol';

/**
 * A bundled model's name, one of a folder in the site's `models/`, `org/name[@revision]` or the address of a page of the Hugging
 * Face hub; or from disk: a zip, the files of a folder, or the folder's handle.
 */
export type ModelInput = string | File | FileList | readonly File[] | FileSystemDirectoryHandle;

/** @throws TandemError `bad-input` for something else */
export async function modelSource(input: ModelInput): Promise<LoadParams['model']> {
  if (typeof input === 'string') return input;
  if (input instanceof Blob) return [picked(input)];
  if (isFolder(input)) return filesOf(input, `${input.name}/`);
  const files = typeof input === 'object' && input !== null && Symbol.iterator in input ? [...input] : [];
  if (files.length > 0 && files.every((file) => file instanceof Blob)) return files.map(picked);
  throw new TandemError('bad-input', 'A model is opened by its name, a zip file, the files of its folder, or the handle of its folder.');
}

/** Files of a chosen folder know their way from there. */
const picked = (file: File) => ({ path: file.webkitRelativePath || file.name, file });

function isFolder(input: unknown): input is FileSystemDirectoryHandle {
  return (input as { kind?: unknown } | null)?.kind === 'directory';
}

async function filesOf(folder: FileSystemDirectoryHandle, path: string): Promise<{ path: string; file: File }[]> {
  const found: { path: string; file: File }[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === 'directory') found.push(...(await filesOf(handle, `${path}${name}/`)));
    else found.push({ path: `${path}${name}`, file: await handle.getFile() });
  }
  return found;
}
