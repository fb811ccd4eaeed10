/**
 * Whether a device computes our kernels right: every op of the registry on small examples, as one program, against the CPU.
 * The CPU's ops are what PyTorch's values and central differences are compared with in tests. A check is compiled once per
 * device and takes one submit and one reading each time it runs.
 */
import { TandemError } from '../errors';
import type { Gpu } from '../gpu/device';
import type { Backend, CompiledTape, Copy, Store } from './backend';
import { cpuBackend } from './cpuBackend';
import { isLoss } from './examples/lossExamples';
import type { OpExample } from './examples/opExample';
import { exampleInputs, OP_EXAMPLES } from './examples/opExamples';
import { gpuBackend } from './gpuBackend';
import { size } from './op';
import { OPS } from './ops/registry';
import { Tape, type Value } from './tape';

/** Deviation of a tensor, relative to its largest value, up to which it counts as right: exp and tanh differ per driver. */
const MAX_DEVIATION = 1e-3;
/** What values are compared with where all of a tensor are smaller: WGSL lets the logarithm of 1 be off by 2⁻²¹. */
const LEAST_SCALE = 1e-2;
/**
 * Elements of an example's inputs. Larger ones take the same kernels, but for the large blocks of software adapters (see
 * wantsLargeBlocks), whose compilation takes seconds.
 */
const MOST_ELEMENTS = 4095;

/** Elements of one tensor within what a check reads. */
interface Part {
  op: string;
  from: number;
  to: number;
}

interface Check {
  /** All results, one behind another. */
  run(): Promise<Float32Array<ArrayBuffer>>;
  parts: Part[];
}

const checks = new WeakMap<GPUDevice, Promise<Check>>();
let expected: Promise<Float32Array<ArrayBuffer>> | undefined;

/** @throws TandemError `wrong-result` naming the ops that a device computes wrong; `device-lost` */
export async function checkDevice({ device, name }: Pick<Gpu, 'device' | 'name'>): Promise<void> {
  const made = checks.get(device) ?? checkOnGpu(device);
  checks.set(device, made);
  expected ??= checkOn(cpuBackend()).then((check) => check.run());
  const check = await made;
  const [actual, right] = await Promise.all([check.run(), expected]);
  const wrong = new Set(check.parts.filter((part) => !isClose(actual, right, part)).map(({ op }) => op));
  if (wrong.size > 0) {
    throw new TandemError('wrong-result', `${name} computes steps of training wrong (${[...wrong].join(', ')}), so it is not used.`);
  }
}

function checkOnGpu(device: GPUDevice): Promise<Check> {
  const backend = gpuBackend(device);
  return checkOn({ store: backend.store, compile: backend.compileAsync });
}

interface Compiler extends Pick<Backend, 'store'> {
  compile(...args: Parameters<Backend['compile']>): CompiledTape | Promise<CompiledTape>;
}

async function checkOn(backend: Compiler): Promise<Check> {
  const tape = new Tape();
  const places = new Map<Value, Store>();
  const outputs: Value[] = [];
  const parts: Part[] = [];
  const copied: { from: Store; at: number }[] = [];
  let total = 0;
  const read = (op: string, from: Store) => {
    copied.push({ from, at: total });
    const end = total + from.length;
    // A mean loss would vanish beside its count: each is compared on its own.
    const starts = isLoss(op) ? [total, total + 1] : [total];
    for (const [i, start] of starts.entries()) parts.push({ op, from: start, to: starts[i + 1] ?? end });
    total = end;
  };
  /** Written before every run: some ops change their inputs. */
  const given: { store: Store; data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> }[] = [];
  for (const op of OPS) {
    for (const example of OP_EXAMPLES[op.name].filter(isSmall)) {
      const data = exampleInputs(op.name, example);
      const inputs = example.shapes.map((shape, i) => tape.input(`input ${i}`, shape));
      const values = tape.applyAll(op, inputs, example.attributes);
      outputs.push(...values);
      for (const [i, value] of inputs.entries()) {
        const store = backend.store(data[i].length);
        places.set(value, store);
        given.push({ store, data: data[i] });
        if (data[i] instanceof Float32Array) read(op.name, store);
      }
      for (const value of values) {
        const store = backend.store(size(value.shape));
        places.set(value, store);
        read(op.name, store);
      }
    }
  }
  const results = backend.store(total);
  const copies: Copy[] = copied.map(({ from, at }) => ({ from, to: results, at }));
  const program = await backend.compile(tape, outputs, places);
  return {
    parts,
    run() {
      for (const { store, data } of given) store.write(data);
      program.run(copies);
      return results.read();
    },
  };
}

const isSmall = ({ shapes }: OpExample) => shapes.every((shape) => size(shape) <= MOST_ELEMENTS);

/** A value that is no number is wrong where the CPU has one. */
function isClose(actual: Float32Array, right: Float32Array, { from, to }: Part): boolean {
  let scale = LEAST_SCALE;
  for (let i = from; i < to; i++) scale = Math.max(scale, Math.abs(right[i]));
  for (let i = from; i < to; i++) if (!(Math.abs(actual[i] - right[i]) <= MAX_DEVIATION * scale)) return false;
  return true;
}
