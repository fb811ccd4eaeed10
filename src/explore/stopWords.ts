/** Words that say nothing of what a text is about: lists of the npm package `stopword`. */
import { ces, dan, deu, eng, fin, fra, hun, ita, nld, nob, pol, por, rus, spa, swe, tur, ukr } from 'stopword';

/** By ISO 639-1; English comes first where two fit as well. */
const LISTS = {
  en: eng,
  cs: ces,
  da: dan,
  de: deu,
  fi: fin,
  fr: fra,
  hu: hun,
  it: ita,
  nl: nld,
  nb: nob,
  pl: pol,
  pt: por,
  ru: rus,
  es: spa,
  sv: swe,
  tr: tur,
  uk: ukr,
};
const LANGUAGES = Object.entries(LISTS).map(([language, words]): StopWords => ({ language, words: new Set(words) }));

export interface StopWords {
  /** ISO 639-1. */
  language: string;
  words: ReadonlySet<string>;
}

/** A language is taken for that of the texts where its stop words are at least this share of their words. */
const LEAST_SHARE = 0.1;

/**
 * Of one language alone: "die" is a stop word in German, and a subject in English.
 *
 * @param words in lower case, with how often each occurs
 * @returns the list with the most occurrences in them; undefined for languages without a list
 */
export function stopWordsOf(words: Iterable<readonly [word: string, times: number]>): StopWords | undefined {
  const found = LANGUAGES.map(() => 0);
  let all = 0;
  for (const [word, times] of words) {
    all += times;
    for (const [i, list] of LANGUAGES.entries()) if (list.words.has(word)) found[i] += times;
  }
  const most = Math.max(...found);
  return most >= LEAST_SHARE * all && all > 0 ? LANGUAGES[found.indexOf(most)] : undefined;
}
