/** How a data set fits a model before anything is trained: what is too long for it, and what its word pieces cannot mark. */
import { type Label, SPLITS } from '../../data/dataset';
import { createHead, isReadable } from '../../tasks/head';
import type { TaskDataset } from '../../train/data/tasks';
import { settle } from '../../train/data/tasks';
import type { DatasetFit } from '../protocol';
import type { Loaded } from '../service';

/** Examples that are shown of each kind of trouble. */
const SHOWN = 5;

export function fitOf({ encoder, reading }: Loaded, dataset: TaskDataset): DatasetFit {
  const heads = settle(
    Object.entries(dataset.tasks).map(([name, config]) => createHead(name, config, encoder.shape, 0)),
    dataset.train,
    (example, { kind }) => encoder.read(example, kind.reads[0].view, reading),
  );
  const fit: DatasetFit = { rows: 0, truncated: 0, tasks: Object.create(null) };
  for (const { name } of heads) fit.tasks[name] = { parts: 0, lost: 0, examples: [] };
  for (const example of SPLITS.flatMap((split) => dataset[split])) {
    fit.rows++;
    let truncated = false;
    for (const head of heads) {
      const gold: Label | undefined = example.labels[head.name];
      if (gold === undefined || !isReadable(head, example)) continue;
      const text = encoder.read(example, head.kind.reads[0].view, reading);
      truncated ||= text.truncated;
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
    if (truncated) fit.truncated++;
  }
  return fit;
}
