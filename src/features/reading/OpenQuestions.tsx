import type { Question } from '../../data/questions';
import type { Correcting } from './correcting';
import { QuestionField } from './QuestionField';

/** What the files leave open. */
export function OpenQuestions({ questions, ...correcting }: Correcting & { questions: Question[] }) {
  if (questions.length === 0) return null;
  return (
    <fieldset disabled={correcting.busy} className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">What the files leave open</legend>
      {questions.map((question) => (
        <QuestionField key={question.id} question={question} {...correcting} />
      ))}
    </fieldset>
  );
}
