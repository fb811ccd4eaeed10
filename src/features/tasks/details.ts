/** What each task kind shows of a run beside its metrics. */
import type { ComponentType } from 'react';
import type { AnsweredText } from '../../train/runs/runs';
import { ClassificationView } from './classification/Details';
import { EntitiesView } from './entities/Details';
import type { FigureRows } from './figureRows';
import { MultiLabelView } from './multiLabel/Details';
import { QuestionAnsweringView } from './questionAnswering/Details';
import { RegressionView } from './regression/Details';
import { SimilarityView } from './similarity/Details';

export interface DetailsProps {
  task: string;
  /** What the kind's `score` gave. */
  details: unknown;
  answers: AnsweredText[];
  /** Opens the rows that a figure stands for. Absent where they cannot be had: the run is not the one that answers. */
  onRows?: (rows: FigureRows) => void;
}

export const DETAILS: ReadonlyMap<string, ComponentType<DetailsProps>> = new Map([
  ['classification', ClassificationView],
  ['multiLabel', MultiLabelView],
  ['regression', RegressionView],
  ['similarity', SimilarityView],
  ['entities', EntitiesView],
  ['questionAnswering', QuestionAnsweringView],
]);
