/** Records to rows: texts, words and tags, before labels are settled. */
import { plural } from '../plural';
import type { Roles } from './columns';
import { emptyLabels, type Labels, type Problem } from './dataset';
import { parseStrings, parseTags } from './formats/shared/values';
import { knownValue } from './labelKinds';
import type { OffsetRule } from './offsets';
import type { Place, Records } from './records';
import { forEach, type Steps } from './steps';
import { isBlank, placeTokens, visibleWords } from './words';

export interface Row extends Place {
  /** Which record it was. */
  record: number;
  text: string;
  other?: string;
  labels: Labels;
  words?: Uint32Array;
  /** As the file has them, one per word. */
  tags?: string[];
  /** As the file has it: train, dev, test … */
  split?: string;
  /** Whether offsets of spans count characters of another text than `text`. */
  retold: boolean;
  /** What the record itself says that offsets of its spans count. */
  offsets?: OffsetRule;
}

/** Says what is wrong at a place. Default severity: error. */
export type Say = (place: Pick<Problem, 'file' | 'line' | 'about'>, message: string, severity?: Problem['severity']) => void;

/** Rows that have a text; a second one too where the data set has pairs. What is wrong with the others is said. */
export function* buildRows(records: Records, roles: Roles, say: Say): Steps<Row[]> {
  const column = (name: string | undefined) => (name === undefined ? [] : records.values(name));
  const [texts, others, tokens, tags, splits] = [roles.text, roles.other, roles.tokens, roles.tags, roles.split].map(column);
  const offsets = records.values('offsets');
  const odd = { blank: new Count(), other: new Count() };
  const rows: Row[] = [];
  yield* forEach(records.places, (place, record) => {
    const words = parseStrings(tokens[record]);
    const given = texts[record];
    if (!words && given !== undefined && typeof given !== 'string') {
      say(place, `the text is ${JSON.stringify(given).slice(0, 40)} where a string is expected; the row is left out`);
      return;
    }
    const placed = words && placeTokens(words, given);
    const text = placed?.text ?? (typeof given === 'string' ? given : '');
    const retold = given !== undefined && given !== text;
    if (words) odd.blank.add(place, words.filter(isBlank).length);
    if (words && retold) odd.other.add(place, 1);
    const row: Row = { ...place, record, text, labels: emptyLabels(), retold };
    const unit = offsets[record];
    if (unit === 'codePoints' || unit === 'utf16') row.offsets = { unit, ends: 'exclusive' };
    const split = knownValue(splits[record]);
    if (split !== undefined) row.split = String(split);
    if (placed) readTags(row, placed.words, parseTags(tags[record]), say);
    const other = others[record];
    if (typeof other === 'string') row.other = other;
    const missing = text.trim() === '' ? 'there is no text' : roles.other && !row.other?.trim() ? 'there is no second text' : undefined;
    if (missing) say(place, `${missing} in this row; it is left out`);
    else rows.push(row);
  });
  odd.blank.say(say, (count) => `${plural(count, 'blank token is', 'blank tokens are')} left out`);
  odd.other.say(
    say,
    (count) => `in ${plural(count, 'row')} the text does not consist of the tokens; the tokens, joined by spaces, are read as the text`,
  );
  return rows;
}

/** How often something occurs, and where first: it is said once. */
class Count {
  private count = 0;
  private first: Place | undefined;

  add(place: Place, times: number): void {
    if (times > 0) this.first ??= place;
    this.count += times;
  }

  say(say: Say, message: (count: number) => string): void {
    if (this.first) say(this.first, message(this.count), 'warning');
  }
}

function readTags(row: Row, words: Uint32Array, tags: string[] | undefined, say: Say): void {
  if (!tags) {
    row.words = visibleWords(words);
    return;
  }
  if (tags.length !== words.length / 2) {
    say(row, `the row has ${plural(words.length / 2, 'token')} and ${plural(tags.length, 'tag')}; the tags are left out`);
    return;
  }
  row.words = words;
  row.tags = tags;
}
