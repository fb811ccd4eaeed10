import type { Span } from '../../data/dataset';
import type { Word } from '../../stores/label/spans';

export interface TextPiece extends Word {
  span?: Span;
  /** Whether the span ends with it. */
  isLast: boolean;
  isChosen: boolean;
}

/** A text cut wherever an entity or the chosen stretch begins or ends. */
export function piecesOf(text: string, spans: Span[], chosen: Word | undefined): TextPiece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...spans, ...(chosen ? [chosen] : [])]) {
    cuts.add(start);
    cuts.add(end);
  }
  const places = [...cuts].filter((place) => place >= 0 && place <= text.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((start, i) => {
    const end = places[i + 1];
    const span = spans.find((candidate) => candidate.start <= start && end <= candidate.end);
    return {
      start,
      end,
      ...(span ? { span } : {}),
      isLast: span?.end === end,
      isChosen: chosen !== undefined && chosen.start <= start && end <= chosen.end,
    };
  });
}
