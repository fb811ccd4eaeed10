/**
 * Labels that are likely to be wrong: those to which heads that have not seen them give little probability (confident learning,
 * Northcutt et al., 2021; by the worst word of a sentence, Wang & Mueller, 2022). Pure: whoever calls it has cross-validated.
 */

/** A choice between classes, of which the label has made one: the class of a text, the tag of a word. */
export interface JudgedChoice {
  given: number;
  /** Of every class, by a head that has not learned from the row. */
  probabilities: ArrayLike<number>;
}

export interface Suspect {
  /** Index among the rows. */
  row: number;
  /** The choice that speaks most against the label. */
  choice: number;
  /** Probability of what the label says there. */
  probability: number;
}

export interface LabelErrors {
  /**
   * The least likely given label first: all rows of which another label is likelier, and of the others as many as make twice the
   * estimated number, as some wrong labels mislead the heads as well.
   */
  suspects: Suspect[];
  /** How many rows are estimated to have a wrong label: so many of the first suspects are worth a look. */
  estimated: number;
}

/**
 * Rows are ranked by the probability of the given label (self-confidence), those with several choices by the lowest. A row counts
 * towards the estimate where, in any of its choices, another class reaches the mean probability that is given to that class where
 * it is the label: it then lies off the diagonal of the confident joint.
 */
export function labelErrors(rows: JudgedChoice[][]): LabelErrors {
  const thresholds = thresholdsOf(rows.flat());
  let estimated = 0;
  const suspects: Suspect[] = [];
  /** Rows of which the given label is the likeliest. */
  const others: Suspect[] = [];
  for (const [row, choices] of rows.entries()) {
    if (choices.length === 0) continue;
    const given = choices.map((choice) => choice.probabilities[choice.given]);
    const worst = given.indexOf(Math.min(...given));
    if (choices.some((choice) => isOffDiagonal(choice, thresholds))) estimated++;
    const suspect = { row, choice: worst, probability: given[worst] };
    (choices.some((choice) => largest(choice.probabilities) !== choice.given) ? suspects : others).push(suspect);
  }
  const byProbability = (a: Suspect, b: Suspect) => a.probability - b.probability;
  estimated = Math.min(estimated, suspects.length);
  const more = others.sort(byProbability).slice(0, Math.max(0, 2 * estimated - suspects.length));
  return { suspects: [...suspects, ...more].sort(byProbability), estimated };
}

/** Mean probability of each class where it is the label. A class that is nowhere the label has none. */
function thresholdsOf(choices: JudgedChoice[]): (number | undefined)[] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const { given, probabilities } of choices) {
    const { sum, count } = sums.get(given) ?? { sum: 0, count: 0 };
    sums.set(given, { sum: sum + probabilities[given], count: count + 1 });
  }
  const thresholds: (number | undefined)[] = [];
  for (const [given, { sum, count }] of sums) thresholds[given] = sum / count;
  return thresholds;
}

function isOffDiagonal({ given, probabilities }: JudgedChoice, thresholds: (number | undefined)[]): boolean {
  let best: number | undefined;
  for (let k = 0; k < probabilities.length; k++) {
    const threshold = thresholds[k];
    if (threshold === undefined || probabilities[k] < threshold) continue;
    if (best === undefined || probabilities[k] > probabilities[best]) best = k;
  }
  return best !== undefined && best !== given;
}

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}
