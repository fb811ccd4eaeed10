/** Entities as AutoModelForTokenClassification: BIO labels of every word piece. */
import type { EntitiesConfig } from '../tasks/entities/config';
import { classifierFiles, lowerCases, ownTokenHead } from './classifiers';
import type { ExportTarget } from './target';
import { labelMaps } from './textHeads';

export const tokenClassification: ExportTarget = {
  name: 'token-classification',
  title: 'Token classification',
  opens: 'pipeline("token-classification") and AutoModelForTokenClassification in Python',
  takes: (heads) => heads.filter(({ kind }) => kind.kind === 'entities'),
  refuses: lowerCases,
  files(trained, head = trained.heads[0]) {
    const { labels, layers, activation, normEps } = head.config as EntitiesConfig;
    const mix = layers === 'mix';
    return classifierFiles(trained, {
      name: this.name,
      head,
      headClass: 'TokenClassification',
      labels: labelMaps(labels),
      form: mix ? undefined : { activation, normEps },
      own: { ...ownTokenHead({ activation, normEps }), layers: mix ? 'mix' : 'last' },
      usage: (trust) => `
\`\`\`python
from transformers import pipeline
find = pipeline("token-classification", "path/of/this/folder"${trust}, aggregation_strategy="first")
find("A text.")
\`\`\`

Logits of every word piece are those of Tandem. How labels become entities is the reader's affair: the pipeline takes the best
label of each word, Tandem by default the best sequence in which every \`I-\` continues an entity.
`,
    });
  },
};
