/** Lines as the texts that tasks read: a second text, where one is needed, is parted from the first by a tab. */
import type { TextInput } from '../inference/reading';
import type { TaskConfig } from '../tasks/kind';

/** Kinds that read two texts: a pair, or a question and the text that holds its answer. */
const PAIR = 'similarity';
const QUESTION = 'questionAnswering';

/** What the part of a line before a tab is; undefined where no task reads two texts. */
export function firstPart(tasks: Record<string, TaskConfig>): 'text' | 'question' | undefined {
  const kinds = Object.values(tasks).map(({ kind }) => kind);
  if (kinds.includes(QUESTION)) return 'question';
  return kinds.includes(PAIR) ? 'text' : undefined;
}

/** `text<tab>other`; with a task that answers questions, `question<tab>text`. */
export function textsOf(lines: string[], tasks: Record<string, TaskConfig>): TextInput[] {
  const first = firstPart(tasks);
  return lines.map((line) => {
    const tab = first === undefined ? -1 : line.indexOf('\t');
    if (tab < 0) return { text: line };
    const parts = [line.slice(0, tab).trim(), line.slice(tab + 1).trim()];
    // A tab with nothing on one side of it parts nothing.
    if (parts.includes('')) return { text: line.trim() };
    return first === 'question' ? { text: parts[1], other: parts[0] } : { text: parts[0], other: parts[1] };
  });
}
