/** The head of a task that is labelled: learned from the labels that there are, from where it was. */
import type { Label } from '../../data/dataset';
import type { LearnOptions, LinearLearner } from '../../labelling/linearLearner';
import type { CpuTensor } from '../../nn/ops';
import { createHead, type EncoderShape, type Head } from '../../tasks/head';
import type { TaskConfig } from '../../tasks/kind';
import type { LearnedTask, SuggestedTask } from '../protocol';

export interface LabelledGold {
  row: number;
  gold: Label;
}

export type LearnTurn = Pick<LearnOptions, 'pause' | 'enough'>;

/** Labelled rows, whether the names of classes count as well, and how many others each text is averaged with. */
export type LearnedFrom = Pick<LearnedTask, 'rows' | 'names' | 'neighbours' | 'among'>;

export const NOTHING: LearnedFrom = { rows: 0, names: false, neighbours: 0 };

export interface TaskLearner {
  /** Undefined while nothing is known. */
  readonly head: Head | undefined;
  readonly from: LearnedFrom;
  /** @throws TandemError `aborted` */
  learn(task: SuggestedTask, labelled: LabelledGold[], turn: LearnTurn): Promise<void>;
  /** What the head reads of a row that was read: its vector, [1, width], or the states of its pieces; undefined where these are not held. */
  inputOf(row: number): CpuTensor | undefined;
}

/** Products in one look at all rows; of more rows, the first ones are learned from. */
export const MOST_PRODUCTS = 3e8;

/** What was learned, as a head that answers like any other. */
export function headOf(name: string, config: TaskConfig, shape: EncoderShape, learner: LinearLearner): Head {
  const head = createHead(name, config, shape, 0);
  const found = learner.parameters();
  const parameters = [...head.parameters].map(([path, tensor]) => [path, { ...tensor, data: found.get(path) ?? tensor.data }] as const);
  return { ...head, parameters: new Map(parameters) };
}
