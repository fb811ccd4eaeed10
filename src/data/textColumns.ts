/** Which columns hold the texts, by their names and by their contents. */
import { isLabelName, lesserTextColumns, textColumns } from './columnNames';
import { isName, toNumber } from './labelKinds';
import type { Ask } from './questions';

/** Values of a column that are there, of the first rows. */
type Known = (column: string) => unknown[];

/** Dates, addresses and ids: long, and never the same, but no prose. */
const NO_PROSE =
  /^(\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|[A-Z][a-z]{2},? [A-Z][a-z]{2} \d{1,2} \d|[a-z]+:\/\/\S+$|\S+@\S+$|[\da-f]{8,}(-[\da-f]+)*$)/i;

/** Characters by which a value shows what it is: expressions that go back and forth run out of memory in megabytes without a blank. */
const LOOKED_AT = 1000;

/** Texts, most of which come once, rather than names. */
export function isProse(values: unknown[]): boolean {
  const strings = values.filter((value) => typeof value === 'string');
  if (strings.length === 0 || strings.length < values.length) return false;
  const several = strings.filter((value) => /\S\s+\S/.test(value)).length;
  const odd = strings.filter((value) => NO_PROSE.test(value.slice(0, LOOKED_AT))).length;
  return several >= strings.length / 2 && odd < strings.length / 2 && new Set(strings).size > strings.length / 2;
}

/** The column that is called so; asks under the id `text` where others may be meant. */
export function namedText(columns: string[], known: Known, ask: Ask): string | undefined {
  const named = textColumns(columns);
  const lesser = lesserTextColumns(columns);
  if (named.length + lesser.length === 0) return undefined;
  const prose = columns.filter((column) => !isLabelName(column) && isProse(known(column)));
  // A title stands beside something longer, whatever that is called.
  const longer = named.length === 0 ? longest([...new Set([...lesser, ...prose])], known) : undefined;
  const likely = longer ?? named.find((column) => isProse(known(column))) ?? named[0] ?? lesser[0];
  const others = [...named, ...lesser, ...prose].filter((column) => known(column).every((value) => typeof value === 'string'));
  // One column that is called a text settles it.
  return longer === undefined && named.length === 1 ? likely : askText(likely, others, ask);
}

/**
 * Two columns that are called alike but for 1 and 2 or A and B, or that stand beside one of measured numbers; else the one with the
 * longest prose. Asks under the id `text` where there are others, and where nothing looks like texts.
 *
 * @param pairs whether there may be two
 */
export function unnamedTexts(all: string[], known: Known, ask: Ask, pairs: boolean): [text?: string, other?: string] {
  const worded = all.filter((column) => known(column).some((value) => typeof value === 'string' && Number.isNaN(toNumber(value))));
  const columns = worded.length > 0 ? worded : all;
  const prose = columns.filter((column) => isProse(known(column)));
  const alike = pairs ? pairCalledAlike(prose.filter((column) => !NUMBERED.test(column))) : undefined;
  if (alike && prose.length === 2) return alike;
  const scored = pairs && !alike ? scoredPair(all, known) : undefined;
  if (scored) return scored;
  const likely = longest(prose.length > 0 ? prose : columns, known);
  if (likely === undefined) return [];
  const isOdd = prose.length === 0 && isRepeated(known(likely));
  const candidates = isOdd ? columns.filter((column) => known(column).every((value) => typeof value === 'string')) : prose;
  const pair = alike ?? (pairs && prose.length === 2 ? ([prose[0], prose[1]] as const) : undefined);
  if (!pair) return [askText(likely, candidates, ask)];
  const both = pair.join(' + ');
  const single = prose.map((column) => ({ value: column, title: column }));
  const joined = { value: both, title: `${pair[0]} and ${pair[1]}, as a pair` };
  single.sort((a, b) => Number(b.value === likely) - Number(a.value === likely));
  const options = alike ? [joined, ...single] : [...single, joined];
  const answer = ask({ id: 'text', text: 'Several columns hold texts. The text is in', options, open: true });
  return answer === both ? [...pair] : [answer];
}

/** What columns without a name are called. */
const NUMBERED = /^column \d+$/;

/** Texts are hardly ever the same. */
const isRepeated = (values: unknown[]) => values.length > 3 && new Set(values).size <= values.length / 4;

function askText(likely: string, candidates: string[], ask: Ask): string {
  const others = [...new Set(candidates)].filter((column) => column !== likely);
  if (others.length === 0) return likely;
  return ask({
    id: 'text',
    text: 'The text is in the column',
    options: [likely, ...others].map((column) => ({ value: column, title: column })),
    open: true,
  });
}

function pairCalledAlike(prose: string[]): [string, string] | undefined {
  const stem = (column: string, mark: RegExp) => (mark.test(column) ? column.toLowerCase().replace(mark, '') : undefined);
  for (const [first, second] of [
    [/1/, /2/],
    [/(?<![a-z])a(?![a-z])/i, /(?<![a-z])b(?![a-z])/i],
  ]) {
    for (const text of prose) {
      const own = stem(text, first);
      const other = own === undefined ? undefined : prose.find((column) => column !== text && stem(column, second) === own);
      // Of three and more, no two are a pair.
      const more = prose.some((column) => column !== text && column !== other && stem(column, /\d|(?<![a-z])[a-z](?![a-z])/i) === own);
      if (other !== undefined && !more) return [text, other];
    }
  }
  return undefined;
}

function scoredPair(columns: string[], known: Known): [string, string] | undefined {
  const texts = columns.filter((column) => {
    const values = known(column);
    return values.every((value) => Number.isNaN(toNumber(value))) && meanLength(values) >= 10 && new Set(values).size > values.length / 2;
  });
  const scored = columns.some((column) => {
    const values = known(column).map(toNumber);
    return values.some((value) => !Number.isInteger(value)) && !values.some(Number.isNaN);
  });
  return texts.length === 2 && scored ? [texts[0], texts[1]] : undefined;
}

function longest(columns: string[], known: Known): string | undefined {
  const lengths = columns.map((column) => meanLength(known(column).filter(isName)));
  return columns[lengths.reduce((best, length, i) => (length > lengths[best] ? i : best), 0)];
}

const meanLength = (values: unknown[]) => values.reduce<number>((sum, value) => sum + String(value).length, 0) / Math.max(1, values.length);
