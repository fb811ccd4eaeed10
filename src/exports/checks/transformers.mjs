/**
 * Opens this folder with transformers.js, and compares what it says of five texts with what Tandem said when it was saved:
 *
 *     npm install @huggingface/transformers
 *     node check.mjs
 *
 * prints the largest difference (of values beyond 1, relative to the largest), and fails where it is above 1e-4.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  AutoModel,
  AutoModelForQuestionAnswering,
  AutoModelForSequenceClassification,
  AutoModelForTokenClassification,
  AutoTokenizer,
  env,
} from '@huggingface/transformers';

const TOLERANCE = 1e-4;
const MODELS = {
  classification: AutoModelForSequenceClassification,
  multiLabel: AutoModelForSequenceClassification,
  entities: AutoModelForTokenClassification,
  questionAnswering: AutoModelForQuestionAnswering,
};
const folder = dirname(fileURLToPath(import.meta.url));
Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: dirname(folder) });
const parity = JSON.parse(readFileSync(new URL('parity.json', import.meta.url), 'utf8'));
const open = (kind) => kind.from_pretrained(basename(folder), { dtype: 'fp32' });
const tokenizer = await AutoTokenizer.from_pretrained(basename(folder));

let largest = 0;
function compare(name, found, expected) {
  const values = expected.flat();
  if (found.length !== values.length) throw new Error(`${name}: ${found.length} values instead of ${values.length}`);
  const scale = Math.max(1, ...values.map(Math.abs));
  const difference = Math.max(...values.map((value, i) => Math.abs(found[i] - value))) / scale;
  console.log(`${name}: largest difference ${difference.toExponential(1)}`);
  largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
}

const encoder = await open(AutoModel);
for (const [i, { text }] of parity.texts.entries()) {
  const inputs = tokenizer(text, { truncation: true });
  const { ids } = parity.sequences.text[i];
  if (String(inputs.input_ids.data) !== String(ids))
    throw new Error(`"${text}" is tokenised as ${inputs.input_ids.data} instead of ${ids}`);
  compare(`embedding of text ${i + 1}`, (await encoder(inputs)).sentence_embedding.data, parity.embeddings[i]);
}
for (const task of Object.values(parity.tasks)) {
  const model = await open(MODELS[task.kind]);
  for (const [i, { text, other }] of parity.texts.entries()) {
    const joint = task.view === 'joint';
    const output = await model(joint ? tokenizer(other, { text_pair: text }) : tokenizer(text, { truncation: true }));
    const expected = task.logits[i];
    const from = task.level === 'token' ? parity.sequences[task.view][i].at : 0;
    if (joint) {
      const column = (values, c) =>
        compare(
          `text ${i + 1}`,
          values.data.subarray(from, from + expected.length),
          expected.map((row) => row[c]),
        );
      column(output.start_logits, 0);
      column(output.end_logits, 1);
    } else {
      const columns = output.logits.dims.at(-1);
      compare(`text ${i + 1}`, output.logits.data.subarray(from * columns, (from + expected.length) * columns), expected);
    }
  }
}
console.log(`largest difference: ${largest.toExponential(1)}`);
process.exitCode = largest > TOLERANCE ? 1 : 0;
