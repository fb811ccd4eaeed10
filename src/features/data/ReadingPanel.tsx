import { controlLook, Field } from '../../ui/Field';
import { Panel } from '../../ui/Panel';
import { type DatasetInfo, FORMAT_TITLES, ROLES, type Role } from '../../workers/protocol';
import { useData } from '../stores';

const ROLE_NAMES: Record<Role, [name: string, help: string]> = {
  text: ['Text', 'The sentence itself.'],
  label: ['Class', 'What the sentence is about. An empty cell is unknown, not a class.'],
  tokens: ['Tokens', 'The sentence cut into words, for files that tag each word.'],
  tags: ['Tags', 'One a token: O, B-X, I-X.'],
  spans: ['Spans', 'Stretches of the text with a start, an end and a label.'],
  split: ['Split', 'Which rows train and which validate.'],
};
const DEFAULT_SHARE = 0.2;

/** How the files were read, and corrections of it. */
export function ReadingPanel({ info }: { info: DatasetInfo }) {
  const { options, correct, loading } = useData((state) => state);
  const { columns = [], roles = {}, format } = info;
  const share = options.validationShare ?? DEFAULT_SHARE;
  const setRole = (role: Role, column: string) => void correct({ ...options, roles: { ...options.roles, [role]: column } });

  return (
    <Panel title="How it is read">
      <fieldset disabled={loading} className="flex flex-col gap-2 p-3">
        <Field
          name="Format"
          help="Recognised from the name and the content."
          isDefault={options.format === undefined}
          onReset={() => void correct({ ...options, format: undefined })}
        >
          {(id) => (
            <select
              id={id}
              className={`${controlLook} max-w-48`}
              value={format}
              onChange={(event) => void correct({ ...options, format: event.target.value })}
            >
              {Object.entries(FORMAT_TITLES).map(([name, title]) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          )}
        </Field>
        {columns.length > 0 &&
          ROLES.map((role) => (
            <Field
              key={role}
              name={ROLE_NAMES[role][0]}
              help={ROLE_NAMES[role][1]}
              isDefault={options.roles?.[role] === undefined}
              onReset={() =>
                void correct({ ...options, roles: Object.fromEntries(Object.entries(options.roles ?? {}).filter(([key]) => key !== role)) })
              }
            >
              {(id) => (
                <select
                  id={id}
                  className={`${controlLook} max-w-48`}
                  value={roles[role] ?? ''}
                  onChange={(event) => setRole(role, event.target.value)}
                >
                  <option value="">none</option>
                  {columns.map((column) => (
                    <option key={column}>{column}</option>
                  ))}
                </select>
              )}
            </Field>
          ))}
        <Field
          name="Validation share"
          help="Where the files do not say which rows validate: this share of each class."
          isDefault={share === DEFAULT_SHARE}
          onReset={() => void correct({ ...options, validationShare: DEFAULT_SHARE })}
        >
          {(id) => (
            <select
              id={id}
              className={controlLook}
              value={share}
              onChange={(event) => void correct({ ...options, validationShare: Number(event.target.value) })}
            >
              {[0.05, 0.1, 0.2, 0.3, 0.5].map((value) => (
                <option key={value} value={value}>
                  {value * 100} %
                </option>
              ))}
            </select>
          )}
        </Field>
      </fieldset>
    </Panel>
  );
}
