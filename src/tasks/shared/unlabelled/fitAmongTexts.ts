/**
 * A one-layer head found with the help of texts that have no label. First it is fitted to vectors as their neighbours see them, of
 * which there are enough with so many texts; but whoever answers later has a text alone. So what it says of the texts without a
 * label is then learned from the vectors as they are.
 */
import { normalizeReference } from '../../../kernels/normalize/reference';
import { type Coefficients, type FittedRows, logitsOf } from '../../../nn/solvers/linearModel';
import type { Regularised } from '../../../nn/solvers/regularised';
import type { HeadProblem } from '../solveHead';
import { amongNeighbours, NEIGHBOURS } from './amongNeighbours';
import { selfTaught } from './selfTaught';

/** Of fewer texts, most would have neighbours that have little to do with them. */
const FEWEST_TEXTS = 100;

/** The texts without a label where there are enough of them: for each class as many as a text has neighbours. */
export function helping({ unlabelled, outputs }: HeadProblem, width: number): Float32Array<ArrayBuffer> | undefined {
  const texts = (unlabelled?.length ?? 0) / width;
  return texts >= Math.max(FEWEST_TEXTS, NEIGHBOURS * outputs) ? unlabelled : undefined;
}

/**
 * @param rows with labels, or that stand for classes, at length 1
 * @param weighedRows how many of them, the last ones, have their weights multiplied by what is found to suit the others
 * @param texts [texts, width], without a label
 * @param fit finds coefficients for rows
 * @returns `found`: by rows as their neighbours see them; `coefficients`: for rows as they are
 */
export async function fitAmongTexts(
  rows: FittedRows,
  weighedRows: number,
  texts: Float32Array<ArrayBuffer>,
  fit: (rows: FittedRows) => Promise<Regularised>,
  pause: () => Promise<void>,
): Promise<{ found: Regularised; coefficients: Coefficients }> {
  const { width, outputs } = rows;
  const units = new Float32Array(rows.x.length + texts.length);
  units.set(rows.x);
  units.set(texts, rows.x.length);
  normalizeReference(units, units, { rows: units.length / width, width });
  const around = await amongNeighbours(units, { count: units.length / width, width }, pause);
  const found = await fit({ ...rows, x: Float64Array.from(around.subarray(0, rows.x.length)) });
  const taught = { width, outputs, count: texts.length / width };
  const first = rows.count - weighedRows;
  const coefficients = await selfTaught(
    {
      ...taught,
      link: rows.link,
      known: {
        x: units.subarray(0, rows.x.length),
        targets: rows.targets,
        weights: rows.weights.map((weight, row) => (row < first ? weight : weight * found.priorWeight)),
      },
      taught: units.subarray(rows.x.length),
      logits: logitsOf({ ...rows, ...taught, x: around.subarray(rows.x.length) }, found.coefficients),
      C: found.C,
    },
    found.coefficients,
    pause,
  );
  return { found, coefficients };
}
