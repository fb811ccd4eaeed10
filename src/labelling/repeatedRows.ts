/** Rows whose texts come again: with another label, or all but the same. */
import type { Example } from '../data/dataset';
import { differs, exactText, looseText } from '../data/repeats';

export interface RepeatedRows {
  /** The text, and the second one, are those of another row that has another label; rows of one text beside each other. */
  conflicts: number[];
  /** The text is that of another row, save for case, digits, marks and blanks; rows of one text beside each other. */
  copies: number[];
}

/** @returns rows by their places, groups in the order of their first row */
export function repeatedRows(examples: readonly Example[]): RepeatedRows {
  const same = groupsBy(examples, exactText);
  const near = groupsBy(examples, (example) => looseText(example) ?? exactText(example));
  return {
    conflicts: same.filter((rows) => isConflict(rows.map((row) => examples[row]))).flat(),
    copies: near.flat(),
  };
}

/** Groups of more than one. */
function groupsBy(examples: readonly Example[], keyOf: (example: Example) => string | number): number[][] {
  const groups = new Map<string | number, number[]>();
  for (const [row, example] of examples.entries()) {
    const key = keyOf(example);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Whether any two have different labels in a column; a missing one is no difference. */
function isConflict(examples: Example[]): boolean {
  const columns = new Set(examples.flatMap(({ labels }) => Object.keys(labels)));
  return [...columns].some((column) => {
    const labels = examples.map((example) => example.labels[column]);
    const first = labels.find((label) => label !== undefined);
    return labels.some((label) => differs(first, label));
  });
}
