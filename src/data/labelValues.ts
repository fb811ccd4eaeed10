/** A value of a label column, as the file has it, to a label. */
import { readAnswers } from './answers';
import type { Label, Problem } from './dataset';
import { parseSpans } from './formats/shared/values';
import { isName, type LabelKind, toNumber } from './labelKinds';
import type { Names } from './names';
import { checkCovered, DEFAULT_RULE, type OffsetRule, placeQuoted, placeSpans } from './offsets';
import type { Row } from './rows';
import { checkSpans } from './spans';

/** What holds the place of a number that is not known. */
const NO_NUMBER = /^(nan|null|none|n\/?a|-|\?)$/i;

export interface ColumnReading {
  row: Row;
  column: string;
  names: Names;
  /** What offsets of spans count. Default: UTF-16 units, the end exclusive. */
  offsets?: OffsetRule;
  /** Says what is wrong with the value. Default severity: error. */
  say(message: string, severity?: Problem['severity']): void;
}

/** Each gives undefined for a value that is not a label, having said why; for an empty list of answers too. */
export const READERS: Record<LabelKind, (value: unknown, reading: ColumnReading) => Label | undefined> = {
  names(value, { column, names, say }) {
    if (isName(value)) return names.same(String(value).trim());
    say(`${column} is ${shown(value)} where a name is expected; it is left out`);
    return undefined;
  },
  lists(value, { column, names, say }) {
    const items = (Array.isArray(value) ? value : [value]) as unknown[];
    const odd = items.find((item) => item !== null && !isName(item));
    if (odd !== undefined) say(`${column} holds ${shown(odd)} where a name is expected; it is left out`);
    const found = items.filter(isName).map((item) => names.same(String(item).trim()));
    return [...new Set(found)].filter((name) => name !== '');
  },
  numbers(value, { column, say }) {
    const number = toNumber(value);
    if (!Number.isNaN(number)) return number;
    if (typeof value !== 'string' || !NO_NUMBER.test(value)) {
      say(`${column} is ${shown(value)} where a number is expected; it is left out`);
    }
    return undefined;
  },
  spans(value, { row, names, offsets = DEFAULT_RULE, say }) {
    const parsed = parseSpans(value);
    if (typeof parsed === 'string' || row.retold) {
      say(
        `${typeof parsed === 'string' ? parsed : 'the offsets of the spans are not those of the text made of the tokens'}; they are left out`,
      );
      return undefined;
    }
    const found = checkCovered(row.text, placeSpans(row.text, parsed.spans, row.offsets ?? offsets));
    const quoted = placeQuoted(row.text, parsed.unplaced);
    const { spans, faults } = checkSpans(row.text, [...found.spans, ...quoted.spans]);
    for (const fault of [...parsed.faults, ...found.faults, ...quoted.faults, ...faults]) say(fault);
    // A text of which no entity could be read is not one without entities.
    if (spans.length === 0 && (value as unknown[]).length > 0) return undefined;
    for (const place of found.moved) say(place, 'warning');
    return spans.map((span) => ({ ...span, label: names.same(span.label) }));
  },
  answers(value, { row, say }) {
    const { spans, moved, faults } = readAnswers(row.text, value);
    for (const fault of faults) say(fault);
    for (const place of moved) say(place, 'warning');
    return spans.length > 0 ? spans : undefined;
  },
};

const shown = (value: unknown) => JSON.stringify(value).slice(0, 60);
