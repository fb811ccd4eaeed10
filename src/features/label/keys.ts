/** What keys do while a row is labelled. */
import type { KeyboardEvent } from 'react';

export type Command =
  | { kind: 'give'; index: number }
  | { kind: 'word'; by: number; extend: boolean }
  | { kind: 'character'; by: number; end: boolean }
  | { kind: 'go'; by: number }
  | { kind: 'accept' | 'removeEntity' | 'nothing' | 'nextTask' | 'find' | 'flag' | 'skip' | 'undo' | 'redo' };

/** For people, in the order in which they are needed. */
export const KEY_HELP: readonly (readonly [keys: string, what: string])[] = [
  ['1 – 9', 'choose the class; label the selected words with the type'],
  ['/', 'find or add a class or type by its name'],
  ['← →', 'to the next word; with Shift, more words'],
  ['[ ] · { }', 'move the end or the start of the selected words by a character'],
  ['Backspace', 'remove the entity at the selected word'],
  ['0', 'nothing: no entity, none of the classes'],
  ['Enter', 'accept the suggestion and go on'],
  ['↓ ↑', 'next row, previous row'],
  ['t', 'next task'],
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
  t: { kind: 'nextTask' },
  s: { kind: 'skip' },
  f: { kind: 'flag' },
};

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
  if (key === 'Enter') return element.closest('button, a') ? undefined : { kind: 'accept' };
  if (key === 'ArrowRight' || key === 'ArrowLeft') return { kind: 'word', by: key === 'ArrowRight' ? 1 : -1, extend: shiftKey };
  if (/^[1-9]$/.test(key)) return { kind: 'give', index: Number(key) - 1 };
  return Object.hasOwn(PLAIN, key) ? PLAIN[key] : undefined;
}
