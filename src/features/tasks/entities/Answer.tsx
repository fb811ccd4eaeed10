import type { EntitiesAnswer as Found } from '../../../tasks/entities/decode';
import { MarkedText } from '../../MarkedText';
import type { AnswerProps } from '../answers';

/** The text with its entities marked, or each of its word pieces with its label. */
export function EntitiesAnswer({ text, answer, view }: AnswerProps) {
  const { entities, tokens } = answer as Found;
  return (
    <p dir="auto" className="leading-loose break-words whitespace-pre-wrap">
      <MarkedText text={text} marks={view === 'entities' ? entities : tokens} showLabels={view === 'entities'} />
    </p>
  );
}
