/**
 * An encoder with one head as a model class of transformers. Where the library's own class computes the same, that is what
 * goes out; else a small class of ours goes with it, which transformers runs only if it is told to: never a head with random
 * values.
 */
import type { Head } from '../tasks/head';
import check from './checks/transformers.py?raw';
import { besideConfig, encoderConfig, type Json } from './encoderFiles';
import { taskFiles } from './headFiles';
import { modelCard } from './modelCard';
import { parityFile, parityOf } from './parity';
import configuration from './python/configuration_tandem.py?raw';
import modeling from './python/modeling_tandem.py?raw';
import { type StockClasses, stockClasses } from './stockClasses';
import type { ExportFile, TrainedModel } from './target';
import { jsonFile, textFile } from './textFile';
import { weightsFile } from './weights';

export interface Classifier {
  /** The target's name, which is the pipeline's. */
  name: string;
  head: Head;
  /** How the class of its kind is called: `SequenceClassification`. */
  classSuffix: string;
  /** For config.json: labels, the kind of problem. */
  labels: Json;
  /** What our parameters are called in a class of transformers, where one of this encoder holds the head as it is. */
  stock(encoder: StockClasses): ((path: string) => string) | undefined;
  /** Settings of our own class. */
  own: Json;
  /** How it is opened, in Markdown, given whether the code that goes with it must be trusted. */
  usage(trust: string): string;
}

export async function classifierFiles(trained: TrainedModel, classifier: Classifier): Promise<ExportFile[]> {
  const { encoder } = trained;
  const { name, head, classSuffix, labels, own, usage } = classifier;
  const config = await encoderConfig(encoder.model);
  const classes = stockClasses(config);
  const stockName = classes && classifier.stock(classes);
  const stock = stockName && classes;
  const nameOf = stockName ?? ownName;
  const more = new Map([...head.parameters].map(([path, tensor]) => [nameOf(path), tensor] as const));
  const prefix = stock?.encoder ?? 'encoder';
  return [
    jsonFile(
      'config.json',
      stock
        ? { ...config, architectures: [`${stock.className}For${classSuffix}`], ...labels }
        : ownConfig(config, classSuffix, labels, own),
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

/** Parameters of all our heads have the same names in our class. */
const ownName = (path: string): string => path.replace(/^qaOutputs\./, 'classifier.');

function ownConfig(encoder: Json, classSuffix: string, labels: Json, own: Json): Json {
  const className = `TandemFor${classSuffix}`;
  return {
    model_type: 'tandem',
    architectures: [className],
    auto_map: { AutoConfig: 'configuration_tandem.TandemConfig', [`AutoModelFor${classSuffix}`]: `modeling_tandem.${className}` },
    encoder: { model_type: 'bert', ...encoder },
    ...own,
    ...labels,
    pad_token_id: encoder.pad_token_id ?? 0,
    dtype: 'float32',
  };
}
