/** Names before labels: which heads begin with what their classes are called, and what a person says of the classes. */
import { TandemError } from '../../errors';
import type { AnyKind } from '../../tasks/kind';
import type { ClassTexts } from '../../tasks/shared/classNames';

/** By task and class: a description, or examples. A task without any goes by the names of its classes alone. */
export type NamesInput = Record<string, Record<string, string | string[]>> | true;

export type Names = Record<string, ClassTexts>;

/** Whether heads of a kind can begin with the names of their classes. */
export const takesNames = ({ settings }: Pick<AnyKind, 'settings'>): boolean =>
  settings.some((setting) => setting.key === 'head' && setting.type === 'choice' && setting.choices.some(([value]) => value === 'names'));

/** @throws TandemError `bad-input` naming the task or class that is wrong */
export function completeNames(input: NamesInput, kinds: Record<string, Pick<AnyKind, 'kind' | 'settings'>>): Names {
  const result: Names = Object.create(null);
  if (input === true) {
    for (const [task, kind] of Object.entries(kinds)) if (takesNames(kind)) result[task] = Object.create(null);
    if (Object.keys(result).length === 0) throw new TandemError('bad-input', `names describe classes, and no task of this run has any.`);
    return result;
  }
  if (typeof input !== 'object' || input === null)
    throw new TandemError('bad-input', 'names must be true, or an object by task and class.');
  for (const [task, classes] of Object.entries(input)) {
    if (!Object.hasOwn(kinds, task))
      throw new TandemError('bad-input', `names are given for a task "${task}", which this run does not have.`);
    if (!takesNames(kinds[task])) {
      throw new TandemError('bad-input', `names describe classes, and ${task} is of the kind ${kinds[task].kind}: leave them out there.`);
    }
    result[task] = completeClasses(task, classes);
  }
  return result;
}

function completeClasses(task: string, classes: unknown): ClassTexts {
  if (typeof classes !== 'object' || classes === null || Array.isArray(classes)) {
    throw new TandemError('bad-input', `names.${task} must be an object: a text, or several, by class.`);
  }
  const result: ClassTexts = Object.create(null);
  for (const [name, given] of Object.entries(classes)) {
    const texts: unknown[] = Array.isArray(given) ? given : [given];
    if (!texts.every((text): text is string => typeof text === 'string')) {
      throw new TandemError('bad-input', `names.${task}: the description of "${name}" must be a text or a list of texts.`);
    }
    result[name] = texts.map((text) => text.trim()).filter(Boolean);
  }
  return result;
}
