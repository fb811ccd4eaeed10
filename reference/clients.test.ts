/**
 * Who opens what: models as people publish them, saved for every target, opened by the libraries that each is for. The table of
 * clients and models, with the largest difference from our own answers, is written to test-results/clients.md.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import { EXPORTED_TASKS } from '../src/testing/exportedTasks';
import { startHubServer } from '../src/testing/hubServer';
import { connect, nodeHost } from '../src/testing/nodeHost';
import { pythonWith, runPython } from '../src/testing/python';
import { unzipTo } from '../src/testing/unzipped';

const { missing, titled } = pythonWith('torch', 'transformers', 'sentence_transformers', 'onnxruntime');
const root = fileURLToPath(new URL('..', import.meta.url));
/** Within the project, so that scripts there find its packages. */
const cache = join(root, 'node_modules/.cache');

/** As reference/export_models.py writes them. */
const MODELS = [
  ...['uncased', 'cased', 'vocab', 'half', 'sharded', 'cls', 'dense', 'torch', 'torch-2020'],
  ...['roberta', 'xlm-roberta', 'distilbert', 'electra', 'mpnet', 'albert', 'modernbert'],
];

/** Tasks whose head a class of transformers holds as it is, on models that pool as that class does. */
const STOCK: [model: string, target: string, task: string, className: string][] = [
  ['cls', 'text-classification', 'bent', 'BertForSequenceClassification'],
  ['first-distilbert', 'text-classification', 'topic', 'DistilBertForSequenceClassification'],
  ['first-roberta', 'text-classification', 'bent', 'RobertaForSequenceClassification'],
  ['first-electra', 'text-classification', 'smooth', 'ElectraForSequenceClassification'],
  ['first-mpnet', 'text-classification', 'bent', 'MPNetForSequenceClassification'],
  ['first-albert', 'text-classification', 'bent', 'AlbertForSequenceClassification'],
  ['modernbert', 'text-classification', 'normed', 'ModernBertForSequenceClassification'],
  ['modernbert', 'token-classification', 'deep', 'ModernBertForTokenClassification'],
  ['modernbert', 'question-answering', 'deepAnswer', 'ModernBertForQuestionAnswering'],
];
/** transformers.js 4 has no class for it, and it is not offered. */
const LACKING = 'not offered';

const SAVED: [target: string, task: string | undefined, clients: string[]][] = [
  ['huggingface', undefined, ['SentenceTransformer']],
  ['text-classification', 'topic', ['AutoModelForSequenceClassification']],
  ['token-classification', 'places', ['AutoModelForTokenClassification']],
  ['token-classification', 'mixed', ['the same, all layers']],
  ['question-answering', 'answer', ['AutoModelForQuestionAnswering']],
  ['onnx', undefined, ['onnxruntime', 'onnxruntime-node']],
  ['transformers.js', 'topic', ['transformers.js, classes']],
  ['transformers.js', 'places', ['transformers.js, tokens']],
];
const CLIENTS = ['original in Python', ...SAVED.flatMap(([, , clients]) => clients)];

/** What each client found: the largest difference, or what went wrong. */
const PYTHON = `
import contextlib, io, json, os, runpy, sys
import numpy as np
from sentence_transformers import SentenceTransformer
from transformers import AutoTokenizer
for line in sys.stdin:
    job = json.loads(line)
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            if job['original']:
                parity = json.load(open(os.path.join(job['folder'], 'parity.json')))
                found = SentenceTransformer(job['original'], device='cpu', model_kwargs={'dtype': 'float32'}).encode([row['text'] for row in parity['texts']])
                print('largest difference:', np.abs(found - np.array(parity['embeddings'])).max())
            else:
                tokenizer = AutoTokenizer.from_pretrained(job['folder'], trust_remote_code=True)
                length = len(tokenizer('word ' * 500, truncation=True)['input_ids'])
                assert length == job['longest'], f'a long text is cut at {length} tokens'
                runpy.run_path(os.path.join(job['folder'], 'check.py'), run_name='__main__')
    except SystemExit as ended:
        printed.write(str(ended.code) if isinstance(ended.code, str) else '')
    except Exception as error:
        printed.write(f'{type(error).__name__}: {error}')
    print(json.dumps(printed.getvalue()), flush=True)
`;
const NODE = `
for (const folder of process.argv.slice(1)) {
  await import(folder + '/check.mjs').catch((error) => console.log(error.message));
  console.log('\\0');
}
`;

const difference = (printed: string): number | string => {
  const found = /largest difference: (\S+)\s*$/.exec(printed)?.[1];
  return found === undefined ? printed.trim() : Number(found);
};

describe.skipIf(missing)(titled('clients'), () => {
  /** By model and client. */
  const found = new Map<string, Map<string, number | string>>();
  /** What config.json names, where this class was expected. */
  const classes = new Map<string, string>();

  beforeAll(async () => {
    mkdirSync(cache, { recursive: true });
    const out = mkdtempSync(join(cache, 'clients-'));
    const { client, close } = connect(nodeHost());
    try {
      runPython([join(root, 'reference/export_models.py'), join(out, 'published')]);
      const hub = await startHubServer(join(out, 'published'));
      const options = { tasks: EXPORTED_TASKS, seed: 3, device: 'wasm', endpoint: hub.url, client } as const;
      const open = (name: string) => MultiTaskSentenceTransformer.fromPretrained(`tests/${name}`, options);
      const jobs: { model: string; client: string; folder: string; longest: number; original?: string; node: boolean }[] = [];
      for (const name of MODELS) {
        const model = await open(name);
        const offered = (await model.saveTargets()).find(({ name: target }) => target === 'transformers.js')?.tasks ?? [];
        for (const [i, [target, task, clients]] of SAVED.entries()) {
          if (target === 'transformers.js' && task && !offered.includes(task)) {
            for (const one of clients) found.set(name, (found.get(name) ?? new Map()).set(one, LACKING));
            continue;
          }
          const folder = await unzipTo(join(out, name, String(i)), (await model.save(target, { task })).blob);
          const job = { model: name, folder, longest: model.maxLength };
          if (i === 0) jobs.push({ ...job, client: CLIENTS[0], original: join(out, 'published/tests', name), node: false });
          for (const one of clients) jobs.push({ ...job, client: one, node: /node|js/.test(one) });
        }
        await model.dispose();
      }
      for (const [name, target, task, className] of STOCK) {
        const model = await open(name);
        const folder = await unzipTo(join(out, name, className), (await model.save(target, { task })).blob);
        classes.set(className, JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')).architectures[0]);
        jobs.push({ model: name, folder, longest: model.maxLength, client: className, node: false });
        await model.dispose();
      }
      await hub.close();
      const [inNode, inPython] = [jobs.filter(({ node }) => node), jobs.filter(({ node }) => !node)];
      const lines = runPython(['-c', PYTHON], inPython.map((job) => JSON.stringify({ original: '', ...job })).join('\n'));
      const folders = inNode.map(({ folder }) => folder);
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', NODE, '--', ...folders], { encoding: 'utf8' });
      const results = [
        ...lines
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as string),
        ...printed.split('\0\n'),
      ];
      for (const [i, { model, client: one }] of [...inPython, ...inNode].entries()) {
        found.set(model, (found.get(model) ?? new Map()).set(one, difference(results[i])));
      }
      mkdirSync(join(root, 'test-results'), { recursive: true });
      writeFileSync(join(root, 'test-results/clients.md'), table(found));
    } finally {
      close();
      rmSync(out, { recursive: true });
    }
  }, 1_800_000);

  it.each(STOCK)('%s, %s of %s: goes out as %s', (model, _, __, className) => {
    expect(classes.get(className)).toBe(className);
    expect(found.get(model)?.get(className)).toBeLessThan(1e-4);
  });

  it.each(MODELS.flatMap((model) => CLIENTS.map((client) => [model, client])))('%s: %s', (model, client) => {
    const largest = found.get(model)?.get(client);
    if (model === 'albert' && client === 'transformers.js, tokens') return expect(largest).toBe(LACKING);
    expect(largest).toBeTypeOf('number');
    expect(largest).toBeLessThan(client === 'SentenceTransformer' || client === CLIENTS[0] ? 1e-5 : 1e-4);
  });
});

function table(found: Map<string, Map<string, number | string>>): string {
  const cell = (value: number | string | undefined) =>
    value === LACKING ? '–' : typeof value === 'number' ? `${value < 1e-4 ? '●' : '○'} ${value.toExponential(0)}` : '○';
  const lines = MODELS.map((model) => [model, ...CLIENTS.map((client) => cell(found.get(model)?.get(client)))]);
  return [['model', ...CLIENTS], ['', ...CLIENTS].map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
