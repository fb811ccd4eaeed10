/** Answers to questions, as SQuAD and its kin write them: text and place in the context. */
import type { Span } from './dataset';
import { fromCodePoints, tidySpan } from './spans';

/** What all answers are called. */
export const ANSWER = 'answer';

interface Answer {
  text: string;
  /** In code points, as Python counts. */
  start: number;
}

/** `{ text: […], answer_start: […] }` of the Hugging Face data set, or a list of `{ text, answer_start }`. */
export function isAnswers(value: unknown): boolean {
  const isPair = (item: unknown) => typeof item === 'object' && item !== null && 'text' in item && 'answer_start' in item;
  return Array.isArray(value) ? value.some(isPair) : isPair(value);
}

function parseAnswers(value: unknown): Answer[] | undefined {
  if (!Array.isArray(value)) {
    const { text, answer_start: start } = value as Record<string, unknown>;
    const texts = [text].flat();
    const starts = [start].flat();
    return texts.length === starts.length ? parseAnswers(texts.map((each, i) => ({ text: each, answer_start: starts[i] }))) : undefined;
  }
  const answers = value.map((item: unknown): Answer | undefined => {
    const { text, answer_start: start } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    return typeof text === 'string' && text.trim() !== '' && Number.isInteger(start) ? { text, start: Number(start) } : undefined;
  });
  return answers.includes(undefined) ? undefined : answers.flatMap((answer) => answer ?? []);
}

/**
 * @returns different answers in the order of the file, an empty list where the question has none.
 * `moved`: what was found elsewhere; `faults`: what is wrong with those left out; both in words
 */
export function readAnswers(context: string, value: unknown): { spans: Span[]; moved: string[]; faults: string[] } {
  const moved: string[] = [];
  const faults: string[] = [];
  const spans: Span[] = [];
  const answers = typeof value === 'object' && value !== null ? parseAnswers(value) : undefined;
  if (!answers)
    faults.push(
      `${JSON.stringify(value).slice(0, 80)} does not hold answers, which are written as { "text": […], "answer_start": […] }; it is left out`,
    );
  for (const { text, start } of answers ?? []) {
    const stated = placeOf(context, text, start);
    const first = context.indexOf(text);
    const at = stated ?? (first === context.lastIndexOf(text) ? first : -1);
    const span = at < 0 ? undefined : tidySpan(context, { start: at, end: at + text.length, label: ANSWER });
    if (!span) faults.push(`the answer "${text.slice(0, 60)}" is not at position ${start} of the context; it is left out`);
    else if (stated === undefined) moved.push(`the answer "${text.slice(0, 60)}" is at position ${at} of the context, not at ${start}`);
    if (span && !spans.some(({ start: from, end }) => from === span.start && end === span.end)) spans.push(span);
  }
  return { spans, moved, faults };
}

/** Where the answer stands if `start` is right, counted in code points or in UTF-16 units. */
function placeOf(context: string, text: string, start: number): number | undefined {
  const [{ start: at }] = fromCodePoints(context, [{ start, end: start, label: ANSWER }]);
  return [at, start].find((place) => context.startsWith(text, place) && place >= 0);
}
