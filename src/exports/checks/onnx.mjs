/**
 * Runs model.onnx in ONNX Runtime, and compares what it says of five texts with what Tandem said when it was saved:
 *
 *     npm install onnxruntime-node
 *     node check.mjs
 *
 * prints the largest difference (of values beyond 1, relative to the largest), and fails where it is above 1e-4.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const TOLERANCE = 1e-4;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const parity = JSON.parse(readFileSync(path('parity.json'), 'utf8'));
const session = await InferenceSession.create(path('model.onnx'));

async function run(output, { ids, typeIds }) {
  const tensor = (values) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, ids.length]);
  const feeds = { input_ids: tensor(ids), attention_mask: tensor(ids.map(() => 1)), token_type_ids: tensor(typeIds) };
  const known = Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)));
  return (await session.run(known, [output]))[output];
}

let largest = 0;
function compare(name, found, expected) {
  const values = expected.flat();
  if (found.length !== values.length) throw new Error(`${name}: ${found.length} values instead of ${values.length}`);
  const scale = Math.max(1, ...values.map(Math.abs));
  const difference = Math.max(...values.map((value, i) => Math.abs(found[i] - value))) / scale;
  console.log(`${name}: largest difference ${difference.toExponential(1)}`);
  largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
}

for (const [i, sequence] of parity.sequences.text.entries()) {
  compare(`embedding of text ${i + 1}`, (await run('sentence_embedding', sequence)).data, parity.embeddings[i]);
}
for (const [name, task] of Object.entries(parity.tasks)) {
  // Its output is the vector to compare two texts by.
  if (task.view === 'both') continue;
  for (const [i, sequence] of parity.sequences[task.view].entries()) {
    const { data, dims } = await run(`logits.${name}`, sequence);
    const expected = task.logits[i];
    const columns = dims.at(-1);
    const from = task.level === 'token' ? sequence.at * columns : 0;
    compare(`${name}, text ${i + 1}`, data.subarray(from, from + expected.length * columns), expected);
  }
}
console.log(`largest difference: ${largest.toExponential(1)}`);
process.exitCode = largest > TOLERANCE ? 1 : 0;
