/** Labels of two data sets, laid side by side: rows are matched by their texts, columns by name and by what they hold. */
import { type Dataset, type Example, SPLITS, type SplitName } from '../data/dataset';
import type { LabelColumn } from '../data/labelColumns';
import { sameLabel } from '../data/sameLabel';
import { TandemError } from '../errors';
import { agreementOf, type LabelPair } from '../labelling/agreement';
import type { ColumnPairs, ComparedColumn, LabelAgreement } from './protocol';
import { allKeys } from './rowsToLabel';

interface Place {
  index: number;
  key: string;
  split: SplitName;
  example: Example;
  other: Example;
}

/** @throws TandemError `bad-input` where no text is in both, a pair names a column that there is not, or columns hold different things */
export function compareLabels(mine: Dataset, theirs: Dataset, pairs: ColumnPairs = {}): LabelAgreement {
  const rows = examplesOf(mine);
  const others = examplesOf(theirs);
  const found = new Map(allKeys(theirs).map((key, i) => [key, others[i].example]));
  const places = allKeys(mine).flatMap((key, index): Place[] => {
    const other = found.get(key);
    return other ? [{ index, key, ...rows[index], other }] : [];
  });
  if (places.length === 0) {
    throw new TandemError(
      'bad-input',
      `None of the ${rows.length} texts of ${mine.name} is in ${theirs.name}: rows are matched by their texts, which must be the same to the letter. Check that it is the right file, and which of its columns is the text.`,
    );
  }
  const matched = columnPairs(mine.columns, theirs.columns, pairs);
  const isLeft = (columns: LabelColumn[], taken: string[]) =>
    columns.filter(({ name }) => !taken.includes(name)).map(({ name, values }) => ({ column: name, values }));
  return {
    rows: places.length,
    onlyMine: rows.length - places.length,
    onlyTheirs: others.length - places.length,
    columns: matched.map(([own, other]) => compareColumn(places, own, other)),
    left: {
      mine: isLeft(
        mine.columns,
        matched.map(([{ name }]) => name),
      ),
      theirs: isLeft(
        theirs.columns,
        matched.map(([, { name }]) => name),
      ),
    },
  };
}

const examplesOf = (dataset: Dataset) => SPLITS.flatMap((split) => dataset[split].map((example) => ({ split, example })));

function compareColumn(places: Place[], { name, values }: LabelColumn, { name: theirs }: LabelColumn): ComparedColumn {
  const both: (LabelPair & Place)[] = [];
  for (const place of places) {
    const [mine, other] = [place.example.labels[name], place.other.labels[theirs]];
    if (mine !== undefined && other !== undefined) both.push({ ...place, mine, theirs: other });
  }
  return {
    column: name,
    theirs,
    values,
    ...agreementOf(both, values),
    disagreements: both
      .filter((pair) => !sameLabel(pair.mine, pair.theirs))
      .map(({ index, key, split, example: { text, other }, mine, theirs: said }) => ({
        index,
        key,
        split,
        text,
        ...(other === undefined ? {} : { other }),
        mine,
        theirs: said,
      })),
  };
}

function columnPairs(mine: LabelColumn[], theirs: LabelColumn[], pairs: ColumnPairs): [LabelColumn, LabelColumn][] {
  const chosen = Object.entries(pairs).map(([own, other]): [LabelColumn, LabelColumn] => {
    const [a, b] = [columnOf(mine, own), columnOf(theirs, other)];
    if (a.values !== b.values) {
      throw new TandemError('bad-input', `${own} holds ${IN_WORDS[a.values]} and ${other} ${IN_WORDS[b.values]}: they cannot be compared.`);
    }
    return [a, b];
  });
  const free = (columns: LabelColumn[], taken: LabelColumn[]) => columns.filter((column) => !taken.includes(column));
  const named = free(
    mine,
    chosen.map(([own]) => own),
  ).flatMap((own): [LabelColumn, LabelColumn][] => {
    const other = free(
      theirs,
      chosen.map(([, one]) => one),
    ).find(({ name, values }) => name === own.name && values === own.values);
    return other ? [[own, other]] : [];
  });
  const sure = [...chosen, ...named];
  const [own, others] = [
    free(
      mine,
      sure.map(([one]) => one),
    ),
    free(
      theirs,
      sure.map(([, one]) => one),
    ),
  ];
  const alone = own.flatMap((one): [LabelColumn, LabelColumn][] => {
    const alike = (columns: LabelColumn[]) => columns.filter(({ values }) => values === one.values);
    return alike(own).length === 1 && alike(others).length === 1 ? [[one, alike(others)[0]]] : [];
  });
  return [...sure, ...alone];
}

const IN_WORDS: Record<LabelColumn['values'], string> = {
  names: 'one name per row',
  lists: 'several names per row',
  numbers: 'numbers',
  spans: 'stretches of the text',
  answers: 'answers to questions',
};

function columnOf(columns: LabelColumn[], name: string): LabelColumn {
  const column = columns.find((one) => one.name === name);
  if (!column)
    throw new TandemError(
      'bad-input',
      `There is no column of labels called "${name}" (there are: ${columns.map((one) => one.name).join(', ') || 'none'}).`,
    );
  return column;
}
