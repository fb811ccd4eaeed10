import type { TrainOptionsInput } from '../options';

/** Options by name of a task, or of a part, of which each may be changed for itself. */
const PARTS = ['learningRate', 'freeze', 'drift'] as const;

/** A recipe's options with those that a caller names in their place. */
export function merged(recipe: TrainOptionsInput, given: TrainOptionsInput): TrainOptionsInput {
  const both: TrainOptionsInput = { ...recipe, ...given };
  for (const part of PARTS) {
    const [own, other] = [recipe[part], given[part]];
    if (typeof own === 'object' && typeof other === 'object') Object.assign(both, { [part]: { ...own, ...other } });
  }
  if (recipe.tasks && given.tasks) {
    const names = new Set([...Object.keys(recipe.tasks), ...Object.keys(given.tasks)]);
    both.tasks = Object.fromEntries([...names].map((name) => [name, { ...recipe.tasks?.[name], ...given.tasks?.[name] }]));
  }
  return both;
}
