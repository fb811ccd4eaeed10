/** A folder of transformers.js: embeddings, and the answers of one task. */
import { encoderGraph } from '../model/onnx/encoderGraph';
import { encodeModel } from '../model/onnx/proto';
import { parseSafetensorsHeader } from '../model/safetensors';
import type { SentenceModules } from '../model/sentence/modules';
import { locateWeights } from '../model/weights';
import type { EntitiesConfig } from '../tasks/entities/config';
import type { Head } from '../tasks/head';
import check from './checks/transformers.mjs?raw';
import { lowerCases } from './classifiers';
import { besideConfig, configFile, encoderConfig, type Json } from './encoderFiles';
import { type OutputNames, taskOutputs } from './graph/outputs';
import { taskFiles } from './headFiles';
import { modelCard } from './modelCard';
import { parityFile, parityOf } from './parity';
import { promptNote } from './promptNote';
import type { ExportTarget } from './target';
import { textFile } from './textFile';
import { labelMaps, textKindOf } from './textHeads';
import { weightsFile } from './weights';

interface Pipeline {
  task: string;
  labels: Json;
  outputs: OutputNames;
}

/** What transformers.js makes of a head. It puts numbers through a softmax, so that they cannot go out this way. */
function pipelineOf(head: Head): Pipeline | undefined {
  const text = textKindOf(head);
  if (text && text.problem !== 'regression') {
    return { task: 'text-classification', labels: { problem_type: text.problem, ...labelMaps(text.labels(head)) }, outputs: 'logits' };
  }
  if (head.kind.kind === 'entities') {
    return { task: 'token-classification', labels: labelMaps((head.config as EntitiesConfig).labels), outputs: 'logits' };
  }
  if (head.kind.kind === 'questionAnswering') return { task: 'question-answering', labels: {}, outputs: ['start_logits', 'end_logits'] };
  return undefined;
}

/** Classes that transformers.js 4 does not have, by the encoder. */
const LACKING: Record<string, string[]> = { albert: ['token-classification'], modernbert: ['question-answering'] };

export const transformersJs: ExportTarget = {
  name: 'transformers.js',
  title: 'transformers.js',
  opens: 'pipeline() of transformers.js, in Node and in browsers: embeddings, and the answers of one task',
  takes: (heads, { config }) =>
    heads.filter((head) => {
      const pipeline = pipelineOf(head);
      return pipeline && !LACKING[config.architecture]?.includes(pipeline.task);
    }),
  withoutTask: true,
  refuses: lowerCases,
  async files(trained, head) {
    const { encoder } = trained;
    const { model } = encoder;
    const pipeline = head && pipelineOf(head);
    const heads = head && pipeline ? [{ head, names: pipeline.outputs }] : [];
    // Beside its weights, which transformers.js looks for under this name.
    const weights = weightsFile(model, 'onnx/model.onnx_data', { pooler: false });
    const located = locateWeights(model.config, [parseSafetensorsHeader(weights.header, weights.size, weights.path)]);
    const graph = encoderGraph(model.config, located, { locations: ['model.onnx_data'], more: taskOutputs(model, heads) });
    return [
      await configFile(model, {
        ...(await encoderConfig(model)),
        ...pipeline?.labels,
        'transformers.js_config': { dtype: 'fp32', use_external_data_format: true },
      }),
      ...(await besideConfig(model, encoder.tokenizer.maxLength)),
      ...taskFiles({ ...trained, heads: head ? [head] : [] }),
      await modelCard(trained, {
        pipelineTag: pipeline?.task ?? 'feature-extraction',
        library: 'transformers.js',
        usage: usageOf(pipeline?.task, model.sentence) + promptNote(model),
        heads: head ? [head] : [],
      }),
      parityFile(await parityOf(trained, 'transformers.js', head ? [head] : [])),
      textFile('check.mjs', check),
      { path: 'onnx/model.onnx', bytes: encodeModel(graph) },
      weights,
    ];
  },
};

function usageOf(task: string | undefined, sentence: SentenceModules): string {
  const pooling = pipelinePooling(sentence);
  const embed = pooling
    ? `const extract = await pipeline('feature-extraction', 'path/of/this/folder');\nconst embeddings = await extract(['A text.'], ${pooling});`
    : "const tokenizer = await AutoTokenizer.from_pretrained('path/of/this/folder');\nconst model = await AutoModel.from_pretrained('path/of/this/folder');\nconst { sentence_embedding } = await model(tokenizer(['A text.'], { padding: true }));";
  const imported = pooling || task ? 'pipeline' : '';
  const classes = pooling ? '' : 'AutoModel, AutoTokenizer';
  const answer = task ? `\nconst answer = await pipeline('${task}', 'path/of/this/folder');` : '';
  return `
\`\`\`js
import { ${[classes, imported].filter(Boolean).join(', ')} } from '@huggingface/transformers';

${embed}${answer}
\`\`\`

The output \`sentence_embedding\` has gone through all modules of the model. \`node check.mjs\` compares with \`parity.json\`.
`;
}

/** The pipeline pools by itself, and knows means and first tokens alone, and whether they are normalised. */
function pipelinePooling({ pooling: { modes }, layers, embeddingSize, pooledSize }: SentenceModules): string | undefined {
  const [mode] = modes;
  if (modes.length > 1 || (mode !== 'mean' && mode !== 'cls') || embeddingSize !== pooledSize) return undefined;
  if (layers.some(({ kind }) => kind !== 'normalize')) return undefined;
  return `{ pooling: '${mode}'${layers.length > 0 ? ', normalize: true' : ''} }`;
}
