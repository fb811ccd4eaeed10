/**
 * How much a decoded text looks like words of a language that is written with an alphabet: letters of one language
 * only, no signs inside words, and capitals where words begin.
 */

/** Letters beyond a–z, in lower case. Languages share many; a wrong encoding mixes those of several. */
const LATIN = [
  'àâæçèéêëîïôœùûüÿ',
  'äöüßé',
  'áéíñóúüª',
  'àáâãçéêíóôõúüª',
  'àèéìíîòóùú',
  'åæøéèòü',
  'åäöéàü',
  'éëïöüáóèê',
  'áéíóúýþæöð',
  'àçèéíïòóúü',
  'ąćęłńóśźż',
  'áčďéěíňóřšťúůýž',
  'áäčďéíĺľňóôŕšťúýž',
  'áéíóöőúüű',
  'čćđšž',
  'ăâîşţșț',
  'çğıİöşüâîû',
  'ąčęėįšųūž',
  'āčēģīķļņšūž',
  'äõöüšž',
  'àáâãèéêìíòóôõùúýăđĩũơư',
].map((letters) => new Set(letters));

const CYRILLIC = [
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
  'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  'абвгдђежзијклљмнњопрстћуфхцчџш',
  'абвгдѓежзѕијклљмнњопрстќуфхцчџш',
].map((letters) => new Set(letters));

const SCRIPTS: [RegExp, Set<string>[] | undefined][] = [
  [/\p{Script=Latin}/u, LATIN],
  [/\p{Script=Cyrillic}/u, CYRILLIC],
  [/\p{Script=Greek}/u, undefined],
  [/\p{Script=Hebrew}/u, undefined],
  [/\p{Script=Arabic}/u, undefined],
  [/\p{Script=Thai}/u, undefined],
];

/** What text has beside letters. */
const PUNCTUATION = /[‘’‚“”„‹›«»–—…•°§€£¡¿·\u00a0\u00ad\u200c-\u200f،؛؟฿№´’]/u;
/** Not the accents that stand by themselves. */
const LETTER = /(?![\u02b0-\u02ff])[\p{L}\p{M}]/u;
/** Of letters in such scripts, so many are vowels in any language that is written in them. */
const VOWELS: [script: RegExp, vowels: RegExp][] = [
  [/\p{Script=Cyrillic}/u, /[аеёиоуыэюяіїє]/u],
  [/\p{Script=Greek}/u, /[αάεέηήιίϊοόυύωώ]/u],
];
const VOWEL_SHARE = [0.33, 0.58];
/** Words of one such letter. */
const ALONE = /^[àáâéèíóôúýåæøöüûêœ]$/u;
const RARE = /[ЂЃѓЉЊЌЋЏђљњќћџЎўЈЅѕ]/u;

/**
 * From -1 to about 1; 0 where there is nothing beyond ASCII.
 *
 * @param script that the encoding is for: most letters ought to be of it
 */
export function weighLetters(text: string, script?: RegExp): number {
  const pieces = text.match(/[^\s,;:.!?"()[\]{}<>/|=+*#%&@_~^`\\0-9-]*[^\0-\u007f][^\s,;:.!?"()[\]{}<>/|=+*#%&@_~^`\\0-9-]*/gu) ?? [];
  const letters = new Map<string, number>();
  let sum = 0;
  let count = 0;
  let odd = 0;
  for (const piece of pieces.slice(0, 20_000)) {
    const word = weighWord(piece, letters);
    sum += word.weight;
    count += word.size;
    odd += word.odd;
  }
  if (count === 0) return 0;
  const own = [...letters].filter(([letter]) => script?.test(letter)).reduce((all, [, n]) => all + n, 0);
  const astray = script && 2 * own < [...letters.values()].reduce((all, n) => all + n, 0) ? 0.5 : 0;
  return sum / count - 1.2 * foreignShare(letters) - vowelsAmiss(letters) - astray - (odd > 0 ? Math.min(0.5, 0.2 + 0.05 * odd) : 0);
}

/**
 * @param letters counts what stands in it beyond ASCII
 * @returns `odd`: what no word has, even once: signs before a letter, capitals inside
 */
function weighWord(word: string, letters: Map<string, number>): { weight: number; size: number; odd: number } {
  const characters = [...word];
  const scripts = new Set<number>();
  for (const character of characters) {
    const script = SCRIPTS.findIndex(([pattern]) => pattern.test(character));
    if (script >= 0) scripts.add(script);
  }
  let weight = 0;
  let size = 0;
  let run = 0;
  let odd = 0;
  for (const [i, character] of characters.entries()) {
    if (character <= '\u007f') {
      run = 0;
      continue;
    }
    size++;
    const before = characters[i - 1];
    const isLetter = LETTER.test(character);
    if (!isLetter) {
      const between = before !== undefined && LETTER.test(before) && LETTER.test(characters[i + 1] ?? '');
      const sign = !PUNCTUATION.test(character) && !/\p{Emoji}/u.test(character);
      if (sign && LETTER.test(characters[i + 1] ?? '')) odd++;
      const fitting = PUNCTUATION.test(character) && (!between || /[’´·\u00ad\u200c]/.test(character));
      weight += fitting ? 0.6 : /[\p{Cc}\p{Co}\p{Cn}\ufffd]/u.test(character) ? -3 : -0.8;
      continue;
    }
    const lower = character === 'İ' ? character : character.toLowerCase();
    letters.set(lower, (letters.get(lower) ?? 0) + 1);
    const capital = isCapital(character);
    const raised =
      capital && before !== undefined && LETTER.test(before) && before === before.toLowerCase() && before !== before.toUpperCase();
    const inside = capital && isCapital(before ?? '') && isLower(characters[i + 1] ?? '');
    if (inside) odd++;
    const lowered = !capital && before !== undefined && i > 1 && isCapital(before) && isCapital(characters[i - 2]);
    const latin = scripts.has(0);
    run = latin ? run + 1 : 0;
    if (scripts.size > 1) weight -= 0.8;
    else if (raised || lowered || inside) weight -= 0.8;
    else if (run > 2) weight -= 0.6;
    else if (characters.length === 1) weight += latin ? (ALONE.test(lower) ? 0.6 : -0.3) : 0.3;
    else weight += capital && i > 0 ? 0.5 : RARE.test(character) ? 0.7 : 1;
  }
  return { weight, size, odd };
}

const isLower = (character: string) => LETTER.test(character) && character !== character.toUpperCase();
const isCapital = (character: string) => LETTER.test(character) && character !== character.toLowerCase();

/** Of the letters beyond ASCII, how many are not of the language that has most of them. */
function foreignShare(letters: Map<string, number>): number {
  let foreign = 0;
  let total = 0;
  for (const [pattern, languages] of SCRIPTS) {
    const own = [...letters].filter(([letter]) => pattern.test(letter));
    const sum = own.reduce((all, [, count]) => all + count, 0);
    total += sum;
    if (!languages || sum === 0) continue;
    const known = languages.map((alphabet) => own.reduce((all, [letter, count]) => all + (alphabet.has(letter) ? count : 0), 0));
    foreign += sum - Math.max(...known);
  }
  return total === 0 ? 0 : foreign / total;
}

/** How far the share of vowels is from that of words, where there are enough letters to tell. */
function vowelsAmiss(letters: Map<string, number>): number {
  let amiss = 0;
  for (const [script, vowels] of VOWELS) {
    let all = 0;
    let found = 0;
    for (const [letter, count] of letters) {
      if (!script.test(letter)) continue;
      all += count;
      if (vowels.test(letter)) found += count;
    }
    const share = found / Math.max(1, all);
    const [least, most] = VOWEL_SHARE;
    amiss += 2 * Math.max(0, least - share, share - most) * Math.min(1, all / 15);
  }
  return amiss;
}
