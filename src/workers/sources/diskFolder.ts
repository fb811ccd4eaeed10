/** What a person chose from disk as one model folder: a zip is opened, and the folder with the config is found in it. */

import { isAside } from '../../data/unpack';
import { listZip, zipEntryChunks } from '../../data/unpackZip';
import { TandemError } from '../../errors';
import type { PickedFile } from '../../model/diskName';
import { MODULES_FILE } from '../../model/sentence/modules';
import { encoderFolder, pathAtRoot, withEncoderAtRoot } from '../../model/sentence/nested';

export interface DiskFile {
  /** In bytes. */
  size: number;
  /** @throws TandemError `bad-input` for a damaged archive */
  chunks(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** By path from the folder. */
export type DiskFolder = Map<string, DiskFile>;

const CONFIG = 'config.json';
/** Read at a time. */
const PIECE = 1 << 23;

/** @throws TandemError `bad-input` for a damaged archive, `missing-file` where no folder has a config */
export async function openDiskFolder(picked: PickedFile[]): Promise<DiskFolder> {
  const all = picked.length === 1 && (await isZip(picked[0].file)) ? await unzipped(picked[0]) : plain(picked);
  const files = all.filter(([path]) => !isAside(path));
  const nested = await withEncoderInFolder(files);
  if (nested) return nested;
  const root = nearest(files, CONFIG);
  if (root === undefined) {
    if (await isOnnxExport(files)) throw new TandemError('unsupported-model', ONNX_EXPORT);
    const shown = files
      .map(([path]) => path)
      .slice(0, 4)
      .join(', ');
    throw new TandemError(
      'missing-file',
      `No ${CONFIG} is among these files${shown && ` (${shown}${files.length > 4 ? ', …' : ''})`}. Choose the folder of a model, or a zip of it, as save_pretrained of transformers or sentence-transformers writes it.`,
    );
  }
  return new Map(within(root, files));
}

const ONNX_EXPORT =
  'This is a model that Tandem saved as an ONNX file, for ONNX Runtime: what answers and training need here is not in it. Save the model as a Tandem file instead (model.save("tandem")), and open that.';

/** A folder of the target "onnx", which has no config. */
async function isOnnxExport(files: [string, DiskFile][]): Promise<boolean> {
  const parity = files.find(([path]) => /(^|\/)parity\.json$/.test(path))?.[1];
  if (!parity || !files.some(([path]) => /(^|\/)model\.onnx$/.test(path))) return false;
  return /"target":\s*"onnx"/.test(new TextDecoder().decode(await readDiskFile(parity)));
}

/** @param most bytes. Default: all */
export async function readDiskFile({ chunks, size }: DiskFile, most = size): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Math.min(most, size));
  let at = 0;
  for await (const chunk of chunks()) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += Math.min(chunk.length, bytes.length - at);
    if (at === bytes.length && most < size) break;
  }
  return bytes;
}

/** The nearest folder to the top whose modules.json has the encoder in a folder of its own: as if it were at the root. */
async function withEncoderInFolder(files: [string, DiskFile][]): Promise<DiskFolder | undefined> {
  const root = nearest(files, MODULES_FILE);
  const modules = root === undefined ? undefined : new Map(files).get(root + MODULES_FILE);
  if (root === undefined || !modules) return undefined;
  const text = new TextDecoder().decode(await readDiskFile(modules));
  const folder = encoderFolder(text);
  if (folder === undefined || !files.some(([path]) => path === `${root}${folder}/${CONFIG}`)) return undefined;
  const found = within(root, files).flatMap(([path, file]): [string, DiskFile][] => {
    const called = pathAtRoot(folder, path);
    return called === undefined ? [] : [[called, file]];
  });
  return new Map([...found, [MODULES_FILE, inMemory(new TextEncoder().encode(withEncoderAtRoot(text)))]]);
}

const inMemory = (bytes: Uint8Array<ArrayBuffer>): DiskFile => ({
  size: bytes.length,
  async *chunks() {
    yield bytes;
  },
});

/** The folder nearest to the top that has a file of this name: those of sentence-transformers' modules lie below the model's. */
function nearest(files: [string, DiskFile][], name: string): string | undefined {
  const folders = files.flatMap(([path]) => (path === name || path.endsWith(`/${name}`) ? [path.slice(0, -name.length)] : []));
  return folders.sort((a, b) => a.split('/').length - b.split('/').length || Number(a > b))[0];
}

const within = (root: string, files: [string, DiskFile][]): [string, DiskFile][] =>
  files.filter(([path]) => path.startsWith(root)).map(([path, file]) => [path.slice(root.length), file]);

function plain(picked: PickedFile[]): [string, DiskFile][] {
  return picked.map(({ path, file }) => [path, { size: file.size, chunks: () => slices(file) }]);
}

async function unzipped({ path: name, file }: PickedFile): Promise<[string, DiskFile][]> {
  const entries = await listZip(file, name);
  return entries
    .filter(({ path }) => !path.endsWith('/'))
    .map((entry) => [entry.path, { size: entry.size, chunks: () => zipEntryChunks(file, entry, name) }]);
}

async function* slices(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < file.size; at += PIECE) yield new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
}

async function isZip(file: Blob): Promise<boolean> {
  const [a, b, c, d] = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return a === 0x50 && b === 0x4b && c === 3 && d === 4;
}
