/** Which labels of a data set are likely to be wrong: every row is answered by heads that have learned from the other folds. */
import { type Example, type Label, SPLITS } from '../../data/dataset';
import { TandemError, throwIfAborted } from '../../errors';
import { type JudgedChoice, labelErrors } from '../../labelling/labelErrors';
import { softmax } from '../../nn/rows';
import type { Head } from '../../tasks/head';
import type { OutputRow } from '../../tasks/kind';
import type { FeatureCache } from '../../train/data/featureCache';
import { settle, tasksFor } from '../../train/data/tasks';
import type { SuspectLabels } from '../protocol';
import type { CallContext } from '../serve';
import { provedKernels } from './backendFor';
import { crossValidate } from './crossValidation';
import { Learning } from './learning';
import type { Asked } from './trainingRun';

const FOLDS = 5;
const FEWEST_ROWS = 10;

/** @throws TandemError `bad-input` for few rows and for tasks without probabilities, `aborted` */
export async function suspectLabels(
  { loaded, dataset, heads, options }: Asked,
  around: { cache: FeatureCache },
  context: CallContext,
  gate: () => Promise<void> | undefined,
): Promise<SuspectLabels> {
  const splits = SPLITS.flatMap((split) => dataset[split].map((example, row) => ({ split, row, example })));
  const examples = splits.map(({ example }) => example);
  if (examples.length < FEWEST_ROWS) {
    throw new TandemError(
      'bad-input',
      `Labels are checked by cross-validation, which needs at least ${FEWEST_ROWS} rows; there are ${examples.length}.`,
    );
  }
  await provedKernels(loaded);
  const reading = { longTexts: options.longTexts, stride: options.stride };
  const read = (example: Example, { kind }: Head) => loaded.encoder.read(example, kind.reads[0].view, reading);
  const settled = settle(heads, examples, read).filter(({ kind }) => kind.probabilities);
  if (settled.length === 0) throw new TandemError('bad-input', 'None of the tasks gives probabilities to check labels with.');
  const all = { ...dataset, train: examples, validation: [], test: [] };
  const tasks = tasksFor(all, settled, options, ['train']);
  const learning = new Learning({ ...loaded, reading }, around, tasks, options, context, gate);
  const answered = await crossValidate({
    ...(await learning.frozen(examples)),
    heads: settled,
    folds: FOLDS,
    seed: options.seed,
    onFold(fold) {
      throwIfAborted(context.signal, 'The check of labels');
      context.progress({ stage: 'fold', fold, folds: FOLDS });
    },
  });
  throwIfAborted(context.signal, 'The check of labels');
  const found: SuspectLabels = Object.create(null);
  for (const { name, kind } of settled) {
    const { scored, outputs, configs, rows: places } = answered;
    if (!scored[name]) continue;
    const judged = scored[name].map(({ gold, text }, i) => choicesOf(kind, { gold, text, outputs: outputs[name][i] }, configs[name]));
    const { suspects, estimated } = labelErrors(judged);
    found[name] = {
      rows: judged.length,
      estimated,
      suspects: suspects.map(({ row, probability }) => {
        const { split, row: at, example } = splits[places[name][row]];
        const { gold, answer } = scored[name][row];
        return { split, row: at, text: example.text, given: gold, suggested: kind.label(answer), probability };
      }),
    };
  }
  return found;
}

function choicesOf({ probabilities }: Head['kind'], row: OutputRow<Label>, config: Head['config']): JudgedChoice[] {
  const { logits, width, targets } = probabilities?.logits([row], config) ?? { logits: [], width: 1, targets: [] };
  return Array.from(targets, (given, i) => ({ given, probabilities: softmax(Array.from(logits).slice(i * width, (i + 1) * width)) }));
}
