/** What a metric of few rows may really be: 95 % intervals. */
import type { Label } from '../../data/dataset';
import type { AnyKind, Scored, TaskConfig } from '../../tasks/kind';
import { bootstrap, wilson } from '../../tasks/metrics/intervals';

/** Rows up to which intervals are worth their time. */
const MOST_ROWS = 500;
const RESAMPLES = 200;

/**
 * Of a share of rows, Wilson's interval; of other metrics the percentile bootstrap over rows, made no narrower than a
 * share's where it lies between 0 and 1, as resamples of few rows that are all right know nothing of the others.
 *
 * @returns undefined where there are so many rows that the metric speaks for itself
 */
export function intervalsOf(
  { kind, config }: { kind: AnyKind; config: TaskConfig },
  rows: Scored<Label, unknown>[],
): Record<string, [low: number, high: number]> | undefined {
  if (rows.length === 0 || rows.length > MOST_ROWS) return undefined;
  const { values } = kind.score(rows, config);
  return Object.fromEntries(
    kind.metrics.flatMap(({ id, share, print }) => {
      const value = values[id];
      if (value === undefined) return [];
      const asShare = () => wilson(value * rows.length, rows.length);
      if (share) return [[id, asShare()] as const];
      const [low, high] = bootstrap(
        rows.length,
        (sample) =>
          kind.score(
            sample.map((i) => rows[i]),
            config,
          ).values[id] ?? value,
        {
          resamples: RESAMPLES,
        },
      );
      if (print !== 'percent') return [[id, [low, high]] as const];
      const [least, most] = asShare();
      return [[id, [Math.min(low, least), Math.max(high, most)]] as const];
    }),
  );
}
