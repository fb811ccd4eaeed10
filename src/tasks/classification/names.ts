/** Names before labels: what classes are called, as rows that a head learns from beside those with labels. */
import { TandemError } from '../../errors';
import { normalizeReference } from '../../kernels/normalize/reference';
import { plural } from '../../plural';
import type { SolveJob } from '../kind';
import { type ClassText, type ClassTexts, classTexts, saysSomething, silentClasses } from '../shared/classNames';
import { oneHot } from '../shared/labels';
import type { Prior } from '../shared/solveHead';

interface Named {
  labels: string[];
  names?: ClassTexts;
}

/**
 * One row for every class that is called or described by something: the mean of its texts at length 1. A class without a labelled
 * row weighs as much as others do with theirs: how rare it is, nobody knows. Classes with rows are left to these where not all are
 * called something, as a text that only some have would make these more frequent.
 *
 * @param ids classes of the labelled rows
 * @returns `mute`: classes of which no text says anything
 * @throws TandemError `bad-input` where there is no labelled row, and a class of which no text says anything
 */
export async function priorOf(
  { labels, names = {} }: Named,
  ids: number[],
  embed: SolveJob['embed'],
): Promise<{ prior: Prior | undefined; mute: string[] }> {
  const texts = classTexts(labels, names).filter(({ text }) => saysSomething(text));
  const labelled = new Set(ids);
  const isLabelled = labels.map((_, c) => labelled.has(c));
  const known = [...new Set(texts.map(({ label }) => label))];
  const mute = silentClasses(labels, names);
  const unknown = mute.find((name) => !isLabelled[labels.indexOf(name)]);
  if (unknown !== undefined && ids.length === 0) {
    throw new TandemError(
      'bad-input',
      `Nothing is known of the class "${unknown}": no row has it, and what it is called says nothing. Describe it in names, or label some of its texts.`,
    );
  }
  const rows = [...known.filter((c) => !isLabelled[c]), ...known.filter((c) => isLabelled[c] && mute.length === 0)];
  if (rows.length === 0) return { prior: undefined, mute };
  const { last, before } = await embed(texts.map(({ text }) => text));
  const alone = 1 + ids.length / Math.max(1, isLabelled.filter(Boolean).length);
  return {
    prior: {
      features: means(last, texts, rows),
      ...(before ? { before: means(before, texts, rows) } : {}),
      targets: oneHot(rows, labels.length),
      weights: rows.map((c) => (isLabelled[c] ? 1 : alone)),
      fixed: rows.filter((c) => !isLabelled[c]).length,
    },
    mute,
  };
}

/** @param vectors of the texts @returns [classes, width] */
function means(vectors: Float32Array, texts: ClassText[], classes: number[]): Float32Array {
  const width = vectors.length / texts.length;
  const units = new Float32Array(vectors.length);
  normalizeReference(vectors, units, { rows: texts.length, width });
  const result = new Float32Array(classes.length * width);
  for (const [i, { label }] of texts.entries()) {
    const row = classes.indexOf(label);
    if (row < 0) continue;
    const at = row * width;
    for (let j = 0; j < width; j++) result[at + j] += units[i * width + j];
  }
  return result;
}

/**
 * @param note on C; @param ids classes of the labelled rows
 * @param weight of a class's texts, in labelled rows; undefined where classes with rows are left to these
 * @param mute classes of which no text says anything
 */
export function namesNote({ labels, names = {} }: Named, ids: number[], weight: number | undefined, note: string, mute: string[]): string {
  const what = Object.values(names).some(({ length }) => length > 0) ? 'names and descriptions' : 'names';
  const classes = plural(labels.length, 'class', 'classes');
  if (ids.length === 0)
    return `answers from the ${what} of its ${classes} alone: no label has been seen, so how sure it is has not been measured.`;
  const missing = labels.filter((_, c) => !ids.includes(c));
  const share =
    weight === undefined
      ? 'classes that have rows are known by these alone'
      : weight === 0
        ? `the ${what} of its ${classes} did not help and count nothing`
        : `the ${what} of its ${classes} each weigh as much as ${plural(weight, 'labelled row')}`;
  const byName = missing.filter((name) => !mute.includes(name));
  const unknown = missing.filter((name) => mute.includes(name));
  const alone = byName.length > 0 ? ` No row has ${list(byName)}: ${byName.length === 1 ? 'it is' : 'they are'} known by name alone.` : '';
  const never = unknown.length > 0 ? ` Nothing is known of ${list(unknown)}, which no row has: label some texts.` : '';
  const silent =
    mute.length > 0
      ? ` What ${list(mute)} ${mute.length === 1 ? 'is' : 'are'} called says nothing: describe ${mute.length === 1 ? 'it' : 'them'}, and names count.`
      : '';
  return `is logistic regression with ${note}; ${share}.${alone}${never}${silent}`;
}

/** Names that are listed whole. */
const LISTED = 5;

const list = (names: string[]): string =>
  names.length <= LISTED ? names.join(', ') : `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more`;
