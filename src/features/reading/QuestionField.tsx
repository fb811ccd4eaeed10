import { useId, useState } from 'react';
import type { Question } from '../../data/questions';
import { Button } from '../../ui/Button';
import { controlLook, Field } from '../../ui/Field';
import { SelectField } from '../../ui/SelectField';
import type { Correcting } from './correcting';

/** What a reader had to assume. An open question shows its alternatives; another is a setting like any other. */
export function QuestionField({ question, options, busy, correct }: Correcting & { question: Question }) {
  const { [question.id]: given, ...others } = options.answers ?? {};
  const answer = (value: string) => correct({ ...options, answers: { ...others, [question.id]: value } });
  const reset = () => correct({ ...options, answers: others });
  if (question.names) return <NamesField question={question} given={given} onAnswer={answer} onReset={reset} />;
  if (question.open) return <Choices question={question} given={given} busy={busy} onAnswer={answer} onReset={reset} />;
  return (
    <SelectField
      name={question.id.charAt(0).toUpperCase() + question.id.slice(1)}
      help={question.text}
      choices={question.options.map(({ value, title }) => [value, title] as const)}
      value={question.answer}
      isDefault={given === undefined}
      onChange={answer}
      onReset={reset}
    />
  );
}

interface AnswerProps {
  question: Question;
  /** What a person answered. */
  given: string | undefined;
  onAnswer: (value: string) => void;
  onReset: () => void;
}

function Choices({ question, given, busy, onAnswer, onReset }: AnswerProps & { busy: boolean }) {
  const name = useId();
  // What was chosen shows at once; the files are read again meanwhile.
  const [chosen, setChosen] = useState<string>();
  const shown = (busy ? chosen : undefined) ?? question.answer;
  const choose = (value: string) => {
    setChosen(value);
    onAnswer(value);
  };
  return (
    <fieldset className={`rounded-md border px-3 py-2 ${given === undefined ? 'border-warn/40 bg-warn-soft' : 'border-line'}`}>
      <legend className="sr-only">{question.text}</legend>
      <div className="flex items-start gap-2">
        <p aria-hidden="true" dir="auto" className="min-w-0 flex-1 break-words">
          {question.text}
        </p>
        <Button
          kind="quiet"
          className="-mr-1.5 h-7 px-1.5"
          disabled={given === undefined}
          onClick={onReset}
          aria-label={`Reset the answer: ${question.text}`}
          title="Reset"
        >
          ↺
        </Button>
      </div>
      {question.options.map(({ value, title }) => (
        <label key={value} className="flex cursor-pointer items-start gap-2 py-0.5">
          <input type="radio" name={name} className="mt-1 accent-accent" checked={shown === value} onChange={() => choose(value)} />
          <span dir="auto" className="min-w-0 break-words">
            {title}
          </span>
        </label>
      ))}
      {given === undefined && (
        <Button className="mt-1 h-7" onClick={() => onAnswer(question.answer)}>
          That is right
        </Button>
      )}
    </fieldset>
  );
}

/** A list of names, taken on Enter and when the field is left. */
function NamesField({ question, given, onAnswer, onReset }: AnswerProps) {
  return (
    <Field
      name={question.id.charAt(0).toUpperCase() + question.id.slice(1)}
      help={question.text}
      isDefault={given === undefined}
      onReset={onReset}
    >
      {(id, helpId) => (
        <input
          id={id}
          key={given ?? ''}
          aria-describedby={helpId}
          className={`${controlLook} w-48 ${given === undefined ? 'border-warn' : ''}`}
          defaultValue={question.answer}
          placeholder="O, B-PER, I-PER, …"
          spellCheck={false}
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
          onBlur={({ target }) => {
            if (target.value.trim() !== (given ?? '')) onAnswer(target.value.trim());
          }}
        />
      )}
    </Field>
  );
}
