/** Labels, splits and predictions as names of points: one name per row. */
import { type Label, SPLITS } from '../data/dataset';
import type { LabelColumn } from '../data/labelColumns';
import { namesIn } from '../data/labelSets';
import { predict } from '../inference/predict';
import type { Assigned } from '../tasks/fromData';
import type { PointColumn } from './protocol';
import { sentenceProgress } from './sentenceProgress';
import type { CallContext } from './serve';
import type { Loaded } from './service';

/** Texts that are answered between two looks at whether to go on. */
const WINDOW = 512;

/** A data set's labels that are names, and its splits where there are several. Rows are those of all splits, one behind the other. */
export function pointColumns(dataset: Assigned): PointColumn[] {
  const rows = SPLITS.flatMap((split) => dataset[split].map(({ labels, unseen }) => ({ split, labels, unseen })));
  const labels = dataset.columns.flatMap(({ task, values }) => {
    if (task === undefined || !areNames(values)) return [];
    return columnOf(task, 'label', rows, (row) => nameOf(row.labels[task] ?? row.unseen?.[task]));
  });
  const splits = columnOf('split', 'split', rows, ({ split }) => split);
  return splits.names.length > 1 ? [...labels, splits] : labels;
}

/** What a model's heads answer for texts, of those that read one text and answer by names. */
export async function predictedColumns({ encoder, heads, reading }: Loaded, texts: string[], { signal, progress }: CallContext) {
  const asked = heads.filter(({ kind }) => areNames(kind.values) && kind.reads.every(({ view }) => view === 'text'));
  const answers = asked.map((): (string | undefined)[] => []);
  const report = sentenceProgress(progress, texts.length);
  for (let first = 0; first < texts.length; first += WINDOW) {
    const inputs = texts.slice(first, first + WINDOW).map((text) => ({ text }));
    const found = await predict(encoder, asked, inputs, { signal, reading, onProgress: (done) => report(first + done) });
    for (const { tasks } of found) for (const [h, { name, kind }] of asked.entries()) answers[h].push(nameOf(kind.label(tasks[name])));
  }
  return asked.map(({ name }, h) => columnOf(name, 'prediction', answers[h], (answer) => answer));
}

const areNames = (values: LabelColumn['values']) => values !== 'numbers' && values !== 'answers';

/** A list of names, or of spans, is one name: those that are in it. */
function nameOf(label: Label | undefined): string | undefined {
  if (label === undefined || typeof label === 'string') return label;
  return [...new Set(namesIn(label))].sort().join(', ') || 'none';
}

function columnOf<T>(title: string, role: PointColumn['role'], rows: readonly T[], name: (row: T) => string | undefined): PointColumn {
  const all = rows.map(name);
  const counts = new Map<string, number>();
  for (const one of all) if (one !== undefined) counts.set(one, (counts.get(one) ?? 0) + 1);
  const names = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([one]) => one);
  const places = new Map(names.map((one, place) => [one, place]));
  return { title, role, names, of: Int32Array.from(all, (one) => (one === undefined ? -1 : (places.get(one) as number))) };
}
