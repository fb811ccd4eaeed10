/** Answers in a text as AutoModelForQuestionAnswering: where they begin and end. */
import { classifierFiles, lowerCases } from './classifiers';
import type { ExportTarget } from './target';

export const questionAnswering: ExportTarget = {
  name: 'question-answering',
  title: 'Question answering',
  opens: 'AutoModelForQuestionAnswering in Python',
  takes: (heads) => heads.filter(({ kind }) => kind.kind === 'questionAnswering'),
  refuses: lowerCases,
  files(trained, head = trained.heads[0]) {
    return classifierFiles(trained, {
      name: this.name,
      head,
      classSuffix: 'QuestionAnswering',
      // Two columns: the beginning and the end.
      labels: { num_labels: 2 },
      stock: () => (path) => path.replace(/^qaOutputs/, 'qa_outputs'),
      own: { head: 'linear', layers: 'last' },
      usage: (trust) => `
\`\`\`python
from transformers import AutoModelForQuestionAnswering, AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained("path/of/this/folder"${trust})
model = AutoModelForQuestionAnswering.from_pretrained("path/of/this/folder"${trust})
output = model(**tokenizer("A question?", "A text.", return_tensors="pt"))
output.start_logits, output.end_logits
\`\`\`
`,
    });
  },
};
