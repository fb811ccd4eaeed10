/** Answers in a text as AutoModelForQuestionAnswering: where they begin and end. */
import type { QuestionAnsweringConfig } from '../tasks/questionAnswering/questionAnswering';
import { classifierFiles, lowerCases, ownTokenHead } from './classifiers';
import type { ExportTarget } from './target';

export const questionAnswering: ExportTarget = {
  name: 'question-answering',
  title: 'Question answering',
  opens: 'AutoModelForQuestionAnswering in Python',
  takes: (heads) => heads.filter(({ kind }) => kind.kind === 'questionAnswering'),
  refuses: lowerCases,
  files(trained, head = trained.heads[0]) {
    const { activation, normEps } = head.config as QuestionAnsweringConfig;
    const form = { activation, normEps };
    return classifierFiles(trained, {
      name: this.name,
      head,
      headClass: 'QuestionAnswering',
      // Two columns: the beginning and the end.
      labels: { num_labels: 2 },
      form,
      own: { ...ownTokenHead(form), layers: 'last' },
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
