/** What classes are called or described by, as texts that an encoder can read. */
import { TandemError } from '../../errors';

/** Of some classes, texts that stand for them: a description, or examples. The others are known by their names. */
export type ClassTexts = Record<string, string[]>;

/** How names counted when a head was last solved. */
export interface SolvedNames {
  /** How many labelled rows the texts of a class weighed as much as. */
  weight: number;
  /** Labelled rows there were. */
  rows: number;
}

/** A text that stands for a class. */
export interface ClassText {
  /** The class's place in the config's labels. */
  label: number;
  text: string;
}

/**
 * Names as words: `card_arrival` and `cardArrival` are "card arrival", and words with which all names begin are left out
 * (`intent.pay` and `intent.send` are "pay" and "send"). A name that is written in words is left as it is.
 */
export function spokenNames(names: string[]): string[] {
  const worded = names.map(wordsOf);
  const shared = worded.length > 1 ? sharedBeginning(worded) : 0;
  return worded.map((words) => words.slice(shared).join(' '));
}

/** @throws TandemError `bad-input` for a class that there is not, or a text that says nothing */
export function classTexts(labels: string[], given: ClassTexts): ClassText[] {
  const odd = Object.keys(given).find((name) => !labels.includes(name));
  if (odd !== undefined) {
    throw new TandemError('bad-input', `names describe a class "${odd}", and there is none. There are ${labels.join(', ')}.`);
  }
  const spoken = spokenNames(labels);
  return labels.flatMap((name, label) => {
    const own = Object.hasOwn(given, name) ? given[name].map((text) => text.trim()).filter(Boolean) : [];
    return (own.length > 0 ? own : [spoken[label]]).map((text) => ({ label, text }));
  });
}

/** Whether a text says anything: a number, a sign or up to four capitals (`DESC`, `LOC`) do not. */
export const saysSomething = (text: string): boolean => !/^\p{Lu}{1,4}$/u.test(text) && /\p{L}{2}|\p{Lo}/u.test(text);

/** Classes of which no text says anything. @param given as {@link classTexts} takes it */
export function silentClasses(labels: string[], given: ClassTexts): string[] {
  const said = new Set(classTexts(labels, given).flatMap(({ label, text }) => (saysSomething(text) ? [label] : [])));
  return labels.filter((_, label) => !said.has(label));
}

const SEPARATORS = /[_\-./:|+]+/g;

function wordsOf(name: string): string[] {
  const trimmed = name.trim();
  if (/\s/.test(trimmed)) return trimmed.split(/\s+/);
  const parted = trimmed.replace(SEPARATORS, ' ').replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2');
  const words = parted.split(/\s+/).filter(Boolean);
  if (words.length < 2) return words.length === 0 ? [trimmed] : words;
  return words.map((word) => (word === word.toUpperCase() ? word : word.toLowerCase()));
}

/** Words that all begin with; of each, something must be left. */
function sharedBeginning(lists: string[][]): number {
  const most = Math.min(...lists.map(({ length }) => length)) - 1;
  let shared = 0;
  while (shared < most && lists.every((words) => words[shared] === lists[0][shared])) shared++;
  return shared;
}
