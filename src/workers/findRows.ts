/** Rows of a data set that a person wants to label alike, or in which a name is to be changed. */
import { type Dataset, type Example, type Label, SPLITS } from '../data/dataset';
import { namesIn } from '../data/labelSets';
import { finderOf } from '../data/occurrences';
import type { FoundRow, RowSearch } from './protocol';
import { keysOf } from './rowsToLabel';

/** Shown of a text, in characters: before what was found, and in all. */
const [BEFORE, SHOWN] = [40, 160];

/** @param dataset as it was read, without given labels */
export function findRows(dataset: Dataset, search: RowSearch): FoundRow[] {
  const keys = keysOf(dataset);
  const find = matcherOf(search);
  const rows: FoundRow[] = [];
  let index = 0;
  for (const split of SPLITS) {
    for (const [i, example] of dataset[split].entries()) {
      const found = find(example);
      if (found) rows.push({ index, key: keys[split][i], found, ...excerptOf(example.text, found), ...labelIn(example, search.column) });
      index++;
    }
  }
  return rows;
}

/** @returns what tells the places in a row that were found, none where all of it is meant; undefined for other rows */
function matcherOf(search: RowSearch): (example: Example) => FoundRow['found'] | undefined {
  if (search.by === 'name') return ({ labels }) => (namesIn(labels[search.column]).includes(search.name) ? [] : undefined);
  if (search.by === 'text') return ({ text, other }) => (text === search.text && other === search.other ? [] : undefined);
  const find = finderOf(search);
  return ({ text }) => {
    const found = find(text);
    return found.length > 0 ? found : undefined;
  };
}

function excerptOf(text: string, found: FoundRow['found']): Pick<FoundRow, 'excerpt' | 'from'> {
  const from = Math.max(0, (found[0]?.start ?? 0) - BEFORE);
  return { from, excerpt: text.slice(from, from + SHOWN) };
}

const labelIn = ({ labels }: Example, column: string): { label?: Label } => (labels[column] === undefined ? {} : { label: labels[column] });
