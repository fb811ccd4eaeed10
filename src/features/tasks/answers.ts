/** How each task kind's answer for a text is shown. A new kind is a file and a line here. */
import type { ComponentType } from 'react';
import type { TaskConfig } from '../../tasks/kind';
import { ClassificationAnswer } from './classification/Answer';
import { EntitiesAnswer } from './entities/Answer';
import { MultiLabelAnswer } from './multiLabel/Answer';
import { QuestionAnsweringAnswer } from './questionAnswering/Answer';
import { RegressionAnswer } from './regression/Answer';
import { SimilarityAnswer } from './similarity/Answer';

/** What is marked in texts: what a head found, or each word piece with its label. */
export type TokenView = 'entities' | 'tokens';

export interface AnswerProps {
  text: string;
  config: TaskConfig;
  /** What the kind's `decode` gave. */
  answer: unknown;
  view: TokenView;
}

export interface AnswerView {
  Answer: ComponentType<AnswerProps>;
  /** `text`: it is the text itself, marked. `beside`: it stands beside the text. */
  place: 'text' | 'beside';
}

export const ANSWERS: ReadonlyMap<string, AnswerView> = new Map([
  ['classification', { Answer: ClassificationAnswer, place: 'beside' }],
  ['multiLabel', { Answer: MultiLabelAnswer, place: 'beside' }],
  ['regression', { Answer: RegressionAnswer, place: 'beside' }],
  ['similarity', { Answer: SimilarityAnswer, place: 'beside' }],
  ['entities', { Answer: EntitiesAnswer, place: 'text' }],
  ['questionAnswering', { Answer: QuestionAnsweringAnswer, place: 'text' }],
]);
