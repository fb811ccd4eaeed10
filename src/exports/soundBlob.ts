import { TandemError } from '../errors';

/**
 * A browser that had no room for a blob says so only to those who read it; a download would just end.
 *
 * @throws TandemError `storage-full`
 */
export async function soundBlob(blob: Blob): Promise<Blob> {
  try {
    await blob.slice(-1).arrayBuffer();
  } catch (cause) {
    throw new TandemError(
      'storage-full',
      `The browser had no room for this file of ${Math.ceil(blob.size / 1e6)} MB, so nothing was saved; what it was made from is as before. Free disk space or close other tabs, and save it again.`,
      { cause },
    );
  }
  return blob;
}
