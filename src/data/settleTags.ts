/** Tags of words, in whichever scheme a data set has them, to spans of the text. */
import { plural } from '../plural';
import { Names } from './names';
import type { Ask } from './questions';
import type { Row, Say } from './rows';
import { checkSpans } from './spans';
import { forEach, type Steps } from './steps';
import { areNumbers, type Notation, notationsOf, UNTYPED } from './tagNotations';
import { detectScheme, spansOfTags, strayInsides, type TagScheme, toIob2 } from './tagSchemes';
import { visibleWords } from './words';

interface Tagged {
  row: Row;
  tags: string[];
  words: Uint32Array;
}

/** So many unknown tags are named one by one. */
const MOST_NAMED = 20;

/**
 * Gives every tagged row its spans under `column`; a row with an unknown tag has none, and no words.
 *
 * @param names of tags that are numbers, where the files give them
 */
export function* settleTags(rows: Row[], column: string, say: Say, ask: Ask, names?: string[]): Steps<TagScheme | undefined> {
  const given = withNames(taggedRows(rows), column, say, ask, names);
  yield;
  const notation = given.length > 0 ? notationFor(given, column, say, ask) : undefined;
  yield;
  const tagged = notation ? spelt(given, notation, say) : [];
  if (tagged.length === 0) return undefined;
  yield;
  const scheme = notation?.name === 'types' ? 'IO' : detectScheme(tagged.map(({ tags }) => tags));
  const labels = new Names();
  const strays: { row: Row; count: number }[] = [];
  yield* forEach(tagged, ({ row, tags, words }) => {
    const count = strayInsides(tags, scheme);
    if (count > 0) strays.push({ row, count });
    // An entity of blank tokens alone is left out with them.
    const found = spansOfTags(toIob2(tags, scheme), words).filter(({ start, end }) => start < end);
    const { spans, faults } = checkSpans(row.text, found);
    for (const fault of faults) say(row, fault);
    row.labels[column] = spans.map((span) => ({ ...span, label: labels.same(span.label) }));
    row.words = visibleWords(words);
  });
  if (strays.length > 0) {
    const total = strays.reduce((sum, { count }) => sum + count, 0);
    const message = `${plural(total, 'I- tag')} in ${plural(strays.length, 'row')} ${total === 1 ? 'continues' : 'continue'} no entity of the same type; each is read as the beginning of one`;
    say(strays[0].row, message, 'warning');
  }
  return scheme;
}

const taggedRows = (rows: Row[]) =>
  rows.flatMap((row): Tagged[] => (row.tags && row.words ? [{ row, tags: row.tags, words: row.words }] : []));

function differentTags(tagged: Tagged[]): Set<string> {
  const different = new Set<string>();
  for (const { tags } of tagged) for (const tag of tags) different.add(tag);
  return different;
}

/** Tags that are numbers, as names: those of the files, or a person's. Without names no row has tags. */
function withNames(tagged: Tagged[], column: string, say: Say, ask: Ask, given: string[] = []): Tagged[] {
  const different = differentTags(tagged);
  if (!areNumbers(different)) return tagged;
  const highest = Math.max(...[...different].map(Number));
  const asked = () =>
    ask({
      id: `names of ${column}`,
      text: `The tags in ${column} are numbers from 0 to ${highest}. What are their names, in order, separated by commas (O, B-PER, I-PER, …)?`,
      options: [],
      open: true,
      names: true,
    });
  const names =
    given.length > 0
      ? given
      : asked()
          .split(',')
          .map((name) => name.trim());
  if (names.some((name) => name !== ''))
    return tagged.map((each) => ({ ...each, tags: each.tags.map((tag) => names[Number(tag)] || tag) }));
  const message = `${column}: the tags are numbers whose names are not in the file; ${plural(tagged.length, 'row has', 'rows have')} no tags until the names are given`;
  say(tagged[0].row, message);
  for (const { row } of tagged) delete row.words;
  return [];
}

/** How the tags are spelt; what is unusual is said, and asked where there is another way to read it. */
function notationFor(tagged: Tagged[], column: string, say: Say, ask: Ask): Notation | undefined {
  const different = differentTags(tagged);
  const found = notationsOf(different);
  const [likely] = found;
  if (!likely) {
    const examples = [...different].slice(0, 3).map((tag) => `"${tag}"`);
    const message = `${column}: no tag (${examples.join(', ')}${different.size > 3 ? ', …' : ''}) is O, or B or I with a type; the tags of ${plural(tagged.length, 'row')} are left out`;
    say(tagged[0].row, message);
    for (const { row } of tagged) delete row.words;
    return undefined;
  }
  const answer =
    found.length < 2
      ? likely.name
      : ask({
          id: `notation of ${column}`,
          text: `How should the tags in ${column} be read?`,
          options: found.map(({ name, title }) => ({ value: name, title })),
          open: false,
        });
  const notation = found.find(({ name }) => name === answer) ?? likely;
  const [{ row }] = tagged;
  if (notation.name === 'untyped') say(row, `${column}: the tags have no types; all entities are called ${UNTYPED}`, 'warning');
  if (notation.name === 'types') {
    say(row, `${column}: the tags do not say where an entity begins; neighbouring words of one type are read as one entity`, 'warning');
  }
  return notation;
}

/** Rows with their tags in the usual spelling; those with another tag lose theirs, and each such tag is named once. */
function spelt(tagged: Tagged[], notation: Notation, say: Say): Tagged[] {
  const known = new Map<string, string | undefined>();
  const unknown = new Map<string, Row[]>();
  const spell = (tag: string) => {
    if (!known.has(tag)) known.set(tag, notation.spell(tag));
    return known.get(tag);
  };
  const kept = tagged.filter(({ row, tags }) => {
    const odd = tags.find((tag) => spell(tag) === undefined);
    if (odd === undefined) return true;
    const others = unknown.get(odd);
    if (others) others.push(row);
    else unknown.set(odd, [row]);
    delete row.words;
    return false;
  });
  const named = [...unknown];
  for (const [tag, rows] of named.slice(0, MOST_NAMED)) {
    const what = tag.includes('|')
      ? `"${tag}" joins several tags, but a word can have only one`
      : `"${tag}" is not a known tag (O, B-X, I-X, E-X, S-X)`;
    say(rows[0], `${what}; ${rows.length === 1 ? 'the row’s tags' : `the tags of ${plural(rows.length, 'row')}`} are left out`);
  }
  const more = named.slice(MOST_NAMED);
  if (more.length > 0) {
    const count = more.reduce((sum, [, rows]) => sum + rows.length, 0);
    say(
      more[0][1][0],
      `${plural(more.length, 'more tag is', 'more tags are')} not known; the tags of ${plural(count, 'row')} are left out`,
    );
  }
  return kept.map((each) => ({ ...each, tags: each.tags.map((tag) => spell(tag) ?? tag) }));
}
