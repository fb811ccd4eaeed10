/** What more labels may be worth, by a power law through the errors of smaller sets (Hestness et al., 2017; Figueroa et al., 2012). */
import { Random } from '../../random';

export interface CurvePoint {
  /** That were trained on. */
  rows: number;
  /** 1 is best. */
  score: number;
}

export interface Gain {
  /** Labels more. */
  labels: number;
  /** By which the score would rise. */
  gain: number;
  /** Ends of its 95 % interval. */
  low: number;
  high: number;
}

/** error = scale · rows^−exponent */
export interface PowerLaw {
  scale: number;
  exponent: number;
}

export interface Outlook {
  /** Absent where there are too few points for one. */
  law?: PowerLaw;
  /** Absent where the points do not support any. */
  gain?: Gain;
  /** Why not. */
  why?: string;
}

const FEWEST_POINTS = 5;
const DRAWS = 4000;
const SIMULATION_SEED = 1;
/** A score above which there is next to nothing to gain. */
const NEARLY_PERFECT = 0.995;
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/**
 * Least squares on the logarithms of rows and errors. What a gain may be is drawn from the distribution of the law's
 * coefficients (Student's t), and from how far the error of so many evaluated rows may be off.
 *
 * @param evaluated rows that each score rests on; an error is taken to be at least half a row
 * @param known labels that there are, from which a gain is counted. Default: the most that a point has
 */
export function outlookOf(points: CurvePoint[], evaluated: number, known?: number): Outlook {
  const least = 0.5 / Math.max(1, evaluated);
  const x = points.map(({ rows }) => Math.log(rows));
  const y = points.map(({ score }) => Math.log(Math.max(least, 1 - score)));
  const meanX = mean(x);
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  if (points.length < FEWEST_POINTS || spread === 0) return { why: 'There are too few subsets to tell what more labels would bring.' };
  const slope = x.reduce((sum, value, i) => sum + (value - meanX) * y[i], 0) / spread;
  const level = mean(y);
  const freedom = points.length - 2;
  const residuals = y.map((value, i) => value - level - slope * (x[i] - meanX));
  const variance = residuals.reduce((sum, value) => sum + value * value, 0) / freedom;
  const law = { scale: Math.exp(level - slope * meanX), exponent: -slope };
  const most = Math.max(...points.map((point) => point.rows));
  const last = points.filter((point) => point.rows === most);
  if (mean(last.map(({ score }) => score)) >= NEARLY_PERFECT) {
    return { law, why: 'There is next to nothing left to gain on these rows.' };
  }
  const rows = known ?? most;
  const labels = STEPS.findLast((step) => step <= rows / 2) ?? STEPS[0];
  const errorAt = (count: number, at: number, by: number) => Math.exp(at + by * (Math.log(count) - meanX));
  const gainBy = (at: number, by: number) => errorAt(rows, at, by) - errorAt(rows + labels, at, by);
  const error = errorAt(rows, level, slope);
  const levelDeviation = Math.sqrt(variance / points.length + Math.max(0, 1 - error) / (Math.max(error, least) * Math.max(1, evaluated)));
  const slopeDeviation = Math.sqrt(variance / spread);
  const random = new Random(SIMULATION_SEED);
  const gains = Float64Array.from({ length: DRAWS }, () => {
    const wide = Math.sqrt(freedom / squares(random, freedom));
    return gainBy(level + levelDeviation * normal(random), slope + slopeDeviation * normal(random) * wide);
  }).sort();
  const [low, high] = [gains[Math.floor(0.025 * DRAWS)], gains[Math.ceil(0.975 * DRAWS) - 1]];
  if (!(low > 0))
    return {
      law,
      why: 'The scores of the subsets vary more than they rise with size, so nobody can tell what more labels would bring.',
    };
  return { law, gain: { labels, gain: gainBy(level, slope), low, high } };
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Box and Muller (1958). */
const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** A sum of squares of so many normal numbers. */
function squares(random: Random, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += normal(random) ** 2;
  return sum;
}
