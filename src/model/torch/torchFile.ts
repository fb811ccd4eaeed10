/**
 * Files of torch.save that hold a dictionary of tensors: a zip with data.pkl and a file per storage, or, from before PyTorch 1.6,
 * pickles one behind another and the storages behind them. Only what describes the tensors is read here.
 */
import { TandemError } from '../../errors';
import { type ByteSource, dataStart, readZipDirectory, type ZipEntry } from '../../zipDirectory';
import { BYTES_PER_ELEMENT } from '../safetensors';
import { PickleError, PickleReader, StoredTensor, type TorchStorage } from './pickle';

export interface TorchFile {
  name: string;
  tensors: Map<string, StoredTensor>;
  source: ByteSource;
  /** Where in the file a storage's values begin. */
  place(key: string): Promise<number>;
}

/** By PyTorch's names, what safetensors calls the type of their values. */
const DTYPES: Record<string, string> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** Far above what descriptions of weights take. */
const MOST_PICKLE_BYTES = 1 << 26;
/** In an older file they come first; most are shorter than this. */
const FIRST_BYTES = 1 << 20;
/** Of torch.save before version 1.6. */
const MAGIC = 0x1950a86a20f9469cfc6cn;

/** @throws TandemError `unsupported-model` naming what it holds beside tensors, or how it is damaged */
export function openTorchFile(source: ByteSource, name: string): Promise<TorchFile> {
  return inWords(name, async () => {
    const [p, k] = await source.read(0, 2);
    const isZip = p === 0x50 && k === 0x4b;
    const file = isZip ? await openZip(source, name) : await openOlder(source, name);
    for (const [tensor, { storage, offset, shape, strides }] of file.tensors) {
      const last = shape.reduce((sum, size, i) => sum + (size - 1) * strides[i], offset);
      if (!shape.includes(0) && (last >= storage.length || sizeOf(shape) > storage.length))
        throw new PickleError(`holds "${tensor}", which is larger than its values`);
    }
    return { ...file, place: (key) => inWords(name, () => file.place(key)) };
  });
}

async function inWords<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PickleError) throw refused(name, `it ${error.message}`);
    if (error instanceof RangeError) throw refused(name, 'it is damaged or incomplete');
    throw error;
  }
}

async function openZip(source: ByteSource, name: string): Promise<TorchFile> {
  const entries = await readZipDirectory(source);
  const pickled = entries?.find(({ path }) => /^[^/]+\/data\.pkl$/.test(path));
  if (!entries || !pickled) throw new PickleError('is a zip without data.pkl, as an archive of TorchScript or of something else');
  const root = pickled.path.slice(0, -'data.pkl'.length);
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const read = async (entry: ZipEntry) => {
    if (entry.size > MOST_PICKLE_BYTES) throw new PickleError('describes more tensors than any model has');
    const start = await stored(source, entry);
    return source.read(start, start + entry.size);
  };
  const order = byPath.get(`${root}byteorder`);
  if (order && new TextDecoder().decode(await read(order)) !== 'little') throw new PickleError('was written on a big-endian machine');
  const tensors = tensorsOf(new PickleReader(await read(pickled)).read());
  for (const { storage } of tensors.values()) {
    const entry = byPath.get(`${root}data/${storage.key}`);
    const bytes = storage.length * bytesPerValue(storage);
    if (!entry || entry.size < bytes) throw new PickleError('lacks values of its tensors');
  }
  return { name, tensors, source, place: (key) => stored(source, byPath.get(`${root}data/${key}`)) };
}

/** Entries are stored as they are, so that parts of them can be had. */
async function stored(source: ByteSource, entry: ZipEntry | undefined): Promise<number> {
  const start = entry && entry.method === 0 && !entry.encrypted ? await dataStart(source, entry) : undefined;
  if (start === undefined || !entry || start + entry.size > source.size) throw new PickleError('is damaged or compressed');
  return start;
}

async function openOlder(source: ByteSource, name: string): Promise<TorchFile> {
  for (let length = FIRST_BYTES; ; length = Math.min(8 * length, MOST_PICKLE_BYTES)) {
    try {
      return await readOlder(source, name, await source.read(0, Math.min(length, source.size)));
    } catch (error) {
      const more = error instanceof RangeError && length < Math.min(source.size, MOST_PICKLE_BYTES);
      if (!more) throw error;
    }
  }
}

async function readOlder(source: ByteSource, name: string, head: Uint8Array<ArrayBuffer>): Promise<TorchFile> {
  if (head[0] !== 0x80) throw new PickleError('is not a file of torch.save');
  const reader = new PickleReader(head);
  if (reader.read() !== MAGIC) throw new PickleError('is not a file of torch.save');
  reader.read();
  const system = reader.read();
  if (system instanceof Map && system.get('little_endian') === false) throw new PickleError('was written on a big-endian machine');
  const tensors = tensorsOf(reader.read());
  const keys = reader.read();
  if (!Array.isArray(keys)) throw new PickleError('lists no storages');
  const storages = new Map([...tensors.values()].map(({ storage }) => [storage.key, storage]));
  const places = new Map<string, number>();
  let at = reader.at;
  for (const key of keys.map(String)) {
    const storage = storages.get(key);
    // Each begins with its length in eight bytes.
    const { buffer, byteOffset } = await source.read(at, at + 8);
    const length = Number(new DataView(buffer, byteOffset, 8).getBigInt64(0, true));
    if (!storage || length !== storage.length) throw new PickleError('lists storages that it does not describe');
    places.set(key, at + 8);
    at += 8 + storage.length * bytesPerValue(storage);
  }
  if (at > source.size || places.size < storages.size) throw new RangeError('values are missing');
  return {
    name,
    tensors,
    source,
    async place(key) {
      const found = places.get(key);
      if (found === undefined) throw new PickleError('lacks values of its tensors');
      return found;
    },
  };
}

/** Of a storage's values, as safetensors calls it. */
export function dtypeOf({ type }: TorchStorage): string {
  if (Object.hasOwn(DTYPES, type)) return DTYPES[type];
  throw new PickleError(`holds values of the type ${type}`);
}

export const bytesPerValue = (storage: TorchStorage): number => BYTES_PER_ELEMENT[dtypeOf(storage)];

export const sizeOf = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);

/** Entries that are not tensors are of no use to a model; a dictionary of something else is none of weights. */
function tensorsOf(pickled: unknown): Map<string, StoredTensor> {
  if (!(pickled instanceof Map)) throw new PickleError('does not hold a dictionary of tensors');
  const tensors = [...pickled].filter((entry): entry is [string, StoredTensor] => entry[1] instanceof StoredTensor);
  if (tensors.length === 0) throw new PickleError('does not hold a dictionary of tensors');
  return new Map(tensors.map(([name, tensor]) => [String(name), tensor]));
}

function refused(name: string, why: string): TandemError {
  return new TandemError(
    'unsupported-model',
    `${name} cannot be read: ${why}. Choose a revision with safetensors weights, or convert it in Python with save_pretrained.`,
  );
}
