/** How models are called that a person opened from disk, where they are stored like downloaded ones. */
const PREFIX = 'disk/';

/** A file that a person chose, with its path from the folder that was chosen; a zip stands for the folder in it. */
export interface PickedFile {
  path: string;
  file: Blob;
}

export const isFromDisk = (id: string): boolean => id.startsWith(PREFIX);

/** By the folder or the zip that was chosen. */
export function diskId(files: Pick<PickedFile, 'path'>[]): string {
  const [first = ''] = files.map(({ path }) => path);
  const top = files.length === 1 && !first.includes('/') ? first.replace(/\.zip$/i, '') : first.includes('/') ? first.split('/')[0] : '';
  const name = top.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '');
  return `${PREFIX}${name || 'model'}`;
}
