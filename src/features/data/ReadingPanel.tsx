import { Fragment } from 'react';
import { Panel } from '../../ui/Panel';
import { SelectField } from '../../ui/SelectField';
import type { DatasetInfo, DatasetOptions } from '../../workers/protocol';
import { useData } from '../stores';
import { QuestionField } from './QuestionField';
import { RoleFields } from './RoleFields';
import { RowContent } from './RowContent';

const DEFAULT_SHARE = 0.2;
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.5];

/** How the files were read, what they left open, and corrections of it. */
export function ReadingPanel({ info, options }: { info: DatasetInfo; options: DatasetOptions }) {
  const correct = useData((state) => state.correct);
  const loading = useData((state) => state.loading);
  const formats = useData((state) => state.formats);
  const { questions = [], format, examples, refused } = info;
  const share = options.validationShare ?? DEFAULT_SHARE;
  const open = questions.filter((question) => question.open);
  const settled = questions.filter((question) => !question.open);

  return (
    <Panel
      title="How it is read"
      aside={open.length > 0 && <span className="text-warn">{open.length === 1 ? '1 question' : `${open.length} questions`}</span>}
    >
      {info.reading && <p className="px-3 pt-3">{withCode(info.reading)}</p>}
      {examples.length > 0 && (
        <ol aria-label="The first rows as they are read" className="mx-3 mt-2 divide-y divide-line rounded-md border border-line">
          {examples.map((row, i) => (
            // Rows of several splits have the same numbers, and the list is replaced whole.
            <li key={i} className="max-h-24 overflow-auto px-2 py-1.5">
              <RowContent row={row} tasks={Object.keys(info.tasks)} />
            </li>
          ))}
        </ol>
      )}
      {open.length > 0 && (
        <fieldset disabled={loading} className="flex min-w-0 flex-col gap-2 px-3 pt-3">
          <legend className="sr-only">What the files leave open</legend>
          {open.map((question) => (
            <QuestionField key={question.id} question={question} options={options} />
          ))}
        </fieldset>
      )}
      <details open={refused !== undefined || undefined} className="group p-3">
        <summary className="cursor-pointer text-muted hover:text-text">Change how it is read</summary>
        <fieldset disabled={loading} className="flex min-w-0 flex-col gap-2 pt-3">
          <SelectField
            name="Format"
            help="Recognised from the name and the content."
            choices={[
              ...(format === undefined ? [['', 'not recognised'] as const] : []),
              ...formats.map(({ name, title }) => [name, title] as const),
            ]}
            value={format ?? ''}
            isDefault={options.format === undefined}
            onChange={(name) => void correct({ ...options, format: name })}
            onReset={() => void correct({ ...options, format: undefined })}
          />
          {settled.map((question) => (
            <QuestionField key={question.id} question={question} options={options} />
          ))}
          <RoleFields info={info} options={options} />
          {refused === undefined && (
            <SelectField
              name="Validation share"
              help="Where no row is for validation, this share of every class of the training rows is."
              choices={SHARES.map((value) => [String(value), `${value * 100} %`])}
              value={String(share)}
              look="w-24"
              isDefault={share === DEFAULT_SHARE}
              onChange={(value) => void correct({ ...options, validationShare: Number(value) })}
              onReset={() => void correct({ ...options, validationShare: undefined })}
            />
          )}
        </fieldset>
      </details>
    </Panel>
  );
}

/** What stands between backticks is set as code. */
function withCode(text: string) {
  return text
    .split('`')
    .map((part, i) => (
      <Fragment key={i}>{i % 2 === 1 ? <code className="rounded bg-sunken px-1 break-words">{part}</code> : part}</Fragment>
    ));
}
