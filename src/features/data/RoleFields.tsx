import type { Roles } from '../../data/columns';
import { SelectField } from '../../ui/SelectField';
import type { DatasetInfo, DatasetOptions } from '../../workers/protocol';
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

/** What each column is. */
export function RoleFields({ info, options }: { info: DatasetInfo; options: DatasetOptions }) {
  const correct = useData((state) => state.correct);
  const { fields = [], roles = {} } = info;
  if (fields.length === 0) return null;
  const setRoles = (change: Roles) => void correct({ ...options, roles: { ...options.roles, ...change } });
  // A column that was chosen as labels is none of them any more.
  const play = (role: SingleRole, field: string) =>
    setRoles({ [role]: field, labels: options.roles?.labels?.filter((label) => label !== field) });
  return (
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
  );
}
