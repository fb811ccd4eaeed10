/**
 * Unicode's normal forms with every character's origin, as the crate unicode-normalization-alignments counts it: a composed
 * character stands in the place of its first part. Classes of combining marks are learnt from what `normalize` does to two
 * of them, so that no table of Unicode is carried along.
 */
import { type AlignedText, type Change, sizeAt } from './alignedText';

export type UnicodeForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

export function toForm(text: AlignedText, form: UnicodeForm): AlignedText {
  return text.rewrite(RUNS, (run) => {
    if (run.normalize(form) === run) return undefined;
    const changes = decompose(run, form === 'NFC' || form === 'NFD' ? 'NFD' : 'NFKD');
    return form === 'NFC' || form === 'NFKC' ? compose(changes) : changes;
  });
}

/** What may change together: ASCII does only as a first part, before a mark. */
const RUNS = /[\0-\x7f]?[^\0-\x7f]+/gu;

function decompose(text: string, form: 'NFD' | 'NFKD'): Change[] {
  const changes: Change[] = [];
  for (const source of text) {
    let change = 0;
    for (const character of source.normalize(form)) {
      let at = changes.length;
      if (MARK.test(character)) while (at > 0 && isLower(character, changes[at - 1][0])) at--;
      changes.splice(at, 0, [character, change]);
      change = 1;
    }
  }
  return changes;
}

function compose(changes: Change[]): Change[] {
  const composed: Change[] = [];
  let base: Change | undefined;
  let marks: Change[] = [];
  const flush = () => {
    if (base) composed.push(base);
    composed.push(...marks);
    marks = [];
  };
  for (const [character, change] of changes) {
    const last = marks.at(-1);
    const both = base && (!last || isLower(last[0], character)) ? (base[0] + character).normalize('NFC') : '';
    if (base && isOne(both)) {
      base = [both, base[1] + change - 1];
    } else if (!isStarter(character)) {
      marks.push([character, change]);
    } else {
      flush();
      base = [character, change];
    }
  }
  flush();
  return composed;
}

const MARK = /\p{M}/u;

const isOne = (text: string) => text !== '' && text.length === sizeAt(text, 0);

/** Whether mark `a` belongs before `b`: its combining class is lower, and not 0. */
const isLower = (a: string, b: string) => a !== b && (b + a).normalize('NFD') === a + b;

/** Marks of class 1 and of 240, the lowest and the highest there are. */
const [OVERLAY, IOTA_BELOW] = ['\u0334', '\u0345'];

const isStarter = (character: string) =>
  !MARK.test(character) || !(isLower(OVERLAY, character) || isLower(character, IOTA_BELOW) || character === OVERLAY);
