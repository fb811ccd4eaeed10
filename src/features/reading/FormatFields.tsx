import { SelectField } from '../../ui/SelectField';
import { useData } from '../stores';
import type { Correcting } from './correcting';
import { QuestionField } from './QuestionField';

/** The format, and what the files say of themselves: as settings that can be corrected. */
export function FormatFields(correcting: Correcting) {
  const { info, options, correct } = correcting;
  const formats = useData((state) => state.formats);
  const { questions = [], format } = info;
  return (
    <>
      <SelectField
        name="Format"
        help="Recognised from the name and the content."
        choices={[
          ...(format === undefined ? [['', 'not recognised'] as const] : []),
          ...formats.map(({ name, title }) => [name, title] as const),
        ]}
        value={format ?? ''}
        isDefault={options.format === undefined}
        onChange={(name) => correct({ ...options, format: name })}
        onReset={() => correct({ ...options, format: undefined })}
      />
      {questions
        .filter(({ open }) => !open)
        .map((question) => (
          <QuestionField key={question.id} question={question} {...correcting} />
        ))}
    </>
  );
}
