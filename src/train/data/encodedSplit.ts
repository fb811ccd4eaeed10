/**
 * A split of a data set as numbers: one tokenisation of each view serves all tasks that read it. Token rows are the word
 * pieces of all texts, one behind another, without special tokens and without padding.
 */

import { breather } from '../../breather';
import type { Example, Label } from '../../data/dataset';
import { throwIfAborted } from '../../errors';
import { cutOf, type EncodedText, type Sequence } from '../../inference/reading';
import { type Head, isReadable, levelOf } from '../../tasks/head';
import type { View } from '../../tasks/kind';

/** A text of an evaluated split is kept with its pieces; for training its sequences are enough. */
export interface EncodedView {
  texts: Pick<EncodedText, 'sequences'>[];
  /** [count + 1], where the pieces of each text begin. */
  firstPiece: Uint32Array<ArrayBuffer>;
}

/** What a task is to learn from a split. */
export interface TaskTargets {
  /** [rows · width]: a row per example, or per word piece of the view that the task reads. */
  values: Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
  width: number;
  /** [count], 1 where any row of the example counts. */
  counts: Uint8Array<ArrayBuffer>;
  /** Parts of the gold that the rows cannot express: beyond the model's limit, or not at the ends of word pieces. */
  lost: number;
}

export interface EncodedSplit {
  /** Examples. */
  count: number;
  views: ReadonlyMap<View, EncodedView>;
  targets: ReadonlyMap<string, TaskTargets>;
  /** [count], in all views. */
  tokens: Uint32Array<ArrayBuffer>;
  /** Examples cut at the model's limit. */
  truncated: number;
  /** Of these, the ones of which only the question was cut. */
  cutQuestions: number;
}

/** Reads an example as a view has it; see Encoder.read. */
export type Read = (example: Example, view: View) => EncodedText;

/** @param keepPieces whether texts are needed again as heads see them */
export function encodeSplit(examples: Example[], heads: Head[], read: Read, keepPieces = false): EncodedSplit {
  const encoding = new SplitEncoding(examples, heads, read, keepPieces);
  for (let i = 0; i < examples.length; i++) encoding.add(i);
  return encoding.split;
}

/** The same for many examples: lets messages in now and then. @throws TandemError `aborted` */
export async function encodeSplitSlowly(
  examples: Example[],
  heads: Head[],
  read: Read,
  keepPieces: boolean,
  signal: AbortSignal,
): Promise<EncodedSplit> {
  const encoding = new SplitEncoding(examples, heads, read, keepPieces);
  const breathe = breather();
  for (let i = 0; i < examples.length; i++) {
    encoding.add(i);
    await breathe();
    throwIfAborted(signal, 'The job');
  }
  return encoding.split;
}

class SplitEncoding {
  private readonly views: ReadonlyMap<View, EncodedView>;
  private readonly collected: TargetCollector[];
  private readonly tokens: Uint32Array<ArrayBuffer>;
  private truncated = 0;
  private cutQuestions = 0;

  constructor(
    private readonly examples: Example[],
    private readonly heads: Head[],
    private readonly read: Read,
    private readonly keepPieces: boolean,
  ) {
    const count = examples.length;
    const names = new Set(heads.flatMap(({ kind }) => kind.reads.map(({ view }) => view)));
    this.views = new Map([...names].map((view) => [view, { texts: [], firstPiece: new Uint32Array(count + 1) }]));
    this.collected = heads.map((head) => new TargetCollector(head, count));
    this.tokens = new Uint32Array(count);
  }

  /** The i-th example, after all before it. */
  add(i: number): void {
    const example = this.examples[i];
    const texts = new Map<View, EncodedText>();
    for (const [view, { texts: all, firstPiece }] of this.views) {
      const text = this.read(example, view);
      texts.set(view, text);
      all.push(this.keepPieces ? text : { sequences: text.sequences });
      firstPiece[i + 1] = firstPiece[i] + text.pieces.length;
      for (const { ids } of text.sequences) this.tokens[i] += ids.length;
    }
    const cut = cutOf(texts.values());
    if (cut) this.truncated++;
    if (cut === 'question') this.cutQuestions++;
    for (const targets of this.collected) targets.add(i, example, texts);
  }

  get split(): EncodedSplit {
    const { views, tokens, truncated, cutQuestions } = this;
    return {
      count: this.examples.length,
      views,
      targets: new Map(this.heads.map(({ name }, h) => [name, this.collected[h].targets])),
      tokens,
      truncated,
      cutQuestions,
    };
  }
}

class TargetCollector {
  private readonly values: number[] = [];
  private readonly counts: Uint8Array<ArrayBuffer>;
  private readonly width: number;
  private lost = 0;

  constructor(
    private readonly head: Head,
    count: number,
  ) {
    this.counts = new Uint8Array(count);
    this.width = head.kind.target.width(head.config);
  }

  add(index: number, example: Example, texts: ReadonlyMap<View, EncodedText>): void {
    const { kind, config, name } = this.head;
    const { filler } = kind.target;
    const text = texts.get(kind.reads[0].view) as EncodedText;
    const gold: Label | undefined = isReadable(this.head, example) ? example.labels[name] : undefined;
    const rows = levelOf(this.head) === 'sentence' ? 1 : text.pieces.length;
    if (gold === undefined) {
      for (let i = 0; i < rows * this.width; i++) this.values.push(filler);
      return;
    }
    const { values, lost } = kind.targets(gold, text, config);
    for (let i = 0; i < rows * this.width; i++) {
      this.values.push(values[i]);
      if (values[i] !== filler) this.counts[index] = 1;
    }
    if (lost !== undefined) this.lost += Array.isArray(lost) ? lost.length : 1;
  }

  get targets(): TaskTargets {
    const { values, width, counts, lost } = this;
    const typed = this.head.kind.target.type === 'i32' ? Int32Array.from(values) : Float32Array.from(values);
    return { values: typed, width, counts, lost };
  }
}

/** A head's targets, and the rows [from, to) of each example among them. */
export function targetRows(
  { views, targets }: EncodedSplit,
  head: Head,
): Pick<TaskTargets, 'values' | 'width'> & { rowsOf(example: number): [from: number, to: number] } {
  const { values, width } = targets.get(head.name) as TaskTargets;
  const { firstPiece } = views.get(head.kind.reads[0].view) as EncodedView;
  const perText = levelOf(head) === 'sentence';
  return { values, width, rowsOf: (i) => (perText ? [i, i + 1] : [firstPiece[i], firstPiece[i + 1]]) };
}

/** Sequences of some examples in some views, in the order in which a batch packs them. */
export function sequencesOf(
  { views }: EncodedSplit,
  names: View[],
  examples: number[],
): { view: View; example: number; sequence: Sequence }[] {
  return names.flatMap((view) =>
    examples.flatMap((example) => (views.get(view)?.texts[example].sequences ?? []).map((sequence) => ({ view, example, sequence }))),
  );
}
