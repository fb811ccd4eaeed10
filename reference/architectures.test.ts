/** A small model of every architecture, saved for others and opened unmodified by Python's libraries: their own check.py finds no difference. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import { ARCHITECTURES } from '../src/architectures/registry';
import { parseConfig } from '../src/model/config';
import { architecturesFixture, architectureWeights, withFolderVocabulary } from '../src/testing/architectureCases';
import { startHubServer } from '../src/testing/hubServer';
import { connect, nodeHost } from '../src/testing/nodeHost';
import { pythonWith } from '../src/testing/python';
import { largestDifference, runChecks } from '../src/testing/runChecks';
import { safetensorsFile } from '../src/testing/safetensorsFile';
import { unzipTo } from '../src/testing/unzipped';

const { missing, titled } = pythonWith('torch', 'transformers', 'sentence_transformers', 'onnxruntime');
const { cases, folder } = architecturesFixture;

const TASKS = {
  topic: { kind: 'classification', labels: ['sport', 'science', 'business'] },
  places: { kind: 'entities', types: ['LOC', 'PER'], layers: 'last' },
};
const TARGETS: [target: string, task?: string][] = [
  ['huggingface'],
  ['text-classification', 'topic'],
  ['token-classification', 'places'],
  ['onnx'],
];
// BERT is in exports.test.ts.
const names = ARCHITECTURES.slice(1).map(({ name }) => name);
const saved = names.flatMap((name) => TARGETS.map(([target, task]) => ({ name, target, task })));

describe.skipIf(missing)(titled('Python'), () => {
  let printed: string[];

  beforeAll(async () => {
    const out = mkdtempSync(join(tmpdir(), 'tandem-architectures-'));
    const hub = await startHubServer();
    const { client, close } = connect(nodeHost());
    try {
      const folders: string[] = [];
      for (const name of names) {
        const config = withFolderVocabulary(cases[name]);
        hub.files.set(`org/${name}/config.json`, config);
        hub.files.set(`org/${name}/tokenizer.json`, JSON.stringify(folder.tokenizer));
        hub.files.set(`org/${name}/model.safetensors`, safetensorsFile(architectureWeights(parseConfig(config))));
        const options = { endpoint: hub.url, device: 'wasm', client, seed: 3, tasks: TASKS } as const;
        const model = await MultiTaskSentenceTransformer.fromPretrained(`org/${name}`, options);
        for (const [target, task] of TARGETS) {
          folders.push(await unzipTo(join(out, String(folders.length)), (await model.save(target, { task })).blob));
        }
        await model.dispose();
      }
      printed = runChecks(folders);
    } finally {
      close();
      await hub.close();
      rmSync(out, { recursive: true });
    }
  }, 300_000);

  it.each(saved.map((entry, i) => ({ ...entry, i })))('$name as $target', ({ i, target }) => {
    const largest = largestDifference(printed[i]);
    expect(largest, printed[i]).toBeLessThan(target === 'huggingface' ? 1e-5 : 1e-4);
  });
});
