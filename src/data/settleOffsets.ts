/**
 * What the offsets of spans count. Python tools count Unicode code points, JavaScript and Java UTF-16 units; some tools give the last
 * character of a span instead of the one behind it. A file does not say which, but its spans show it.
 */
import { parseSpans } from './formats/shared/values';
import { hasPairs, withoutPairs } from './lineEnds';
import { hasSurrogates, isSame, type OffsetRule, placeSpans, type RawSpan, UNITS } from './offsets';
import type { Ask } from './questions';

interface SpannedText {
  text: string;
  spans: RawSpan[];
}

const TITLES: Record<OffsetRule['unit'], string> = {
  codePoints: 'Unicode characters, as in Python',
  utf16: 'UTF-16 units, as in JavaScript and Java',
};

/** Spans looked at, and those of them for which it matters what is counted. */
const SAMPLE = 2000;
/** Without the spans’ own texts, ends are inclusive only where so many of at least three spans say so. */
const SURE = 0.8;
const FEWEST = 3;

/**
 * Asks under the ids `offsets`, `ends of spans` and `line ends`, where the alternatives differ.
 *
 * @param rows of one file: texts, and their spans as the file has them
 * @param stated the format's convention, for spans that do not tell
 */
export function settleOffsets(
  rows: Iterable<{ text: string; value: unknown }>,
  stated: OffsetRule['unit'] | undefined,
  ask: Ask,
): OffsetRule {
  const { first, affected, broken } = sampleOf(rows);
  const lineEnds = settleLineEnds(broken, ask);
  const counted = (sample: SpannedText[]) => (lineEnds ? sample.map(withoutReturns) : sample);
  const rule = settleUnit(counted(affected), stated, settleEnds(counted(first), ask), ask);
  return lineEnds ? { ...rule, lineEnds } : rule;
}

function settleUnit(affected: SpannedText[], stated: OffsetRule['unit'] | undefined, ends: OffsetRule['ends'], ask: Ask): OffsetRule {
  const count = countSpans(affected);
  if (count === 0) return { unit: 'utf16', ends };
  const votes = (unit: OffsetRule['unit']) => countFits(affected, { unit, ends });
  const [points, units] = [votes('codePoints'), votes('utf16')];
  // Spans inside words fit by accident: a convention is given up for several that all say otherwise, or for their own texts.
  const firm = stated === undefined || showsTexts(affected) || (Math.abs(points - units) >= FEWEST && Math.min(points, units) < count / 2);
  const undecided = points === units || !firm;
  const likely = undecided ? (stated ?? 'codePoints') : points > units ? 'codePoints' : 'utf16';
  if (likely === stated && isProven(affected, Math.max(points, units))) return { unit: likely, ends };
  const other = likely === 'utf16' ? 'codePoints' : 'utf16';
  const unit = ask({
    id: 'offsets',
    text: 'Some texts have emoji or other rare characters, which not all tools count alike. The offsets of spans count',
    options: [likely, other].map((value) => ({ value, title: TITLES[value as OffsetRule['unit']] })),
    open: undecided && stated === undefined,
  });
  return { unit: unit as OffsetRule['unit'], ends };
}

const withoutReturns = ({ text, spans }: SpannedText): SpannedText => ({ text: withoutPairs(text), spans });

/** Spans behind line ends of two characters show whether these count once. */
function settleLineEnds(broken: SpannedText[], ask: Ask): OffsetRule['lineEnds'] {
  if (mostFits(broken.map(withoutReturns), 'exclusive') <= mostFits(broken, 'exclusive')) return undefined;
  const answer = ask({
    id: 'line ends',
    text: 'Some texts have line ends of two characters, as Windows writes them. By what the spans cover, such a line end counts as',
    options: [
      { value: 'once', title: 'one character, as browsers count it' },
      { value: 'twice', title: 'two characters' },
    ],
    open: !showsTexts(broken),
  });
  return answer === 'once' ? 'once' : undefined;
}

function settleEnds(sample: SpannedText[], ask: Ask): OffsetRule['ends'] {
  const all = countSpans(sample);
  const shown = showsTexts(sample);
  const [exclusive, inclusive] = [mostFits(sample, 'exclusive'), mostFits(sample, 'inclusive')];
  const isInclusive = shown ? inclusive > exclusive : all >= FEWEST && inclusive >= SURE * all && exclusive <= (1 - SURE) * all;
  if (!isInclusive) return 'exclusive';
  return ask({
    id: 'ends of spans',
    text: 'The end of a span seems to be its last character. It is',
    options: [
      { value: 'inclusive', title: 'the last character of the span' },
      { value: 'exclusive', title: 'the character after the span' },
    ],
    open: !shown,
  }) as OffsetRule['ends'];
}

/** Whether every span has its own text, and has it where it should stand. */
function isProven(sample: SpannedText[], fits: number): boolean {
  const spans = sample.flatMap((row) => row.spans);
  return fits === spans.length && spans.every(({ covered }) => covered !== undefined);
}

/** Spans of the first rows; and those behind a rare character or a line end of two, however late in the file they come. */
function sampleOf(rows: Iterable<{ text: string; value: unknown }>): Record<'first' | 'affected' | 'broken', SpannedText[]> {
  const [first, affected, broken]: SpannedText[][] = [[], [], []];
  let [seen, behind, after] = [0, 0, 0];
  for (const { text, value } of rows) {
    const matters = behind < SAMPLE && hasSurrogates(text);
    const breaks = after < SAMPLE && hasPairs(text);
    if (seen >= SAMPLE && !matters && !breaks) continue;
    const parsed = parseSpans(value);
    const spans = typeof parsed === 'string' ? [] : parsed.spans;
    if (seen < SAMPLE) first.push({ text, spans });
    seen += spans.length;
    if (breaks) {
      const late = spans.filter(({ end }) => hasPairs(text.slice(0, end)));
      broken.push({ text, spans: late });
      after += late.length;
    }
    if (!matters) continue;
    const late = spans.filter(({ end }) => hasSurrogates(text.slice(0, end)));
    affected.push({ text, spans: late });
    behind += late.length;
  }
  return { first, affected, broken };
}

/** Whether any span has its own text. */
const showsTexts = (sample: SpannedText[]) => sample.some(({ spans }) => spans.some(({ covered }) => covered !== undefined));

const countSpans = (sample: SpannedText[]) => sample.reduce((sum, { spans }) => sum + spans.length, 0);

function countFits(sample: SpannedText[], rule: OffsetRule): number {
  let count = 0;
  for (const { text, spans } of sample) {
    for (const [i, { start, end }] of placeSpans(text, spans, rule).entries()) {
      const { covered } = spans[i];
      if (covered === undefined ? isWhole(text, start, end) : isSame(text.slice(start, end), covered)) count++;
    }
  }
  return count;
}

/** By the unit of which most fit. */
const mostFits = (sample: SpannedText[], ends: OffsetRule['ends']): number =>
  Math.max(...UNITS.map((unit) => countFits(sample, { unit, ends })));

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** Whether a stretch begins and ends where words do. */
function isWhole(text: string, start: number, end: number): boolean {
  if (!(start >= 0 && start < end && end <= text.length)) return false;
  const covered = text.slice(start, end);
  if (covered.trim() !== covered) return false;
  const joins = (at: number) => at > 0 && at < text.length && WORD.test(text[at - 1]) && WORD.test(text[at]);
  const splitsPair = (at: number) => /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
  return !joins(start) && !joins(end) && !splitsPair(start) && !splitsPair(end);
}
