import { ANSWERS, type AnswerProps } from '../tasks/answers';

interface TaskAnswerProps extends AnswerProps {
  /** Absent where it goes without saying. */
  name: string | undefined;
  /** What the task needs and there is not. */
  missing: 'question' | 'text' | undefined;
}

/** A task's answer for a text, as its kind shows it. */
export function TaskAnswer({ name, missing, ...answered }: TaskAnswerProps) {
  const Answer = ANSWERS.get(answered.config.kind)?.Answer;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no field is in it. A section would be a landmark, and every text has one of this name.
    <div role="group" aria-label={name} className="min-w-0">
      {name !== undefined && <h3 className="mb-0.5 truncate text-xs text-muted">{name}</h3>}
      {missing ? (
        <p className="text-muted italic">needs a {missing === 'question' ? 'question' : 'second text'}</p>
      ) : answered.answer === undefined ? (
        <p className="text-muted">…</p>
      ) : Answer ? (
        <Answer {...answered} />
      ) : (
        <pre className="overflow-auto rounded bg-sunken px-2 py-1 font-mono text-xs">{JSON.stringify(answered.answer)}</pre>
      )}
    </div>
  );
}
