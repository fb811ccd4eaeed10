/** Models with sentence-transformers' modules, saved and opened by sentence-transformers, ONNX Runtime and transformers: what is pooled goes out as it is here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import { startHubServer } from '../src/testing/hubServer';
import { connect, nodeHost } from '../src/testing/nodeHost';
import { pythonWith } from '../src/testing/python';
import { largestDifference, runChecks } from '../src/testing/runChecks';
import { caseOf, publish } from '../src/testing/sentenceFolders';
import { unzipTo } from '../src/testing/unzipped';

const { missing, titled } = pythonWith('torch', 'transformers', 'sentence_transformers', 'onnxruntime');

const TASKS = { topic: { kind: 'classification', labels: ['place', 'sport'] } };
const MODELS = [
  'cls, normalize, no limit, no prompt',
  'cls+max+mean+mean_sqrt_len_tokens+weightedmean+lasttoken, two dense, no limit, no prompt',
  'lasttoken+weightedmean, layerNorm, dense, 7 limit, no prompt',
  'mean, dense, normalize, no limit, prompt left out',
  'truncated',
  'default prompt',
  'without modules, limit of the tokenizer',
];
const TARGETS = ['huggingface', 'text-classification', 'onnx'];

describe.skipIf(missing)(titled('Python'), () => {
  const checked = new Map<string, string>();

  beforeAll(async () => {
    const out = mkdtempSync(join(tmpdir(), 'tandem-sentences-'));
    const hub = await startHubServer();
    const { client, close } = connect(nodeHost());
    try {
      const folders = new Map<string, string>();
      for (const [i, name] of MODELS.entries()) {
        await publish(hub.files, `org/m${i}`, caseOf(name));
        const options = { client, endpoint: hub.url, tasks: TASKS, seed: 3, device: 'wasm' } as const;
        const model = await MultiTaskSentenceTransformer.fromPretrained(`org/m${i}`, options);
        for (const target of TARGETS) {
          folders.set(`${name} ${target}`, await unzipTo(join(out, `${i} ${target}`), (await model.save(target)).blob));
        }
        await model.dispose();
      }
      const printed = runChecks(folders.values());
      for (const [i, title] of [...folders.keys()].entries()) checked.set(title, printed[i]);
    } finally {
      close();
      await hub.close();
      rmSync(out, { recursive: true });
    }
  }, 300_000);

  it.each(MODELS.flatMap((name) => TARGETS.map((target) => [name, target])))(
    '%s, as %s: its own check.py finds no difference',
    (name, target) => {
      const printed = checked.get(`${name} ${target}`) ?? '';
      const largest = largestDifference(printed);
      expect(largest, printed).toBeLessThan(target === 'huggingface' ? 1e-5 : 1e-4);
    },
  );
});
