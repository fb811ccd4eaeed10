/** What is odd about a data set as a whole: nothing that stops it, all that a person should know. */
import { type Dataset, type Example, type Problem, SPLITS } from './dataset';
import type { LabelColumn } from './labelColumns';
import { namesOf } from './labelSets';

export function datasetProblems(dataset: Dataset): Problem[] {
  const found = [...missingRows(dataset), ...dataset.columns.flatMap((column) => columnProblems(dataset, column)), ...sharedTexts(dataset)];
  return found.map((message) => ({ severity: 'warning', file: dataset.name, message }));
}

function missingRows({ train, validation, test }: Dataset): string[] {
  if (train.length > 0) return validation.length > 0 ? [] : ['there is no row to validate on'];
  const there = [validation.length > 0 ? 'validation' : '', test.length > 0 ? 'test' : ''].filter((name) => name !== '');
  if (there.length === 0) return ['there is no row to train on'];
  const all = `by the names of files or of a split column, all rows are ${there.join(' and ')} rows`;
  return [`there is no row to train on: ${all}. Rename the file, or choose another split for it`];
}

function columnProblems(dataset: Dataset, { name, values, distinct }: LabelColumn): string[] {
  if (values === 'numbers' || values === 'answers') return [];
  const found: string[] = [];
  if (values === 'names' && distinct === 1) {
    const [only] = namesOf(
      SPLITS.flatMap((split) => dataset[split]),
      name,
    );
    found.push(`${name}: there is one class only, "${only}", and telling classes apart takes at least two`);
  }
  if (dataset.train.length === 0) return found;
  const learnable = new Set(namesOf(dataset.train, name));
  for (const split of ['validation', 'test'] as const) {
    const unseen = namesOf(dataset[split], name).filter((each) => !learnable.has(each));
    if (unseen.length === 0) continue;
    const [one, many] = values === 'spans' ? ['entity type', 'entity types'] : ['class', 'classes'];
    const which = unseen.map((each) => `"${each}"`).join(', ');
    found.push(
      unseen.length === 1
        ? `${name}: the ${one} ${which} occurs in the ${split} rows only: it cannot be learnt`
        : `${name}: the ${many} ${which} occur in the ${split} rows only: they cannot be learnt`,
    );
  }
  return found;
}

function sharedTexts({ train, validation, test }: Dataset): string[] {
  // No text of a file has a null character in it.
  const key = ({ text, other = '' }: Example) => `${text}\0${other}`;
  const texts = new Set(train.map(key));
  return Object.entries({ validation, test }).flatMap(([split, examples]) => {
    const shared = examples.filter((example) => texts.has(key(example))).length;
    return shared > 0 ? [`${shared} ${split} rows have the very text of a training row: scores will look better than they are`] : [];
  });
}
