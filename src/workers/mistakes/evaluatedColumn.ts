/** One task's evaluated rows: what the data says, what the head answers, and how far that is apart. No outputs are kept. */
import { type Label, SPLITS, type SplitName } from '../../data/dataset';
import { namesIn } from '../../data/labelSets';
import { partsOf, sameLabel } from '../../data/sameLabel';
import type { Head } from '../../tasks/head';
import type { AnyKind, OutputRow } from '../../tasks/kind';
import type { Evaluated } from '../../train/learners/evaluator';
import type { EvaluatedTask, EvaluationCounts, EvaluationView } from '../protocol';

interface Answered {
  /** Through all splits. */
  row: number;
  split: SplitName;
  actual: Label;
  answer: Label;
  confidence?: number;
  loss?: number;
  wrong: boolean;
}

export class EvaluatedColumn {
  private readonly answered: Answered[] = [];
  /** Rows are asked for a page at a time. */
  private latest: { key: string; found: Answered[] } | undefined;

  constructor(
    readonly head: Pick<Head, 'name' | 'kind'>,
    private readonly column: string,
  ) {}

  /** @param first number of the split's first row */
  add(split: SplitName, first: number, { scored, outputs, configs, rows }: Evaluated): void {
    const { name, kind } = this.head;
    const config = configs[name];
    for (const [i, { gold, answer, text }] of (scored[name] ?? []).entries()) {
      const label = kind.label(answer);
      const confidence = kind.certainty?.(answer, text, config).confidence;
      const loss = lossOf(kind, { gold, text, outputs: outputs[name][i] }, label, config);
      this.answered.push({
        row: first + rows[name][i],
        split,
        actual: gold,
        answer: label,
        ...(confidence === undefined ? {} : { confidence }),
        ...(loss === undefined ? {} : { loss }),
        wrong: isWrong(kind.values, text.text, gold, label),
      });
    }
    this.answered.sort((a, b) => a.row - b.row);
  }

  get task(): EvaluatedTask {
    const { name, kind } = this.head;
    const splits = SPLITS.flatMap((split) => {
      const of = this.answered.filter((one) => one.split === split);
      return of.length > 0 ? [{ split, rows: of.length, wrong: of.filter(({ wrong }) => wrong).length }] : [];
    });
    return { name, column: this.column, values: kind.values, confident: kind.certainty !== undefined, splits };
  }

  /** Rows of the view, in its order. */
  matching(view: EvaluationView): readonly Answered[] {
    const key = JSON.stringify(view);
    if (this.latest?.key !== key) this.latest = { key, found: this.find(view) };
    return this.latest.found;
  }

  private find({ split, wrong = false, actual, predicted, order }: EvaluationView): Answered[] {
    const found = this.answered.filter(
      (one) =>
        (split === undefined || one.split === split) &&
        has(one.actual, actual) &&
        has(one.answer, predicted) &&
        (!wrong || (one.wrong && isDifference(one.actual, one.answer, actual) && isDifference(one.answer, one.actual, predicted))),
    );
    if (!order) return found;
    const sign = order.first === 'least' ? 1 : -1;
    // What has none stands at the end either way; equals stay in the order of the rows.
    const key = ({ [order.by]: value }: Answered) => (value === undefined ? Number.POSITIVE_INFINITY : sign * value);
    return found.sort((a, b) => {
      const [before, after] = [key(a), key(b)];
      return before === after ? a.row - b.row : before - after;
    });
  }

  counts(view: EvaluationView): EvaluationCounts {
    const { split } = view;
    const of = this.answered.filter((one) => split === undefined || one.split === split);
    return {
      rows: this.matching(view).length,
      of: of.length,
      wrong: of.filter(({ wrong }) => wrong).length,
      actual: countNames(of.map(({ actual }) => actual)),
      predicted: countNames(of.map(({ answer }) => answer)),
    };
  }
}

const has = (label: Label, name: string | null | undefined): boolean =>
  name === undefined || (name === null ? isNone(label) : namesIn(label).includes(name));

const isNone = (label: Label): boolean => Array.isArray(label) && label.length === 0;

/** Whether a name is in one label somewhere where the other does not have it. */
function isDifference(label: Label, other: Label, name: string | null | undefined): boolean {
  if (typeof name !== 'string' || !Array.isArray(label)) return true;
  const others = partsOf(other);
  return label.some((part) => (typeof part === 'string' ? part : part.label) === name && !others.has([...partsOf([part] as Label)][0]));
}

function isWrong(values: AnyKind['values'], text: string, actual: Label, answer: Label): boolean {
  if (values === 'numbers') return false;
  return values === 'answers' ? !isExpected(text, actual, answer) : !sameLabel(actual, answer);
}

/** Answers to questions are compared as texts: any of the expected ones will do. */
function isExpected(text: string, actual: Label, answer: Label): boolean {
  const slices = (label: Label) =>
    (Array.isArray(label) ? label : []).flatMap((part) =>
      typeof part === 'object' ? [text.slice(part.start, part.end).trim().toLowerCase()] : [],
    );
  const [expected, given] = [slices(actual), slices(answer)[0] ?? ''];
  return expected.length === 0 ? given === '' : expected.includes(given);
}

/** @returns undefined for kinds that give neither probabilities nor numbers */
function lossOf({ probabilities }: AnyKind, row: OutputRow<Label>, answer: Label, config: Head['config']): number | undefined {
  if (typeof row.gold === 'number' && typeof answer === 'number') return (row.gold - answer) ** 2;
  if (!probabilities) return undefined;
  const { logits, width, targets } = probabilities.logits([row], config);
  if (targets.length === 0) return undefined;
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const own = Array.from({ length: width }, (_, k) => logits[i * width + k]);
    const highest = Math.max(...own);
    sum += highest + Math.log(own.reduce((all, logit) => all + Math.exp(logit - highest), 0)) - own[targets[i]];
  }
  return sum / targets.length;
}

function countNames(labels: Label[]): [string | null, number][] {
  const counts = new Map<string | null, number>();
  for (const label of labels) {
    for (const name of isNone(label) ? [null] : new Set(namesIn(label))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
