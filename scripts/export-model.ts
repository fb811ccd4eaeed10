/** npm run export-model -- <folder | hub id> [output folder]: a BERT model to ONNX over its own safetensors. */
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { toTandemError } from '../src/errors';
import { checkFolder } from '../src/inference/checkFolder';
import { openHubModel } from '../src/model/hub';
import { DEFAULT_ENDPOINT } from '../src/model/hubName';
import { fetchFollowing } from '../src/node/fetchFollowing';
import { folderCache } from '../src/node/folderCache';
import { exportFolder } from './exportFolder';
import { folderModel } from './nodeFiles';

const USAGE = `npm run export-model -- <folder | org/name[@revision]> [output folder] [--end-layer k] [--allow-host host]

Writes onnx/model.onnx, its weights, config and tokenizer; the default output is public/models/<name>.
HF_ENDPOINT names a mirror of ${DEFAULT_ENDPOINT}, HF_TOKEN an access token for private and gated repositories;
--allow-host a host that the mirror may redirect downloads to.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'end-layer': { type: 'string' }, 'allow-host': { type: 'string', multiple: true }, help: { type: 'boolean' } },
});
const [source] = positionals;

if (!source || values.help) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 2);
}

try {
  const local = existsSync(source) && statSync(source).isDirectory();
  const files = local
    ? await folderModel(source)
    : await openHubModel(source, {
        cache: folderCache(join(tmpdir(), 'tandem-hub')),
        endpoint: process.env.HF_ENDPOINT,
        token: process.env.HF_TOKEN,
        allowedHosts: values['allow-host'],
        fetch: fetchFollowing,
        check: checkFolder,
        onProgress: showProgress(),
      });
  const out = positionals[1] ?? join('public/models', basename(source.split('@')[0]));
  const endLayer = values['end-layer'] === undefined ? undefined : Number(values['end-layer']);
  const model = await exportFolder(files, out, { endLayer, nameForPyTorch: true });
  console.log(`${out}: graph of ${(model.graph.length / 1000).toFixed(0)} kB over ${model.weights.size} tensors`);
} catch (error) {
  console.error(toTandemError(error).message);
  process.exit(1);
}

function showProgress() {
  let shown = 0;
  return ({ file, loaded, total }: { file: string; loaded: number; total: number | undefined }) => {
    if (Date.now() - shown < 1000) return;
    shown = Date.now();
    console.log(`${file}: ${(loaded / 1e6).toFixed(0)}${total ? ` of ${(total / 1e6).toFixed(0)}` : ''} MB`);
  };
}
