/**
 * An encoder with one head as a model class of transformers. Where the library's own class computes the same, that is what
 * goes out; else a small class of ours goes with it, which transformers runs only if it is told to: never a head with random
 * values.
 */
import type { Head } from '../tasks/head';
import type { MlpConfig } from '../tasks/shared/mlp';
import check from './checks/transformers.py?raw';
import { besideConfig, configFile, encoderConfig, type Json } from './encoderFiles';
import { taskFiles } from './headFiles';
import { modelCard } from './modelCard';
import { parityFile, parityOf } from './parity';
import configuration from './python/configuration_tandem.py?raw';
import modeling from './python/modeling_tandem.py?raw';
import { type Fitting, fittingClass, type HeadClass } from './stockClasses';
import type { ExportFile, TrainedModel } from './target';
import { textFile } from './textFile';
import { weightsFile } from './weights';

export interface Classifier {
  /** The target's name, which is the pipeline's. */
  name: string;
  head: Head;
  headClass: HeadClass;
  /** For config.json: labels, the kind of problem. */
  labels: Json;
  /** Its layers, if a class of transformers may hold them. */
  form?: MlpConfig;
  /** Settings of our own class. */
  own: Json;
  /** How it is opened, in Markdown, given whether the code that goes with it must be trusted. */
  usage(trust: string): string;
}

export async function classifierFiles(trained: TrainedModel, classifier: Classifier): Promise<ExportFile[]> {
  const { encoder } = trained;
  const { name, head, headClass, form, labels, own, usage } = classifier;
  const config = await encoderConfig(encoder.model);
  const stock = form && fittingClass(config, headClass, form, encoder.model.sentence.pooling.modes);
  const parameters = stock && config.norm_bias !== true ? withoutNormBias(head.parameters) : head.parameters;
  const nameOf = (path: string) => (stock ? stockName(path, stock) : ownName(path));
  const more = new Map([...parameters].map(([path, tensor]) => [nameOf(path), tensor] as const));
  const prefix = stock?.encoder ?? 'encoder';
  return [
    await configFile(
      encoder.model,
      stock ? { ...stock.config, architectures: [stock.className], ...labels } : ownConfig(config, headClass, labels, own),
    ),
    ...(await besideConfig(encoder.model, encoder.tokenizer.maxLength)),
    ...taskFiles({ ...trained, heads: [head] }),
    ...(stock ? [] : [textFile('configuration_tandem.py', configuration), textFile('modeling_tandem.py', modeling)]),
    await modelCard(trained, {
      pipelineTag: name,
      library: 'transformers',
      usage: `${usage(stock ? '' : ', trust_remote_code=True').trim()}\n\n${stock ? STOCK_NOTE : OWN_NOTE}`,
      heads: [head],
    }),
    parityFile(await parityOf(trained, name, [head])),
    textFile('check.py', check),
    weightsFile(encoder.model, 'model.safetensors', { rename: (tensor) => `${prefix}.${tensor}`, more, pooler: false }),
  ];
}

/** Why a model whose texts are lower-cased before the tokenizer sees them cannot go out: pipelines have no such step. */
export function lowerCases({ encoder: { model } }: TrainedModel): string | undefined {
  if (!model.sentence.lowerCase) return undefined;
  return 'This model has its texts lower-cased by sentence-transformers (do_lower_case), which the classes of transformers do not do. Save it as a Hugging Face folder.';
}

const STOCK_NOTE = '`python check.py` compares it with `parity.json`.';
const OWN_NOTE =
  'No class of transformers holds this head, so `modeling_tandem.py` goes with it, which `trust_remote_code=True` allows to run. `python check.py` compares it with `parity.json`.';

const stockName = (path: string, { names }: Fitting): string => path.replace(/^\w+/, (layer) => names[layer] ?? layer);

/** Parameters of all our heads have the same names in our class. */
const ownName = (path: string): string => path.replace(/^qaOutputs\./, 'classifier.');

function ownConfig(encoder: Json, headClass: HeadClass, labels: Json, own: Json): Json {
  const className = `TandemFor${headClass}`;
  return {
    model_type: 'tandem',
    architectures: [className],
    auto_map: { AutoConfig: 'configuration_tandem.TandemConfig', [`AutoModelFor${headClass}`]: `modeling_tandem.${className}` },
    encoder: { model_type: 'bert', ...encoder },
    ...own,
    ...labels,
    pad_token_id: encoder.pad_token_id ?? 0,
    dtype: 'float32',
  };
}

/** How our own class is told of a head on tokens. */
export const ownTokenHead = ({ activation, normEps }: MlpConfig): Json =>
  activation ? { head: 'tokenMlp', activation, norm_eps: normEps ?? null } : { head: 'linear' };

/** What LayerNorm adds reaches nothing but the last layer: a class whose LayerNorm has no bias holds it in that layer's. */
function withoutNormBias(parameters: Head['parameters']): Head['parameters'] {
  const shift = parameters.get('norm.bias');
  if (!shift) return parameters;
  const last = parameters.has('qaOutputs.weight') ? 'qaOutputs' : 'classifier';
  const [weight, bias] = [parameters.get(`${last}.weight`), parameters.get(`${last}.bias`)];
  if (!weight || !bias) throw new RangeError(`a head with LayerNorm has no ${last}`);
  const width = shift.data.length;
  const folded = bias.data.map((value, row) => value + shift.data.reduce((sum, add, i) => sum + add * weight.data[row * width + i], 0));
  const others = [...parameters].filter(([path]) => path !== 'norm.bias');
  return new Map([...others, [`${last}.bias`, { shape: bias.shape, data: folded }]]);
}
