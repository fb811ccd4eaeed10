/** Everything of a model: what comes back as it was, in any browser. Others open its folder as well. */
import { REFERENCE_FILE } from '../inference/referenceVectors';
import type { Model } from '../model/model';
import { writeEncoderGraph } from '../model/onnx/encoderGraph';
import { parseSafetensorsHeader } from '../model/safetensors';
import { locateWeights } from '../model/weights';
import check from './checks/transformers.py?raw';
import { encoderFiles } from './encoderFiles';
import { taskFiles } from './headFiles';
import { modelCard } from './modelCard';
import { parityFile, parityOf } from './parity';
import { runFile } from './runFile';
import type { ExportTarget } from './target';
import { textFile } from './textFile';
import { type WeightsFile, weightsFile } from './weights';

const WEIGHTS = 'model.safetensors';

const USAGE = `
Tandem opens this folder, or a zip of it, with its tasks, settings and history: in the page under Model, or by

\`\`\`js
const model = await MultiTaskSentenceTransformer.fromPretrained(file);
\`\`\`

\`SentenceTransformer\` and \`AutoModel\` in Python open its encoder, and ONNX Runtime runs \`model.onnx\`. \`python check.py\` compares
embeddings with \`parity.json\`.
`;

export const tandem: ExportTarget = {
  name: 'tandem',
  title: 'Tandem',
  opens: 'This page in any browser; its encoder in transformers, sentence-transformers and ONNX Runtime',
  async files(trained) {
    const { encoder, heads, run } = trained;
    const { model, tokenizer } = encoder;
    const weights = weightsFile(model, WEIGHTS);
    const reference = await model.files.read(REFERENCE_FILE);
    return [
      ...(await encoderFiles(model, tokenizer.maxLength)),
      ...taskFiles(trained),
      ...(run ? [runFile(run)] : []),
      ...(reference ? [{ path: REFERENCE_FILE, bytes: reference }] : []),
      await modelCard(trained, { pipelineTag: 'sentence-similarity', library: 'sentence-transformers', usage: USAGE, heads }),
      parityFile(await parityOf(trained, 'tandem', heads)),
      textFile('check.py', check),
      { path: 'model.onnx', bytes: graphOver(model, weights) },
      weights,
    ];
  },
};

/** The graph whose weights are the file beside it. */
function graphOver({ config }: Model, { path, header, size }: WeightsFile): Uint8Array<ArrayBuffer> {
  return writeEncoderGraph(config, locateWeights(config, [parseSafetensorsHeader(header, size, path)]), { locations: [path] });
}
