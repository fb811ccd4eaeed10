/** A classification, several labels or a number as AutoModelForSequenceClassification. */
import { classifierFiles, lowerCases } from './classifiers';
import { sequenceNames } from './stockClasses';
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
    const { activation = 'relu', head: form = 'twoLayer' } = head.config;
    const isTwoLayer = form === 'twoLayer';
    return classifierFiles(trained, {
      name: this.name,
      head: kind.outgoing?.(head) ?? head,
      classSuffix: 'SequenceClassification',
      labels: { problem_type: kind.problem, ...labelMaps(kind.labels(head)) },
      stock: (classes) => (isTwoLayer ? sequenceNames(classes, modes, activation) : undefined),
      own: { head: isTwoLayer ? 'mlp' : 'unitLinear', pooling: modes, layers: 'last', activation, ...kind.more?.(head) },
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
