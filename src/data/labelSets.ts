/** The names that examples have in a column, and what a column holds. */
import type { Example, Label } from './dataset';
import type { LabelColumn } from './labelColumns';

/** The names in a label: the class, those of a list, one per span; none of a number. */
export function namesIn(label: Label | undefined): string[] {
  if (typeof label === 'string') return [label];
  if (typeof label !== 'object') return [];
  return label.map((item) => (typeof item === 'string' ? item : item.label));
}

/** Different names in a column, in alphabetical order. */
export function namesOf(examples: Iterable<Example>, column: string): string[] {
  const names = new Set<string>();
  for (const { labels } of examples) for (const name of namesIn(labels[column])) names.add(name);
  return [...names].sort();
}

export function numbersOf(examples: Iterable<Example>, column: string): number[] {
  const numbers: number[] = [];
  for (const { labels } of examples) {
    const label = labels[column];
    if (typeof label === 'number') numbers.push(label);
  }
  return numbers;
}

export function describeColumn(examples: Example[], name: string, values: LabelColumn['values']): LabelColumn {
  const labelled = examples.filter(({ labels }) => labels[name] !== undefined);
  const different = values === 'numbers' ? new Set(numbersOf(labelled, name)) : namesOf(labelled, name);
  return {
    name,
    values,
    count: labelled.length,
    distinct: Array.isArray(different) ? different.length : different.size,
    pairs: labelled.some(({ other }) => other !== undefined),
  };
}
