/** What a metric of few rows may really be: 95 % intervals. */
import type { Label } from '../../data/dataset';
import type { Head } from '../../tasks/head';
import type { AnyKind, MetricSpec, Scored, TaskConfig } from '../../tasks/kind';
import { bootstrap, type Interval, wilson } from '../../tasks/metrics/intervals';
import { metricsOf, type Share, valuesOf } from '../../tasks/metrics/tally';
import { byName } from '../plan/task';
import type { Intervals } from '../runs/runs';
import type { Evaluated } from './evaluator';

/** Rows up to which a metric that is no sum over rows is computed a thousand times. */
const MOST_SCORED = 1000;

/** Of every evaluated task that has intervals. */
export function intervalsOfAll(heads: Head[], { scored, configs }: Pick<Evaluated, 'scored' | 'configs'>): Intervals {
  const found = heads.flatMap(({ name, kind }): [string, Record<string, Interval>][] => {
    const intervals = scored[name] && intervalsOf({ kind, config: configs[name] }, scored[name]);
    return intervals ? [[name, intervals]] : [];
  });
  return byName(Object.fromEntries(found));
}

/**
 * Of a share of rows, Wilson's interval. Of other metrics the percentile bootstrap over rows; where these are shares of something,
 * as F1 is of entities, no narrower than Wilson's of as many, since resamples of few rows that are all right know nothing of
 * others. Simulated on 10 to 200 sentences of entities, such an interval holds the true F1 in 94 to 99 of 100 cases, where the
 * bootstrap alone falls to 80.
 *
 * @returns by metric; undefined where there are none
 */
export function intervalsOf(
  { kind, config }: { kind: AnyKind; config: TaskConfig },
  rows: Scored<Label, unknown>[],
): Record<string, Interval> | undefined {
  if (rows.length === 0) return undefined;
  const tally = kind.tally?.(rows, config);
  if (!tally) return rows.length > MOST_SCORED ? undefined : scoredAgain(kind, config, rows);
  const metrics = metricsOf(tally);
  const drawn = bootstrap(rows.length, (times) => valuesOf(metrics(times)));
  return intervals(kind.metrics, metrics(), drawn);
}

function scoredAgain(kind: AnyKind, config: TaskConfig, rows: Scored<Label, unknown>[]): Record<string, Interval> {
  const { values } = kind.score(rows, config);
  const shares = Object.entries(values).map(([id, value]) => [id, { value, of: rows.length }] as const);
  const drawn = bootstrap(rows.length, (times) => {
    const sample = rows.flatMap((row, i) => new Array<typeof row>(times[i]).fill(row));
    return kind.score(sample, config).values;
  });
  return intervals(kind.metrics, Object.fromEntries(shares), drawn);
}

function intervals(specs: MetricSpec[], shares: Record<string, Share>, drawn: Record<string, Interval>): Record<string, Interval> {
  const found = specs.flatMap(({ id, share, print }): [string, Interval][] => {
    if (!shares[id] || !drawn[id]) return [];
    const { value, of } = shares[id];
    if (print !== 'percent') return [[id, drawn[id]]];
    const [least, most] = wilson(value * of, of);
    return [[id, share ? [least, most] : [Math.min(drawn[id][0], least), Math.max(drawn[id][1], most)]]];
  });
  return Object.fromEntries(found);
}
