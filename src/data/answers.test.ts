import { describe, expect, it } from 'vitest';
import { readDataset } from './readDataset';

const read = (text: string, name = 'a.jsonl') => readDataset([{ name, text }], { validationShare: 0 });
const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const context = '🎉 Ada was born in London. London is old.';
const answer = (start: number, end: number) => ({ start, end, label: 'answer' });

describe('questions and answers', () => {
  it('the columns of the Hugging Face data set; offsets count code points', () => {
    const row = { id: '1', title: 'Ada', context, question: 'Who?', answers: { text: ['Ada'], answer_start: [2] } };
    const { train, columns, roles } = read(
      lines([row, { ...row, id: '2', question: 'Where?', answers: { text: ['London'], answer_start: [18] } }]),
    );
    expect(roles).toEqual({ text: 'context', other: 'question', labels: ['answers'] });
    expect(columns).toEqual([{ name: 'answers', values: 'answers', count: 2, distinct: 1, pairs: true }]);
    expect(train).toEqual([
      { text: context, other: 'Who?', labels: { answers: [answer(3, 6)] } },
      { text: context, other: 'Where?', labels: { answers: [answer(19, 25)] } },
    ]);
  });

  it('several answers of one question, each once, overlapping ones too; offsets in UTF-16 are understood', () => {
    const answers = [
      { text: 'London', answer_start: 18 },
      { text: 'London', answer_start: 18 },
      { text: 'in London', answer_start: 16 },
    ];
    const { train, problems } = read(lines([{ context, question: 'Where?', answers }]));
    expect(train[0].labels.answers).toEqual([answer(19, 25), answer(16, 25)]);
    expect(problems.map(({ message }) => message)).toEqual(['there are no rows for validation']);
  });

  it('SQuAD’s own nesting, and questions that have no answer', () => {
    const qas = [
      { id: 'a', question: 'Who?', answers: [{ text: 'Ada', answer_start: 2 }] },
      { id: 'b', question: 'When?', is_impossible: true, answers: [], plausible_answers: [{ text: 'Ada', answer_start: 2 }] },
      { id: 'c', question: 'Why?', answers: [] },
    ];
    const { train, problems } = read(
      JSON.stringify({ version: '2.0', data: [{ title: 'Ada', paragraphs: [{ context, qas }] }] }, null, 1),
      'a.json',
    );
    expect(train.map(({ text, other, labels }) => [text, other, labels])).toEqual([
      [context, 'Who?', { answers: [answer(3, 6)] }],
      [context, 'When?', {}],
      [context, 'Why?', {}],
    ]);
    expect(problems[0]).toEqual({
      severity: 'warning',
      file: 'a.json',
      message: 'answers: 2 questions without an answer are kept without a label',
    });
  });

  it('an answer that does not stand where the file says is found if it stands in one place only', () => {
    const rows = [
      { text: ['Ada'], answer_start: [9] },
      { text: ['London'], answer_start: [0] },
      { text: ['Paris'], answer_start: [2] },
      { text: ['Ada', 'born'], answer_start: [-2] },
    ];
    const { train, problems } = read(lines(rows.map((answers) => ({ context, question: 'What?', answers }))));
    expect(train.map(({ labels }) => labels.answers)).toEqual([[answer(3, 6)], undefined, undefined, undefined]);
    expect(problems.slice(0, 4)).toEqual([
      { severity: 'warning', file: 'a.jsonl', line: 1, message: 'the answer "Ada" is at position 3 of the context, not at 9' },
      { severity: 'error', file: 'a.jsonl', line: 2, message: 'the answer "London" is not at position 0 of the context; it is left out' },
      { severity: 'error', file: 'a.jsonl', line: 3, message: 'the answer "Paris" is not at position 2 of the context; it is left out' },
      {
        severity: 'error',
        file: 'a.jsonl',
        line: 4,
        message:
          '{"text":["Ada","born"],"answer_start":[-2]} does not hold answers, which are written as { "text": […], "answer_start": […] }; it is left out',
      },
    ]);
  });

  it('in the cells of a table', () => {
    const cell = '"{""text"": [""Ada""], ""answer_start"": [2]}"';
    expect(read(`context,question,answers\n${context},Who?,${cell}\n`, 'a.csv').train[0].labels).toEqual({ answers: [answer(3, 6)] });
  });
});
