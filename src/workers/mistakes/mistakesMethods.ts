/** Evaluated rows stay in the worker, so that a page can look through those of a hundred thousand texts. */
import { SPLITS } from '../../data/dataset';
import { TandemError, throwIfAborted } from '../../errors';
import { headNames } from '../../train/data/tasks';
import type { Datasets } from '../datasetMethods';
import type { EvaluatedRow, EvaluationInfo, EvaluationView, Methods } from '../protocol';
import type { CallContext, Service } from '../serve';
import type { ModelService } from '../service';
import type { Training } from '../training/trainingMethods';
import { EvaluatedColumn } from './evaluatedColumn';

export type MistakesMethod = 'openEvaluation' | 'evaluatedRows' | 'evaluatedOrder' | 'evaluationCounts' | 'dropEvaluation';

interface Kept {
  columns: EvaluatedColumn[];
  /** Of all rows, one split behind the other. */
  texts: { text: string; other?: string }[];
  keys: string[];
}

export class Mistakes {
  private readonly kept = new Map<number, Kept>();
  private last = 0;

  constructor(
    private readonly models: ModelService,
    private readonly datasets: Datasets,
    private readonly training: Training,
  ) {}

  methods(): Pick<Service, MistakesMethod> {
    return {
      openEvaluation: (params, context) => this.open(params, context),
      evaluatedRows: async ({ evaluation, view, from, count }) => this.rows(this.entry(evaluation), view, from, count),
      evaluatedOrder: async ({ evaluation, view }) => Uint32Array.from(this.column(evaluation, view).matching(view), ({ row }) => row),
      evaluationCounts: async ({ evaluation, view }) => this.column(evaluation, view).counts(view),
      dropEvaluation: async ({ evaluation }) => {
        this.kept.delete(evaluation);
      },
    };
  }

  private async open(
    { handle, dataset: id, split: only }: Methods['openEvaluation']['params'],
    context: CallContext,
  ): Promise<EvaluationInfo> {
    const dataset = this.datasets.get(id);
    const { heads } = this.models.model(handle);
    const splits = only === undefined ? SPLITS.filter((split) => dataset[split].length > 0) : [only];
    const evaluated = await this.training.evaluateSplits({ handle, dataset: id }, splits, context);
    throwIfAborted(context.signal, 'The evaluation');
    const names = headNames(dataset.tasks, heads);
    const columnOf = new Map(dataset.columns.flatMap(({ name, task }) => (task === undefined ? [] : [[names.get(task) ?? task, name]])));
    const columns = heads.flatMap((head) => {
      const column = columnOf.get(head.name);
      return column === undefined ? [] : [new EvaluatedColumn(head, column)];
    });
    let first = 0;
    for (const split of SPLITS) {
      const of = evaluated[splits.indexOf(split)];
      if (of) for (const column of columns) column.add(split, first, of);
      first += dataset[split].length;
    }
    const texts = SPLITS.flatMap((split) => dataset[split].map(({ text, other }) => ({ text, ...(other === undefined ? {} : { other }) })));
    const number = ++this.last;
    this.kept.set(number, { columns, texts, keys: this.datasets.keys(id) });
    return { evaluation: number, tasks: columns.map(({ task }) => task).filter(({ splits: of }) => of.length > 0) };
  }

  private rows({ columns, texts, keys }: Kept, view: EvaluationView, from: number, count: number): EvaluatedRow[] {
    const column = columnFor(columns, view);
    return column
      .matching(view)
      .slice(from, from + count)
      .map(({ row, ...answered }) => ({ index: row, key: keys[row], ...texts[row], ...answered }));
  }

  private column(evaluation: number, view: EvaluationView): EvaluatedColumn {
    return columnFor(this.entry(evaluation).columns, view);
  }

  private entry(evaluation: number): Kept {
    const kept = this.kept.get(evaluation);
    if (!kept) throw new TandemError('disposed', 'These answers are gone. Evaluate the rows again.');
    return kept;
  }
}

function columnFor(columns: EvaluatedColumn[], { task }: EvaluationView): EvaluatedColumn {
  const column = columns.find(({ head }) => head.name === task);
  if (!column)
    throw new TandemError(
      'bad-input',
      `The task ${task} was not evaluated (there are: ${columns.map(({ head }) => head.name).join(', ')}).`,
    );
  return column;
}
