/** What keys do while a row is labelled. */
import type { KeyboardEvent } from 'react';

export type Command =
  | { kind: 'give'; index: number }
  | { kind: 'word'; by: number; extend: boolean }
  | { kind: 'character'; by: number; end: boolean }
  | { kind: 'go'; by: number }
  | {
      kind:
        | 'accept'
        | 'mark'
        | 'removeEntity'
        | 'nothing'
        | 'nextTask'
        | 'find'
        | 'applyToAll'
        | 'switchView'
        | 'flag'
        | 'skip'
        | 'undo'
        | 'redo';
    };

/** For people, in the order in which they are needed. */
export const KEY_HELP: readonly (readonly [keys: string, what: string])[] = [
  ['1 – 9, q, w, …', 'choose the class; label the selected words with the type'],
  ['digits', 'type a score; Enter gives it and goes on'],
  ['/', 'find or add a class or type by its name'],
  ['← →', 'to the next word; with Shift, more words'],
  ['[ ] · { }', 'move the end or the start of the selected words by a character'],
  ['Space', 'label the selected words with the type in use'],
  ['Backspace', 'remove the entity at the selected word'],
  ['0', 'nothing: no entity, none of the classes'],
  ['a', 'the same label for all equal words or texts'],
  ['Enter', 'accept the suggestion and go on'],
  ['↓ ↑', 'next row, previous row'],
  ['t', 'next task'],
  ['l', 'list or one row'],
  ['s · f', 'skip · flag'],
  ['Ctrl Z · Ctrl Y', 'undo · redo'],
];

const PLAIN: Record<string, Command> = {
  ArrowDown: { kind: 'go', by: 1 },
  ArrowUp: { kind: 'go', by: -1 },
  Backspace: { kind: 'removeEntity' },
  Delete: { kind: 'removeEntity' },
  '[': { kind: 'character', by: -1, end: true },
  ']': { kind: 'character', by: 1, end: true },
  '{': { kind: 'character', by: -1, end: false },
  '}': { kind: 'character', by: 1, end: false },
  '0': { kind: 'nothing' },
  '/': { kind: 'find' },
  a: { kind: 'applyToAll' },
  t: { kind: 'nextTask' },
  l: { kind: 'switchView' },
  s: { kind: 'skip' },
  f: { kind: 'flag' },
};

/** Of names, in their order: digits, then letters that do nothing else. */
const NAME_KEYS = '123456789qweryuiopdghjkzxcvbnm';

/** @returns undefined for names that have no key */
export const nameKey = (index: number): string | undefined => NAME_KEYS[index];

/** @returns undefined for keys that mean nothing here, or belong to the field or button that has the focus */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent): Command | undefined {
  const element = target as HTMLElement;
  if (element.closest('input, textarea, select')) return undefined;
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === 'z') return { kind: shiftKey ? 'redo' : 'undo' };
    return letter === 'y' ? { kind: 'redo' } : undefined;
  }
  if (altKey) return undefined;
  // A button that has the focus is pressed.
  if (key === 'Enter' || key === ' ') return element.closest('button, a') ? undefined : { kind: key === ' ' ? 'mark' : 'accept' };
  if (key === 'ArrowRight' || key === 'ArrowLeft') return { kind: 'word', by: key === 'ArrowRight' ? 1 : -1, extend: shiftKey };
  if (key.length === 1 && NAME_KEYS.includes(key)) return { kind: 'give', index: NAME_KEYS.indexOf(key) };
  return Object.hasOwn(PLAIN, key) ? PLAIN[key] : undefined;
}
