/** Tags of words, in whichever scheme a data set has them, to spans of the text. */
import { Names } from './names';
import type { Row, Say } from './rows';
import { checkSpans } from './spans';
import { detectScheme, spansOfTags, strayInsides, type TagScheme, toIob2, unknownTag } from './tagSchemes';

/** Gives every tagged row its spans under `column`; a row with an unknown tag has none, and no words. */
export function settleTags(rows: Row[], column: string, say: Say): TagScheme | undefined {
  const tagged = rows.flatMap((row) => {
    const { tags, words } = row;
    if (!tags || !words) return [];
    const odd = unknownTag(tags);
    if (odd === undefined) return [{ row, tags, words }];
    say(row, `"${odd}" is not a known tag (O, B-X, I-X, E-X, S-X); the row’s tags are left out`);
    delete row.words;
    return [];
  });
  if (tagged.length === 0) return undefined;
  const scheme = detectScheme(tagged.map(({ tags }) => tags));
  const names = new Names();
  const strays: { row: Row; count: number }[] = [];
  for (const { row, tags, words } of tagged) {
    const settled = toIob2(tags, scheme);
    const count = strayInsides(settled);
    if (count > 0) strays.push({ row, count });
    const { spans, faults } = checkSpans(row.text, spansOfTags(settled, words));
    for (const fault of faults) say(row, fault);
    row.labels[column] = spans.map((span) => ({ ...span, label: names.same(span.label) }));
  }
  if (strays.length > 0) {
    const total = strays.reduce((sum, { count }) => sum + count, 0);
    const message = `${total} I- tags in ${strays.length} rows continue no entity of their type; each is counted as the beginning of one`;
    say(strays[0].row, message, 'warning');
  }
  return scheme;
}
