import { count, plural } from '../../ui/format';
import { ScrollArea } from '../../ui/ScrollArea';
import { SelectField } from '../../ui/SelectField';
import { WithCode } from '../../ui/WithCode';
import { useData } from '../stores';
import type { Correcting } from './correcting';
import { FormatFields } from './FormatFields';
import { OpenQuestions } from './OpenQuestions';

interface TextsReadingProps extends Correcting {
  /** Whether texts may be pairs. */
  second?: boolean;
  /** Whether its labels matter as well. */
  labels?: boolean;
}

/** How a file of texts was read, with the corrections that matter for its texts, and for its labels where these are used. */
export function TextsReading({ info, options, busy, correct, second = false, labels: used = false }: TextsReadingProps) {
  const { name, fields = [], roles = {}, problems, summary, reading, refused } = info;
  const questions = info.questions?.filter(({ labels }) => used || !labels) ?? [];
  const { train, validation, test } = summary.rows;
  const title = useData((state) => state.formats).find((one) => one.name === info.format)?.title;
  const correcting = { info: { ...info, questions }, options, busy, correct };
  const playRole = (role: 'text' | 'other', field: string | undefined) =>
    correct({ ...options, roles: { ...options.roles, [role]: field } });
  const choices = fields.map((field) => [field, field] as const);
  return (
    <fieldset disabled={busy} className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 w-full break-words">
        <strong>{name}</strong>
        {refused === undefined && `: ${plural(train + validation + test, 'text')}${title === undefined ? '' : `, read as ${title}`}`}
      </legend>
      {refused !== undefined && reading && (
        <p className="mb-1 break-words text-muted">
          <WithCode>{reading}</WithCode>
        </p>
      )}
      {choices.length > 1 && (
        <>
          <SelectField
            name="Text"
            choices={roles.text === undefined ? [['', 'put together from tokens'], ...choices] : choices}
            value={roles.text ?? ''}
            look="w-40"
            isDefault={options.roles?.text === undefined}
            onChange={(field) => playRole('text', field)}
            onReset={() => playRole('text', undefined)}
          />
          {second && (
            <SelectField
              name="Second text"
              choices={[['', 'none'], ...choices]}
              value={roles.other ?? ''}
              look="w-40"
              isDefault={options.roles?.other === undefined}
              onChange={(field) => playRole('other', field)}
              onReset={() => playRole('other', undefined)}
            />
          )}
        </>
      )}
      <OpenQuestions questions={questions.filter(({ open }) => open)} {...correcting} />
      <details open={refused !== undefined || undefined}>
        <summary className="cursor-pointer py-1 text-muted">Change how it is read</summary>
        <FormatFields {...correcting} />
      </details>
      {problems.length > 0 && (
        <details className="text-muted">
          <summary className="cursor-pointer py-1">{plural(problems.length, 'remark')} on how it was read</summary>
          <ScrollArea label="Remarks" className="max-h-40">
            <ul className="flex flex-col gap-1 text-xs">
              {problems.map(({ line, message, severity }, i) => (
                // Remarks may repeat to the letter, and the list is replaced whole.
                <li key={i} dir="auto" className="break-words">
                  {line !== undefined && <span className={severity === 'error' ? 'text-bad' : 'text-warn'}>line {count(line)} </span>}
                  {message}
                </li>
              ))}
            </ul>
          </ScrollArea>
        </details>
      )}
    </fieldset>
  );
}
