import type { Roles } from '../../data/columns';
import { Panel } from '../../ui/Panel';
import { SelectField } from '../../ui/SelectField';
import type { DatasetInfo } from '../../workers/protocol';
import { useData } from '../stores';
import { LabelColumns } from './LabelColumns';

type SingleRole = Exclude<keyof Roles, 'labels'>;

const ROLES: [role: SingleRole, name: string, help: string][] = [
  ['text', 'Text', 'What is read.'],
  ['other', 'Second text', 'The other text of a pair, or the question about the text.'],
  ['tokens', 'Tokens', 'The text cut into words, in files that tag each word.'],
  ['tags', 'Tags', 'One per token: O, B-X, I-X.'],
  ['spans', 'Spans', 'Stretches of the text, each with a start, an end and a label.'],
  ['split', 'Split', 'Which rows train, which validate, and which test.'],
];
const DEFAULT_SHARE = 0.2;
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.5];

/** How the files were read, and corrections of it. */
export function ReadingPanel({ info }: { info: DatasetInfo }) {
  const options = useData((state) => state.options);
  const correct = useData((state) => state.correct);
  const loading = useData((state) => state.loading);
  const formats = useData((state) => state.formats);
  const { fields = [], roles = {}, format } = info;
  const share = options.validationShare ?? DEFAULT_SHARE;
  const setRoles = (change: Roles) => void correct({ ...options, roles: { ...options.roles, ...change } });
  // A column that was chosen as labels is none of them any more.
  const play = (role: SingleRole, field: string) =>
    setRoles({ [role]: field, labels: options.roles?.labels?.filter((label) => label !== field) });

  return (
    <Panel title="How it is read">
      <fieldset disabled={loading} className="flex min-w-0 flex-col gap-2 p-3">
        <SelectField
          name="Format"
          help="Recognised from the name and the content."
          choices={formats.map(({ name, title }) => [name, title] as const)}
          value={format ?? ''}
          isDefault={options.format === undefined}
          onChange={(name) => void correct({ ...options, format: name })}
          onReset={() => void correct({ ...options, format: undefined })}
        />
        {fields.length > 0 && (
          <>
            {ROLES.map(([role, name, help]) => (
              <SelectField
                key={role}
                name={name}
                help={help}
                choices={[['', 'none'], ...fields.map((field) => [field, field] as const)]}
                value={roles[role] ?? ''}
                isDefault={options.roles?.[role] === undefined}
                onChange={(field) => play(role, field)}
                onReset={() => setRoles({ [role]: undefined })}
              />
            ))}
            <LabelColumns
              fields={fields}
              roles={roles}
              isDefault={options.roles?.labels === undefined}
              onChange={(labels) => setRoles({ labels })}
            />
          </>
        )}
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
      </fieldset>
    </Panel>
  );
}
