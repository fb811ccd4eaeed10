/** A classification, several labels or a number as AutoModelForSequenceClassification. */

import { isOneLayer, type SentenceHeadConfig } from '../tasks/shared/sentenceHead';
import { classifierFiles, lowerCases } from './classifiers';
import type { ExportTarget } from './target';
import { labelMaps, textKindOf } from './textHeads';

export const textClassification: ExportTarget = {
  name: 'text-classification',
  title: 'Text classification',
  opens: 'pipeline("text-classification") and AutoModelForSequenceClassification in Python',
  takes: (heads) => heads.filter(textKindOf),
  refuses: lowerCases,
  async files(trained, head = trained.heads[0]) {
    const kind = textKindOf(head);
    if (!kind) throw new RangeError(`${head.name} is not a task on a whole text`);
    const { modes } = trained.encoder.model.sentence.pooling;
    const layers = head.config as SentenceHeadConfig;
    const { activation = 'relu', normEps } = layers;
    const isTwoLayer = !isOneLayer(layers);
    return classifierFiles(trained, {
      name: this.name,
      head: kind.outgoing?.(head) ?? head,
      headClass: 'SequenceClassification',
      labels: { problem_type: kind.problem, ...labelMaps(kind.labels(head)) },
      form: isTwoLayer ? { activation, normEps } : undefined,
      own: {
        head: isTwoLayer ? 'mlp' : 'unitLinear',
        pooling: modes,
        layers: 'last',
        activation,
        norm_eps: normEps ?? null,
        ...kind.more?.(head),
      },
      usage: (trust) => `
\`\`\`python
from transformers import pipeline
classify = pipeline("text-classification", "path/of/this/folder"${trust}, top_k=None)
classify("A text.")
\`\`\`
`,
    });
  },
};
