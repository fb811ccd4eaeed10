/**
 * Rows of a split as JSON Lines for Python: texts and labels, and beside them what was made of them here, token ids and
 * targets, so that nobody has to do it again in the same way. All offsets count code points.
 */
import type { Example, Label, Span } from '../../data/dataset';
import { toCodePoints } from '../../data/formats/output';
import { endOfWord } from '../../data/spans';
import type { EncodedText } from '../../inference/reading';
import { joinBytes } from '../../model/bytes';
import type { EntitiesConfig } from '../../tasks/entities/config';
import { unitKind } from '../../tasks/entities/config';
import { entities } from '../../tasks/entities/entities';
import { unitsOf } from '../../tasks/entities/units';
import { type Head, isReadable } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { type EncodedView, encodeSplit, targetRows } from '../../train/data/encodedSplit';

/** Reads an example as a view has it. */
export type Read = (example: Example, view: View) => EncodedText;

/** Rows that are encoded at a time. */
const CHUNK = 256;

/** @returns a line per row */
export function projectRows(examples: Example[], heads: Head[], read: Read): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < examples.length; from += CHUNK) {
    const lines = linesOf(examples.slice(from, from + CHUNK), heads, read);
    parts.push(encoder.encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  }
  return joinBytes(parts);
}

function linesOf(examples: Example[], heads: Head[], read: Read): object[] {
  const encoded = encodeSplit(examples, heads, read, true);
  const rows = heads.map((head) => ({ head, ...targetRows(encoded, head), counts: encoded.targets.get(head.name)?.counts }));
  return examples.map((example, i) => {
    const at = toCodePoints(example.text);
    const views = [...encoded.views].filter(([view]) => view === 'text' || example.other !== undefined);
    const known = heads.filter((head) => isReadable(head, example) && example.labels[head.name] !== undefined);
    const targets = rows.flatMap(({ head, values, width, rowsOf, counts }) => {
      const [first, end] = rowsOf(i);
      return counts?.[i] === 1 ? [[head.name, Array.from(values.slice(first * width, end * width))] as const] : [];
    });
    const marked = known.filter(({ kind }) => kind.kind === entities.kind);
    return {
      text: example.text,
      ...(example.other === undefined ? {} : { other: example.other }),
      labels: Object.fromEntries(known.map(({ name }) => [name, inCodePoints(example.labels[name], at)])),
      ...(example.words ? { words: Array.from(example.words, at) } : {}),
      read: Object.fromEntries(views.map(([view, { texts }]) => [view, readAs(texts[i] as EncodedText)])),
      targets: Object.fromEntries(targets),
      ...(marked.length > 0 ? { units: Object.fromEntries(marked.map((head) => [head.name, unitsAs(head, encoded.views, i)])) } : {}),
    };
  });
}

function readAs({ text, pieces, sequences }: EncodedText): object {
  const at = toCodePoints(text);
  return {
    sequences: sequences.map(({ typeIds, ...sequence }) => ({ ...sequence, ...(typeIds ? { types: typeIds } : {}) })),
    pieces: pieces.flatMap(({ start, end }) => [at(start), at(endOfWord(text, end))]),
  };
}

/** Of each unit that gets a label, its first word piece and its place. */
function unitsAs({ kind, config }: Head, views: ReadonlyMap<View, EncodedView>, i: number): number[][] {
  const text = views.get(kind.reads[0].view)?.texts[i] as EncodedText;
  const at = toCodePoints(text.text);
  return unitsOf(text, unitKind(config as EntitiesConfig)).map(({ first, from, to }) => [first, at(from), at(to)]);
}

function inCodePoints(label: Label, at: (offset: number) => number): Label {
  const isSpan = (part: string | Span): part is Span => typeof part === 'object';
  if (!Array.isArray(label) || !(label as (string | Span)[]).every(isSpan)) return label;
  return (label as Span[]).map(({ start, end, label: type }) => ({ start: at(start), end: at(end), label: type }));
}
