/** An encoder trained here, as its zip hands it over, opened by PyTorch: the logits of both heads are the same. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../src/api/Dataset';
import { MultiTaskSentenceTransformer } from '../src/api/MultiTaskSentenceTransformer';
import { cityRows } from '../src/testing/cityRows';
import { expectClose } from '../src/testing/gpuTest';
import { connect, nodeHost } from '../src/testing/nodeHost';

const python = process.env.TANDEM_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import torch, transformers, safetensors, onnxruntime']).status === 0;
const name = 'a trained encoder gives PyTorch and ONNX Runtime the logits that it gives here';

const SCRIPT = `
import json, sys, torch, onnxruntime
from safetensors.torch import load_file
from torch.nn.functional import linear
from transformers import AutoTokenizer, BertModel
folder = sys.argv[1]
batch = AutoTokenizer.from_pretrained(folder)(json.load(sys.stdin), padding=True, return_tensors='pt')
heads = load_file(f'{folder}/heads.safetensors')
def logits(states):
    mask = batch['attention_mask'].unsqueeze(-1)
    pooled = (states * mask).sum(1) / mask.sum(1)
    hidden = torch.relu(linear(pooled, heads['taskA.dense.weight'], heads['taskA.dense.bias']))
    return linear(hidden, heads['taskA.classifier.weight'], heads['taskA.classifier.bias']), linear(states, heads['taskB.classifier.weight'], heads['taskB.classifier.bias'])
model, loading = BertModel.from_pretrained(folder, output_loading_info=True)
assert not any(loading[key] for key in ('missing_keys', 'unexpected_keys', 'mismatched_keys')), loading
with torch.no_grad():
    torch_states = model.eval()(**batch).last_hidden_state
onnx_states, = onnxruntime.InferenceSession(f'{folder}/model.onnx').run(None, {key: value.numpy() for key, value in batch.items()})
for states in (torch_states, torch.from_numpy(onnx_states)):
    print(json.dumps([part.flatten().tolist() for part in logits(states)]))
`;

describe.skipIf(!hasPython)(hasPython ? 'PyTorch' : `PyTorch (skipped: ${python} has no torch, transformers and onnxruntime)`, () => {
  it(name, async () => {
    const { client, close } = connect(nodeHost());
    const model = await MultiTaskSentenceTransformer.fromPretrained('all-MiniLM-L6-v2', {
      taskA: { labels: ['place', 'sport'] },
      taskB: { labels: ['O', 'B-LOC', 'I-LOC'] },
      device: 'wasm',
      client,
    });
    const data = await loadDataset(cityRows(5), 'jsonl', { client });
    await model.train(data, { epochs: 2, batchSize: 10, learningRate: 1e-3, unfreeze: { layers: 'all', embeddings: true } });
    const sentences = ['Oslo won.', 'A much longer sentence, about nothing that was learnt, lies by Lima.'];
    const { taskALogits, taskBLogits } = await model.forward(await model.tokenize(sentences));
    const { blob: zip } = await client.call('exportModel', { handle: (model as unknown as { handle: number }).handle });
    close();
    const folder = mkdtempSync(join(tmpdir(), 'tandem-tuned-'));
    for (const [path, bytes] of Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer())))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const printed = execFileSync(python, ['-c', SCRIPT, folder], {
      input: JSON.stringify(sentences),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    rmSync(folder, { recursive: true });
    const [torch, onnx] = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [number[], number[]]);
    for (const [a, b] of [torch, onnx]) {
      expectClose(a, taskALogits.data, 1e-4);
      expectClose(b, taskBLogits.data, 1e-4);
    }
    expect(torch[0]).toHaveLength(4);
  });
});
