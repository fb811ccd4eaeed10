/**
 * Python's pickle format (PEP 307, PEP 3154), as far as torch.save needs it for a dictionary of tensors. Nothing is executed: a
 * class is a name here, and names other than those that stand below are refused.
 */

/** A tensor's memory: of `torch.FloatStorage` and its kin. */
export interface TorchStorage {
  /** As PyTorch calls it: `FloatStorage`. */
  type: string;
  /** The name under which its values lie in the file. */
  key: string;
  /** Values that it holds. */
  length: number;
}

/** A view of a storage. Offset and strides count values. */
export class StoredTensor {
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: number[],
    readonly strides: number[],
  ) {}
}

/** What is not as expected, in words that go on from "it". */
export class PickleError extends Error {}

class Mark {}
class Class {
  constructor(readonly name: string) {}
}

const STORAGE = /^torch\.(\w+Storage)$/;
type Make = (args: unknown[]) => unknown;
const CALLABLE: Record<string, Make> = {
  'collections.OrderedDict': ([pairs]) => new Map((pairs as [unknown, unknown][] | undefined) ?? []),
  'torch._utils._rebuild_tensor': tensor,
  'torch._utils._rebuild_tensor_v2': tensor,
  'torch._utils._rebuild_parameter': ([data]) => data,
  'torch.Size': ([sizes]) => sizes,
};

function tensor([storage, offset, shape, strides]: unknown[]): StoredTensor {
  const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
  const fits = isStorage(storage) && isCounts([offset]) && isCounts(shape) && isCounts(strides) && shape.length === strides.length;
  if (!fits) throw new PickleError('describes an impossible tensor');
  return new StoredTensor(storage, offset as number, shape, strides);
}

const isStorage = (value: unknown): value is TorchStorage => typeof value === 'object' && value !== null && 'key' in value;

export class PickleReader {
  private readonly view: DataView;
  private stack: unknown[] = [];
  private memo = new Map<number, unknown>();

  /** @param at where the first pickle begins; after reading, where the next one does */
  constructor(
    private readonly bytes: Uint8Array,
    public at = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws PickleError; RangeError where the bytes end too early */
  read(): unknown {
    this.stack = [];
    this.memo = new Map();
    for (;;) {
      const code = this.byte();
      if (code === STOP) return this.pop();
      const operation = OPERATIONS.get(code);
      if (!operation) throw new PickleError(`holds a pickle instruction that files of weights do not use (${code})`);
      operation(this);
    }
  }

  byte = (): number => this.view.getUint8(this.at++);
  uint(size: 1 | 2 | 4 | 8): number {
    let value = 0;
    for (let i = 0; i < size; i++) value += this.byte() * 2 ** (8 * i);
    return value;
  }
  int32(): number {
    this.at += 4;
    return this.view.getInt32(this.at - 4, true);
  }
  /** Big-endian, as pickle has it. */
  float(): number {
    this.at += 8;
    return this.view.getFloat64(this.at - 8);
  }
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError('the pickle ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end < 0) throw new RangeError('the pickle ends too early');
    return text(this.take(end + 1 - this.at).subarray(0, -1));
  }

  push = (value: unknown): void => void this.stack.push(value);
  pop(): unknown {
    if (this.stack.length === 0) throw new PickleError('takes more values than there are');
    return this.stack.pop();
  }
  top = (): unknown => this.stack[this.stack.length - 1];
  /** What was pushed since the last mark. */
  sinceMark(): unknown[] {
    const at = this.stack.findLastIndex((value) => value instanceof Mark);
    if (at < 0) throw new PickleError('takes more values than there are');
    return this.stack.splice(at).slice(1);
  }
  last(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  keep(key = this.memo.size): void {
    this.memo.set(key, this.top());
  }
  recall(key: number): void {
    if (!this.memo.has(key)) throw new PickleError('asks for a value that was not kept');
    this.push(this.memo.get(key));
  }

  named(module: unknown, name: unknown): void {
    const full = `${String(module)}.${String(name)}`;
    if (!STORAGE.test(full) && !Object.hasOwn(CALLABLE, full)) throw new PickleError(`holds ${full}, and weights consist of tensors only`);
    this.push(new Class(full));
  }
  reduce(): void {
    const [callable, args] = this.last(2);
    if (!(callable instanceof Class) || !Object.hasOwn(CALLABLE, callable.name) || !Array.isArray(args))
      throw new PickleError('calls something that does not make a tensor');
    this.push(CALLABLE[callable.name](args));
  }
  persistent(): void {
    const id = this.pop();
    const [kind, type, key, , length, view] = Array.isArray(id) ? id : [];
    const name = type instanceof Class ? STORAGE.exec(type.name)?.[1] : undefined;
    if (kind !== 'storage' || !name || !Number.isSafeInteger(length)) throw new PickleError('refers to something other than a storage');
    if (view !== undefined && view !== null) throw new PickleError('has storages that are parts of others');
    this.push({ type: name, key: String(key), length: length as number } satisfies TorchStorage);
  }
  setItems(pairs: unknown[]): void {
    const to = this.top();
    if (!(to instanceof Map)) throw new PickleError('adds entries to something other than a dictionary');
    for (let i = 0; i + 1 < pairs.length; i += 2) to.set(pairs[i], pairs[i + 1]);
  }
  append(values: unknown[]): void {
    const to = this.top();
    if (!Array.isArray(to)) throw new PickleError('appends to something other than a list');
    for (const value of values) to.push(value);
  }
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const STOP = '.'.charCodeAt(0);

/** By the letters and numbers of Lib/pickletools.py. */
const OPERATIONS = new Map<number, (reader: PickleReader) => void>(
  (
    [
      [0x80, (r) => r.byte()], // PROTO
      [0x95, (r) => r.uint(8)], // FRAME
      ['(', (r) => r.push(new Mark())],
      ['0', (r) => r.pop()],
      ['N', (r) => r.push(null)],
      [0x88, (r) => r.push(true)],
      [0x89, (r) => r.push(false)],
      ['J', (r) => r.push(r.int32())],
      ['K', (r) => r.push(r.uint(1))],
      ['M', (r) => r.push(r.uint(2))],
      [0x8a, (r) => r.push(long(r.take(r.uint(1))))], // LONG1
      ['G', (r) => r.push(r.float())],
      ['X', (r) => r.push(text(r.take(r.uint(4))))],
      [0x8c, (r) => r.push(text(r.take(r.uint(1))))], // SHORT_BINUNICODE
      ['T', (r) => r.push(text(r.take(r.uint(4))))],
      ['U', (r) => r.push(text(r.take(r.uint(1))))],
      ['}', (r) => r.push(new Map())],
      [']', (r) => r.push([])],
      [')', (r) => r.push([])],
      ['t', (r) => r.push(r.sinceMark())],
      [0x85, (r) => r.push(r.last(1))], // TUPLE1
      [0x86, (r) => r.push(r.last(2))], // TUPLE2
      [0x87, (r) => r.push(r.last(3))], // TUPLE3
      ['q', (r) => r.keep(r.uint(1))],
      ['r', (r) => r.keep(r.uint(4))],
      [0x94, (r) => r.keep()], // MEMOIZE
      ['h', (r) => r.recall(r.uint(1))],
      ['j', (r) => r.recall(r.uint(4))],
      ['c', (r) => r.named(r.line(), r.line())],
      [0x93, (r) => r.named(...(r.last(2) as [unknown, unknown]))], // STACK_GLOBAL
      ['R', (r) => r.reduce()],
      ['Q', (r) => r.persistent()],
      ['s', (r) => r.setItems(r.last(2))],
      ['u', (r) => r.setItems(r.sinceMark())],
      ['a', (r) => r.append(r.last(1))],
      ['e', (r) => r.append(r.sinceMark())],
      // State of a dictionary beside its entries: versions of modules, which no tensor needs.
      ['b', (r) => r.pop()],
    ] satisfies [string | number, (reader: PickleReader) => void][]
  ).map(([code, operation]) => [typeof code === 'string' ? code.charCodeAt(0) : code, operation]),
);

/** Little-endian two's complement; what a number cannot hold stays a bigint. */
function long(bytes: Uint8Array): number | bigint {
  let value = 0n;
  for (const [i, byte] of bytes.entries()) value |= BigInt(byte) << BigInt(8 * i);
  const signed = BigInt.asIntN(Math.max(8, 8 * bytes.length), value);
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}
