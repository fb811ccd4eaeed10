/** Which field of Label Studio's tasks is the text: its interface names it, which an export does not have, but spans repeat what they cover. */
import { isRowName, pairOf, textColumns } from '../../columnNames';
import { placeSpans, UNITS } from '../../offsets';
import type { Ask } from '../../questions';
import type { Labelled } from './labelStudioTasks';

const SAMPLE = 200;
/** Pictures, sounds and documents stand in other files: what a task has of them is an address. */
const ADDRESS =
  /^(\w+:\/\/|\/|\.\/)?\S+\.(png|jpe?g|gif|webp|bmp|tiff?|svg|wav|mp3|flac|ogg|m4a|mp4|webm|avi|mov|pdf|docx?|html?|txt)(\?\S*)?$/i;

/** @returns '' where no field holds text: addresses of other files are none */
export function textField(tasks: Labelled[], ask: Ask): { text: string; other?: string } {
  const sample = tasks.slice(0, SAMPLE);
  const lengths = new Map<string, number>();
  for (const { data } of sample) {
    for (const [name, value] of Object.entries(data)) {
      if (typeof value === 'string' && !/^split$/i.test(name) && !ADDRESS.test(value.trim()))
        lengths.set(name, (lengths.get(name) ?? 0) + value.length);
    }
  }
  const isId = (name: string) => Number(isRowName(name));
  const names = [...lengths.keys()].sort((a, b) => isId(a) - isId(b) || (lengths.get(b) ?? 0) - (lengths.get(a) ?? 0));
  const matches = new Map(names.map((name) => [name, countCovered(sample, name)]));
  const best = names.reduce<string | undefined>(
    (found, name) => ((matches.get(name) ?? 0) > (found ? (matches.get(found) ?? 0) : 0) ? name : found),
    undefined,
  );
  const pair = pairOf(names);
  if (best !== undefined) return { text: best, ...(pair?.[0] === best ? { other: pair[1] } : {}) };
  if (pair) return { text: pair[0], other: pair[1] };
  const [likely = names[0] ?? ''] = textColumns(names);
  if (names.length < 2) return { text: likely };
  const options = [likely, ...names.filter((name) => name !== likely)].map((value) => ({ value, title: value }));
  return {
    text: ask({
      id: 'text',
      text: 'Which field of the tasks is the text that was labelled?',
      options,
      open: textColumns(names).length !== 1,
    }),
  };
}

function countCovered(tasks: Labelled[], name: string): number {
  let count = 0;
  for (const { data, results } of tasks) {
    const text = data[name];
    if (typeof text !== 'string') continue;
    for (const { start, end, text: covered } of [...(results?.values() ?? [])].flat()) {
      if (typeof start !== 'number' || typeof end !== 'number' || typeof covered !== 'string' || covered === '') continue;
      const places = UNITS.flatMap((unit) => placeSpans(text, [{ start, end, label: '' }], { unit, ends: 'exclusive' }));
      if (places.some((place) => text.slice(place.start, place.end) === covered)) count++;
    }
  }
  return count;
}
