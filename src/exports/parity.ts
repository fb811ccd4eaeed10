/** Five sentences with what the model says of them here: whoever opens the file elsewhere can compare. */
import type { Encoder } from '../inference/encoder';
import { headOutputs } from '../inference/headOutputs';
import type { TextInput } from '../inference/reading';
import type { FolderFile } from '../model/modelFiles';
import { type Head, levelOf } from '../tasks/head';
import type { View } from '../tasks/kind';
import type { TrainedModel } from './target';
import { textFile } from './textFile';

/** Each with a second text, which tasks on two texts read as the other one, or as the question. */
export const PARITY_TEXTS: Required<TextInput>[] = [
  { text: 'Berlin is the capital of Germany.', other: 'What is the capital of Germany?' },
  { text: 'Ada Lovelace wrote to Charles Babbage in London in 1843.', other: 'Who wrote to Babbage?' },
  { text: 'Naïve tokenisation mangles 東京 – unbelievably.', other: 'What does it mangle?' },
  { text: 'The striker scored twice, and the crowd went wild 🎉', other: 'How often did the striker score?' },
  { text: 'ok', other: 'Is it?' },
];

export interface Parity {
  /** The name of the target. */
  target: string;
  texts: Required<TextInput>[];
  /**
   * Each text alone as tokens, and with the other one before it where a task reads both as one sequence. `at`: the place of the
   * first word piece of the text, which stands between special tokens.
   */
  sequences: Partial<Record<'text' | 'joint', { ids: number[]; typeIds: number[]; at: number }[]>>;
  /** What `encode` gives; without the model's own prompt where nothing puts one before a text. */
  embeddings: number[][];
  /**
   * `view`: what is read: the text, both texts one by one, or both in one sequence. `logits`: of each text one row, or one for
   * every word piece of the text without special tokens. `answers`: as `predict` gives them.
   */
  tasks: Record<string, { kind: string; view: string; level: string; logits: number[][][]; answers: unknown[] }>;
}

/** Targets whose embeddings come from sentence-transformers, which puts the model's own prompt before a text. */
const PROMPTED = ['huggingface', 'tandem'];

/** @param target its name @param heads that go out */
export async function parityOf({ encoder, reading }: TrainedModel, target: string, heads: Head[]): Promise<Parity> {
  const { data, shape } = await encoder.encode(
    PARITY_TEXTS.map(({ text }) => text),
    PROMPTED.includes(target) ? {} : { prompt: '' },
  );
  const results = await headOutputs(encoder, heads, PARITY_TEXTS, reading);
  const tasks = heads.map((head, h) => {
    const { name, kind, config, outputs: columns } = head;
    const { texts, outputs } = results[h];
    const view = kind.reads.length > 1 ? 'both' : kind.reads[0].view;
    const answers = outputs.map((values, i) => kind.decode(values, texts[i], config));
    return [name, { kind: kind.kind, view, level: levelOf(head), logits: outputs.map((values) => rowsOf(values, columns)), answers }];
  });
  const views = heads.some(({ kind }) => kind.reads[0].view === 'joint') ? (['text', 'joint'] as const) : (['text'] as const);
  return {
    target,
    texts: PARITY_TEXTS,
    sequences: Object.fromEntries(views.map((view) => [view, PARITY_TEXTS.map((input) => sequenceOf(encoder, input, view))])),
    embeddings: rowsOf(data, shape[1]),
    tasks: Object.fromEntries(tasks),
  };
}

function sequenceOf(encoder: Encoder, input: TextInput, view: View) {
  const { ids, typeIds = ids.map(() => 0), at } = encoder.read(input, view).sequences[0];
  return { ids, typeIds, at };
}

export const parityFile = (parity: Parity): FolderFile => textFile('parity.json', `${JSON.stringify(parity)}\n`);

/** Nine digits tell any two float32 apart. */
function rowsOf(values: Float32Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, i) =>
    Array.from(values.subarray(i * width, (i + 1) * width), (value) => Number(value.toPrecision(9))),
  );
}
