/** Labels in a word or two. */
import type { Label } from '../../data/dataset';
import type { TaskToLabel } from '../../stores/label/tasksToLabel';
import { plural } from '../../ui/format';

/** @returns an empty string where nothing is known */
export function inShort({ values }: Pick<TaskToLabel, 'values'>, label: Label | undefined): string {
  if (label === undefined) return '';
  if (!Array.isArray(label)) return String(label);
  if (values === 'answers') return label.length === 0 ? 'no answer' : plural(label.length, 'answer');
  if (values === 'spans') return label.length === 0 ? 'no entity' : plural(label.length, 'entity', 'entities');
  return label.length === 0 ? 'none' : label.join(', ');
}
