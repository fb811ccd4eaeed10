import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ScrollArea } from '../../ui/ScrollArea';
import { SelectField } from '../../ui/SelectField';
import { WithCode } from '../../ui/WithCode';
import type { DatasetInfo, DatasetOptions } from '../../workers/protocol';
import { FormatFields } from '../reading/FormatFields';
import { OpenQuestions } from '../reading/OpenQuestions';
import { useData } from '../stores';
import { RoleFields } from './RoleFields';
import { RowContent } from './RowContent';

const DEFAULT_SHARE = 0.2;
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.5];

/** How the files were read, what they left open, and corrections of it. */
export function ReadingPanel({ info, options }: { info: DatasetInfo; options: DatasetOptions }) {
  const correct = useData((state) => state.correct);
  const loading = useData((state) => state.loading);
  const { questions = [], examples, refused } = info;
  const share = options.validationShare ?? DEFAULT_SHARE;
  const open = questions.filter((question) => question.open);
  const unanswered = open.filter(({ id }) => options.answers?.[id] === undefined).length;
  const correcting = { info, options, busy: loading, correct: (changed: DatasetOptions) => void correct(changed) };

  return (
    <Panel title="How it is read" aside={unanswered > 0 && <span className="text-warn">{plural(unanswered, 'question')}</span>}>
      {info.reading && (
        <p className="px-3 pt-3">
          <WithCode>{info.reading}</WithCode>
        </p>
      )}
      {examples.length > 0 && (
        <ol aria-label="The first rows as they are read" className="mx-3 mt-2 divide-y divide-line rounded-md border border-line">
          {examples.map((row, i) => (
            // Rows of several splits have the same numbers, and the list is replaced whole.
            <li key={i}>
              <ScrollArea label={`Row ${i + 1} as it is read`} className="max-h-24 px-2 py-1.5">
                <RowContent row={row} tasks={Object.keys(info.tasks)} />
              </ScrollArea>
            </li>
          ))}
        </ol>
      )}
      <div className="px-3 not-empty:pt-3">
        <OpenQuestions questions={open} {...correcting} />
      </div>
      <details open={refused !== undefined || undefined} className="group p-3">
        <summary className="cursor-pointer text-muted hover:text-text">Change how it is read</summary>
        <fieldset disabled={loading} className="flex min-w-0 flex-col gap-2 pt-3">
          <FormatFields {...correcting} />
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
