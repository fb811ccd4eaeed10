/** What is odd about a data set as a whole: nothing that stops it, all that a person should know. */
import type { Dataset, Problem } from './dataset';
import { labelsOf, tagsOf } from './labelSets';

export function datasetProblems({ name, train, validation, labels }: Dataset): Problem[] {
  const found: string[] = [];
  if (labels.length === 1) found.push(`there is one class only, "${labels[0]}": sentence classification needs at least two`);
  if (train.length === 0) found.push('there is no row to train on');
  if (validation.length === 0) found.push('there is no row to validate on');
  const types = (tags: string[]) => [...new Set(tags.filter((tag) => tag !== 'O').map((tag) => tag.slice(2)))];
  for (const [what, known, seen] of [
    ['the class', labelsOf(train), labelsOf(validation)],
    ['the entity type', types(tagsOf(train)), types(tagsOf(validation))],
  ] as const) {
    const unseen = seen.filter((label) => !known.includes(label));
    if (unseen.length > 0 && train.length > 0) {
      found.push(`${what} ${unseen.map((label) => `"${label}"`).join(', ')} occurs in the validation rows only: it cannot be learnt`);
    }
  }
  const texts = new Set(train.map(({ text }) => text));
  const doubled = validation.filter(({ text }) => texts.has(text)).length;
  if (doubled > 0) found.push(`${doubled} validation rows have the very text of a training row: metrics will flatter`);
  return found.map((message) => ({ severity: 'warning', file: name, message }));
}
