/** Lines as the texts that tasks read: a second text, where one is needed, is parted from the first by a tab. */
import type { TextInput } from '../inference/reading';
import type { TaskConfig, View } from '../tasks/kind';
import type { KindInfo } from '../workers/protocol';

type Kinds = ReadonlyMap<string, KindInfo>;

/** What a task needs beside a text: a question about it, or another text; undefined where it needs nothing. */
export function secondOf({ kind }: TaskConfig, kinds: Kinds): 'question' | 'text' | undefined {
  const views: View[] = kinds.get(kind)?.reads.map(({ view }) => view) ?? [];
  if (views.includes('joint')) return 'question';
  return views.includes('other') ? 'text' : undefined;
}

/** What the part of a line before a tab is; undefined where no task reads two texts. */
export function firstPart(tasks: Record<string, TaskConfig>, kinds: Kinds): 'text' | 'question' | undefined {
  const needed = Object.values(tasks).map((task) => secondOf(task, kinds));
  return needed.includes('question') ? 'question' : needed.find((one) => one !== undefined);
}

/** `text<tab>other`; with a task that answers questions, `question<tab>text`. */
export function textsOf(lines: string[], tasks: Record<string, TaskConfig>, kinds: Kinds): TextInput[] {
  const first = firstPart(tasks, kinds);
  return lines.map((line) => {
    const tab = first === undefined ? -1 : line.indexOf('\t');
    if (tab < 0) return { text: line };
    const parts = [line.slice(0, tab).trim(), line.slice(tab + 1).trim()];
    // A tab with nothing on one side of it parts nothing.
    if (parts.includes('')) return { text: line.trim() };
    return first === 'question' ? { text: parts[1], other: parts[0] } : { text: parts[0], other: parts[1] };
  });
}
