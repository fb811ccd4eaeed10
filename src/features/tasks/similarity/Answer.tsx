import type { SimilarityAnswer as Similarity, SimilarityConfig } from '../../../tasks/similarity/similarity';
import { writeMetric } from '../../metric';
import type { AnswerProps } from '../answers';

/** How alike the two texts are: in the units of the data, and as the cosine of their embeddings. */
export function SimilarityAnswer({ answer, config }: AnswerProps) {
  const { score, cosine } = answer as Similarity;
  const { range } = config as SimilarityConfig;
  return (
    <>
      <p className="flex items-baseline gap-2 tabular-nums">
        <span className="text-lg font-semibold">{writeMetric('number', score)}</span>
        {range && (
          <span className="text-xs text-muted">
            from {range[0]} to {range[1]}
          </span>
        )}
      </p>
      <p className="text-xs text-muted tabular-nums">cosine {writeMetric('number', cosine)}</p>
    </>
  );
}
