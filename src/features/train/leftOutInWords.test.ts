import { expect, test } from 'vitest';
import { leftOutInWords } from './leftOutInWords';

const CUT_QUESTIONS =
  '3 questions were longer than half of what the model can read, and cut. Sliding windows do not help them: shorten the questions.';

test('windows are offered for texts that were cut, and not for questions', () => {
  expect(leftOutInWords({ truncated: 3, cutQuestions: 3 })).toEqual({ sentences: [CUT_QUESTIONS], windows: false });
  expect(leftOutInWords({ truncated: 4, cutQuestions: 3, lost: { answer: 1 } })).toEqual({
    sentences: [
      '1 training text was longer than the model can read, and cut.',
      CUT_QUESTIONS,
      'Some labels were not learned, as they lie in what was cut or begin or end inside a word piece (answer: 1 label).',
    ],
    windows: true,
  });
});

test('a run that used everything has nothing to say', () => {
  expect(leftOutInWords({})).toEqual({ sentences: [], windows: false });
});
