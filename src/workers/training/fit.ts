/** How a data set fits a model before anything is trained: what is too long for it, and what its word pieces cannot mark. */

import { breather } from '../../breather';
import { type Label, SPLITS } from '../../data/dataset';
import { cutOf, type EncodedText } from '../../inference/reading';
import { describeHead, isReadable } from '../../tasks/head';
import type { View } from '../../tasks/kind';
import { settle, type TaskDataset } from '../../train/data/tasks';
import type { DatasetFit } from '../protocol';
import type { Loaded } from '../service';

/** Examples that are shown of each kind of trouble. */
const SHOWN = 5;

export async function fitOf({ encoder, reading }: Loaded, dataset: TaskDataset): Promise<DatasetFit> {
  const heads = settle(
    Object.entries(dataset.tasks).map(([name, config]) => describeHead(name, config)),
    dataset.train,
    (example, { kind }) => encoder.read(example, kind.reads[0].view, reading),
  );
  const fit: DatasetFit & { cutQuestions: number } = { rows: 0, truncated: 0, cutQuestions: 0, tasks: Object.create(null) };
  for (const { name } of heads) fit.tasks[name] = { parts: 0, lost: 0, examples: [] };
  const breathe = breather();
  for (const example of SPLITS.flatMap((split) => dataset[split])) {
    await breathe();
    fit.rows++;
    const texts = new Map<View, EncodedText>();
    const read = (view: View) => {
      const text = texts.get(view) ?? encoder.read(example, view, reading);
      texts.set(view, text);
      return text;
    };
    for (const head of heads) {
      const gold: Label | undefined = example.labels[head.name];
      if (gold === undefined || !isReadable(head, example)) continue;
      const text = read(head.kind.reads[0].view);
      const { lost } = head.kind.targets(gold, text, head.config);
      const of = fit.tasks[head.name];
      of.parts += Array.isArray(gold) ? gold.length : 1;
      if (lost === undefined) continue;
      const parts = Array.isArray(lost) ? lost : [lost];
      of.lost += parts.length;
      for (const part of parts) {
        if (of.examples.length < SHOWN && typeof part === 'object') of.examples.push(example.text.slice(part.start, part.end));
      }
    }
    const cut = cutOf(texts.values());
    if (cut) fit.truncated++;
    if (cut === 'question') fit.cutQuestions++;
  }
  return fit;
}
