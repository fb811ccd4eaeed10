/** One ONNX file: tokens in, the embedding and the outputs of all tasks out, for ONNX Runtime anywhere. */
import { embedWeights } from '../model/onnx/embeddedWeights';
import { encoderGraph } from '../model/onnx/encoderGraph';
import type { ModelProto } from '../model/onnx/proto';
import checkJs from './checks/onnx.mjs?raw';
import checkPython from './checks/onnx.py?raw';
import { lowerCases } from './classifiers';
import { tokenizerOnly } from './encoderFiles';
import { taskOutputs } from './graph/outputs';
import { headConfigs } from './headFiles';
import { modelCard } from './modelCard';
import { parityFile, parityOf } from './parity';
import { promptNote } from './promptNote';
import type { ExportTarget, LargeFile, TrainedModel } from './target';
import { textFile } from './textFile';

/** What a protobuf message may hold. */
const LIMIT = 2 ** 31 - 1;

const USAGE = `
\`\`\`python
import onnxruntime, tokenizers
tokens = tokenizers.Tokenizer.from_file("tokenizer.json").encode("A text.")
session = onnxruntime.InferenceSession("model.onnx")
\`\`\`

\`model.onnx\` takes \`input_ids\`, \`attention_mask\` and, where the model tells segments apart, \`token_type_ids\`: int64 [batch,
sequence]. It gives \`last_hidden_state\`, \`sentence_embedding\` and \`logits.<task>\` of every task, which \`heads.json\` describes. Of a
task on two texts that is the vector to compare each by; of a question about a text it means something where the tokens are those of
the question, then of the text. \`python check.py\` and \`node check.mjs\` compare it with \`parity.json\`.
`;

export const onnx: ExportTarget = {
  name: 'onnx',
  title: 'ONNX file',
  opens: 'ONNX Runtime anywhere: tokens in, the embedding and all tasks out',
  refuses(trained) {
    const { model } = trained.encoder;
    const unlike = lowerCases(trained);
    if (unlike) return unlike;
    const bytes = [...model.weights.values()].reduce((sum, { length }) => sum + length, 0);
    if (bytes < LIMIT - model.graph.length) return undefined;
    return `An ONNX file holds 2.1 GB at most, and these weights take ${(bytes / 1e9).toFixed(1)} GB. Save it as a Tandem file, or for transformers.js.`;
  },
  async files(trained) {
    const { encoder, heads } = trained;
    return [
      ...(await tokenizerOnly(encoder.model, encoder.tokenizer.maxLength)),
      ...headConfigs(heads),
      await modelCard(trained, { pipelineTag: 'feature-extraction', library: 'onnx', usage: USAGE + promptNote(encoder.model), heads }),
      parityFile(await parityOf(trained, 'onnx', heads)),
      textFile('check.py', checkPython),
      textFile('check.mjs', checkJs),
      singleFile(trained),
    ];
  },
};

/** Points at the weight files as the graph does that runs here: their bytes are what goes into the file. */
function singleFile({ encoder: { model }, heads }: TrainedModel): LargeFile {
  const { config, weights } = model;
  const files = [...new Set([...weights.values()].map(({ file }) => file))];
  const locations = Array.from({ length: Math.max(...files) + 1 }, (_, i) => String(i));
  const outputs = heads.map((head) => ({ head, names: `logits.${head.name}` }));
  const graph: ModelProto = encoderGraph(config, weights, { locations, more: taskOutputs(model, outputs) });
  return {
    path: 'model.onnx',
    size: embedWeights(graph, () => new Uint8Array()).size,
    async *parts() {
      const data = (await model.takeWeightFiles()).map((file) => file.data);
      yield* embedWeights(graph, ({ location, offset, length }) => data[Number(location)].subarray(offset, offset + length)).parts();
    },
  };
}
