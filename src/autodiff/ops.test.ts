/** Every op of the registry: the GPU against the CPU reference, and gradients against central differences in float64. */
import { describe, expect, it } from 'vitest';
import type { Floats } from '../kernels/floats';
import { Random } from '../random';
import { asHardware } from '../testing/deviceWith';
import { nodeGpu } from '../testing/nodeGpu';
import type { Backend } from './backend';
import { cpuBackend } from './cpuBackend';
import { isLoss } from './examples/lossExamples';
import { exampleInputs, OP_EXAMPLES } from './examples/opExamples';
import { gpuBackend } from './gpuBackend';
import { type Op, size } from './op';
import { OPS } from './ops/registry';
import { Tape, type Value } from './tape';

const gpu = await nodeGpu();
const devices = gpu ? [gpu.device, asHardware(gpu.device)] : [];

it('every op has examples', () => {
  expect(Object.keys(OP_EXAMPLES).sort()).toEqual(OPS.map(({ name }) => name).sort());
});

for (const op of OPS) {
  describe(op.name, () => {
    for (const [i, example] of OP_EXAMPLES[op.name].entries()) {
      const label = `${JSON.stringify(example.shapes)} ${JSON.stringify(example.attributes)}`;
      it.skipIf(!gpu)(`example ${i} on the GPU is as on the CPU: ${label}`, async () => {
        const expected = await runOn(cpuBackend(), op, i);
        for (const device of devices) {
          const actual = await runOn(gpuBackend(device), op, i);
          for (const [at, values] of expected.entries()) expectClose(actual[at], values);
        }
      });
      if (op.gradient) it(`example ${i} has the gradient of central differences: ${label}`, () => checkGradient(op, i));
    }
  });
}

/** The output, what is beside it, and every input as the op left it. */
async function runOn(backend: Backend, op: Op, example: number): Promise<Float32Array[]> {
  const { shapes, attributes } = OP_EXAMPLES[op.name][example];
  const tape = new Tape();
  const inputs = shapes.map((shape, i) => tape.input(`input ${i}`, shape));
  const outputs = tape.applyAll(op, inputs, attributes);
  const data = exampleInputs(op.name, OP_EXAMPLES[op.name][example]);
  const stores = data.map((values) => backend.store(values));
  const out = outputs.map(({ shape }) => backend.store(size(shape)));
  const places = new Map([
    ...inputs.map((value, i) => [value, stores[i]] as const),
    ...outputs.map((value, i) => [value, out[i]] as const),
  ]);
  const program = backend.compile(tape, outputs, places);
  program.run();
  const floats = stores.filter((_, i) => data[i] instanceof Float32Array);
  const [output, ...rest] = await Promise.all([...out, ...floats].map((store) => store.read()));
  backend.destroy();
  // A mean loss would vanish beside its count: each is compared on its own.
  return isLoss(op.name) ? [output.subarray(0, 1), output.subarray(1), ...rest] : [output, ...rest];
}

/** Float32 sums of different order: relative to the largest value. */
function expectClose(actual: Float32Array, expected: Float32Array): void {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  let worst = 0;
  for (const [i, value] of expected.entries()) worst = Math.max(worst, Math.abs(actual[i] - value) / scale);
  expect(worst).toBeLessThan(1e-5);
}

const STEP = 1e-5;
/** Elements looked at in each input: a large one is sampled. */
const PROBES = 40;

function checkGradient(op: Op, number: number): void {
  const example = OP_EXAMPLES[op.name][number];
  const given = exampleInputs(op.name, example);
  const tape = new Tape();
  const values = example.shapes.map((shape, i) =>
    given[i] instanceof Float32Array ? tape.parameter(`input ${i}`, shape, true) : tape.input(`input ${i}`, shape),
  );
  const [output, ...extras] = tape.applyAll(op, values, example.attributes);
  const upstream = tape.input('upstream', output.shape);
  const application = { inputs: values, output, extras, attributes: example.attributes };
  const parts = op.gradient?.(tape, application, upstream) ?? [];
  const gradients = values.map(({ requiresGrad }, i) => (requiresGrad ? parts[i]?.() : undefined));

  const arrays = given.map((data) => Float64Array.from(data));
  const weights = Float64Array.from(new Random(11).uniform(size(output.shape), 1));
  // A loss carries its count beside it, which is no function of anything.
  if (isLoss(op.name)) weights[1] = 0;
  const beside = extras.map(({ shape }) => new Float64Array(size(shape)));
  const forward = () => {
    const out = new Float64Array(size(output.shape));
    op.cpu(arrays, out, { inputs: example.shapes, output: output.shape, attributes: example.attributes }, beside);
    return out.reduce((sum, value, i) => sum + value * weights[i], 0);
  };
  const computed = evaluate(tape, new Map<Value, Floats>([...values.map((value, i) => [value, arrays[i]] as const), [upstream, weights]]));
  for (const [i, gradient] of gradients.entries()) {
    if (!gradient) continue;
    const analytic = computed.get(gradient) as Floats;
    const stride = Math.max(1, Math.floor(arrays[i].length / PROBES));
    for (let at = 0; at < arrays[i].length; at += stride) {
      // The count beside a loss is not differentiated.
      if (op.name.startsWith('weighLoss') && i === 0 && at === 1) continue;
      const before = arrays[i][at];
      arrays[i][at] = before + STEP;
      const above = forward();
      arrays[i][at] = before - STEP;
      const below = forward();
      arrays[i][at] = before;
      const numeric = (above - below) / (2 * STEP);
      expect(Math.abs(analytic[at] - numeric)).toBeLessThan(1e-7 * Math.max(1, Math.abs(numeric)));
    }
  }
}

/** Runs a whole tape in float64. */
function evaluate(tape: Tape, known: Map<Value, Floats>): Map<Value, Floats> {
  for (const { op, inputs, output, extras, attributes } of tape.nodes) {
    const [out, ...beside] = [output, ...extras].map(({ shape }) => new Float64Array(size(shape)));
    op.cpu(
      inputs.map((value) => known.get(value) as Floats),
      out,
      { inputs: inputs.map(({ shape }) => shape), output: output.shape, attributes },
      beside,
    );
    for (const [i, value] of [output, ...extras].entries()) known.set(value, [out, ...beside][i]);
  }
  return known;
}
