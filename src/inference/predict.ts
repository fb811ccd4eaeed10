/** What the heads say of texts, in words: by the name of each task, and for the two tasks of the exercise on the answer itself. */
import { type ClassAnswer, classification } from '../tasks/classification/classification';
import type { EntitiesAnswer } from '../tasks/entities/decode';
import { entities } from '../tasks/entities/entities';
import { type Head, isReadable } from '../tasks/head';
import type { Encoder, RunOptions } from './encoder';
import { headOutputs } from './headOutputs';
import { CUT, type ReadingOptions, type TextInput } from './reading';

/**
 * The answers for one text. The first classification task and the first entities task answer on the object itself as well;
 * a model without one leaves its fields empty.
 */
export interface Prediction extends ClassAnswer, EntitiesAnswer {
  /** As it was given. */
  text: string;
  /** The second text, or the question, where there is one. */
  other?: string;
  /** True when the text was longer than the model's limit, and was not read whole. */
  truncated: boolean;
  /** Every task's answer by the task's name; a task on two texts has none where there is one alone. */
  tasks: Record<string, unknown>;
}

export async function predict(
  encoder: Encoder,
  heads: Head[],
  inputs: TextInput[],
  options: RunOptions & { reading?: ReadingOptions } = {},
): Promise<Prediction[]> {
  const { reading = CUT, ...run } = options;
  const results = await headOutputs(encoder, heads, inputs, reading, run);
  const first = (kind: string) => heads.find((head) => head.kind.kind === kind)?.name;
  const [classes, spans] = [first(classification.kind), first(entities.kind)];
  return inputs.map((input, i) => {
    const tasks: Record<string, unknown> = Object.create(null);
    for (const [h, head] of heads.entries()) {
      const { name, kind, config } = head;
      if (!isReadable(head, input)) continue;
      tasks[name] = kind.decode(results[h].outputs[i], results[h].texts[i], config);
    }
    return {
      ...((classes === undefined ? undefined : (tasks[classes] as ClassAnswer)) ?? { classId: -1, label: '', scores: [] }),
      ...((spans === undefined ? undefined : (tasks[spans] as EntitiesAnswer)) ?? { tokens: [], entities: [] }),
      text: input.text,
      ...(input.other === undefined ? {} : { other: input.other }),
      truncated: results.some(({ texts }) => texts[i].truncated),
      tasks,
    };
  });
}
