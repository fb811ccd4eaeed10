/** Chosen files to the files inside them: archives are known by their content, and unpacked. */
import { type FlateStreamHandler, Gunzip } from 'fflate';
import { TandemError } from '../errors';
import { Allowance, collect } from './unpackStream';
import { isTar, listTar } from './unpackTar';
import { damaged, listZip, readZipEntry, type ZipEntry } from './unpackZip';

/** What a file holds, before anything is known of it. */
export interface Content {
  /** With the folders above it. */
  name: string;
  blob: Blob;
  /** Of a ZIP archive that is a document of another program: the paths in it. */
  parts?: string[];
}

/** Archives in archives, the outermost counted. */
const DEEPEST = 2;
/** Folders and files that systems and editors put beside what people put there. */
const ASIDE = /(^|\/)(__MACOSX(\/|$)|\.[^/]+|thumbs\.db$|desktop\.ini$)/i;
export const isAside = (path: string) => ASIDE.test(path);

/**
 * Files in archives keep their paths; where an archive is not alone, its own name stands above them.
 *
 * @param most bytes that all archives together may unpack to
 * @throws TandemError `bad-input` for an archive that is encrypted, damaged, or too large
 */
export async function unpackAll(files: Content[], most?: number): Promise<Content[]> {
  const allowance = new Allowance(files.map(({ name }) => name).join(', '), most);
  return unpackEach(files, allowance, 0);
}

async function unpackEach(files: Content[], allowance: Allowance, depth: number): Promise<Content[]> {
  const wanted = files.filter(({ name }) => !isAside(name));
  const kept = wanted.length > 0 ? wanted : depth === 0 ? files : [];
  const contents: Content[] = [];
  // One after another: what is unpacked counts against the same allowance.
  for (const file of kept) contents.push(...(await unpack(file, kept.length > 1, allowance, depth)));
  return contents;
}

async function unpack(file: Content, among: boolean, allowance: Allowance, depth: number): Promise<Content[]> {
  const { name, blob } = file;
  const head = new Uint8Array(await blob.slice(0, 512).arrayBuffer());
  if (isGzip(head)) {
    if (depth >= DEEPEST) throw tooDeep(name);
    // A packed archive is one archive.
    const inner = { name: name.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, ''), blob: await gunzip(blob, name, allowance) };
    return unpack(inner, among, allowance, depth + 0.5);
  }
  const zip = isZip(head);
  if (!zip && !isTar(head)) return [file];
  const entries = zip ? await listZip(blob, name) : [];
  const parts = entries.map(({ path }) => path);
  if (isDocument(parts)) return [{ ...file, parts }];
  if (depth >= DEEPEST) throw tooDeep(name);
  const inside = zip ? await readZip(blob, entries, name, allowance) : await listTar(blob, name);
  const found = await unpackEach(inside, allowance, depth + 1);
  if (found.length === 0) throw new TandemError('bad-input', `${name} is an archive without files. Choose another one.`);
  return found.map((content) => ({ ...content, name: within(among ? name : '', content.name) }));
}

async function readZip(blob: Blob, entries: ZipEntry[], name: string, allowance: Allowance): Promise<Content[]> {
  const files: Content[] = [];
  for (const entry of entries) {
    if (entry.path.endsWith('/') || isAside(entry.path)) continue;
    files.push({ name: entry.path, blob: await readZipEntry(blob, entry, name, allowance) });
  }
  return files;
}

const isGzip = (head: Uint8Array) => head[0] === 0x1f && head[1] === 0x8b;
/** One that holds files, or none. */
const isZip = (head: Uint8Array) => ['PK\x03\x04', 'PK\x05\x06'].includes(String.fromCharCode(...head.subarray(0, 4)));

/** Whether a program keeps its document so: Office, OpenDocument, Java, PyTorch, NumPy. */
function isDocument(paths: string[]): boolean {
  const has = (pattern: RegExp) => paths.some((path) => pattern.test(path));
  if (paths[0] === 'mimetype' || has(/^(\[Content_Types\]\.xml|META-INF\/MANIFEST\.MF)$/i)) return true;
  return (has(/^[^/]+\/data\.pkl$/) && has(/^[^/]+\/version$/)) || (paths.length > 0 && paths.every((path) => path.endsWith('.npy')));
}

const tooDeep = (name: string) =>
  new TandemError('bad-input', `${name} is inside an archive that is inside another. Unpack the outer ones, and choose the files inside.`);

const within = (folder: string, path: string) => {
  const clean = path.replace(/^(\.?\/)+/, '');
  return folder ? `${folder}/${clean}` : clean;
};

/** Members stand one after another; the file ends with the checksum and the size of the last. */
async function gunzip(blob: Blob, name: string, allowance: Allowance): Promise<Blob> {
  let restart = () => {};
  const decoder = (onData: FlateStreamHandler) => {
    const stream = new Gunzip(onData);
    stream.onmember = () => restart();
    return stream;
  };
  const found = await collect(blob, decoder, allowance, (given) => {
    restart = given;
  }).catch((error: unknown) => {
    throw error instanceof TandemError ? error : damaged(name);
  });
  const end = new DataView(await blob.slice(-8).arrayBuffer());
  if (end.byteLength < 8 || end.getUint32(0, true) !== found.crc || end.getUint32(4, true) !== found.size % 2 ** 32) throw damaged(name);
  return found.blob;
}
