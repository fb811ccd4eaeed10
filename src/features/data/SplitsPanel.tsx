import type { SplitNames } from '../../data/assignSplits';
import type { SplitName } from '../../data/dataset';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { SelectField } from '../../ui/SelectField';
import { useData } from '../stores';

/** A column that was taken for one of splits and is none has a value per row. */
const MOST_NAMES = 20;

const CHOICES: readonly (readonly [SplitName | 'leave out', string])[] = [
  ['train', 'training'],
  ['validation', 'validation'],
  ['test', 'test'],
  ['leave out', 'left out'],
];

/** What each file, or each value of the split column, is for. */
export function SplitsPanel({ names }: { names: SplitNames }) {
  const options = useData((state) => state.options);
  const correct = useData((state) => state.correct);
  const loading = useData((state) => state.loading);
  // One file without a split of its own has nothing to choose between.
  if (names.length === 0 || (names.length === 1 && names[0].split === 'train')) return null;
  const { splits = {} } = options;
  const more = names.length - MOST_NAMES;
  return (
    <Panel title="Splits">
      <fieldset disabled={loading} className="flex min-w-0 flex-col gap-2 p-3">
        {names.slice(0, MOST_NAMES).map(({ name, split }) => (
          <SelectField
            key={name}
            name={name}
            choices={CHOICES}
            value={split ?? 'leave out'}
            look={`w-32 ${split === undefined ? 'border-warn' : ''}`}
            isDefault={!Object.hasOwn(splits, name)}
            onChange={(value) => void correct({ ...options, splits: { ...splits, [name]: value as SplitName | 'leave out' } })}
            onReset={() => {
              const { [name]: _, ...rest } = splits;
              void correct({ ...options, splits: rest });
            }}
          />
        ))}
        {more > 0 && <p className="text-xs text-muted">and {plural(more, 'more name', 'more names')}</p>}
        <p className="text-xs text-muted">By the names of files, or by the split column. Test rows are never trained on.</p>
      </fieldset>
    </Panel>
  );
}
