/** How far two people agree who labelled the same texts: Cohen's κ (1960) for names, F1 of spans, differences of numbers. */
import type { Label, Span } from '../data/dataset';
import type { LabelColumn } from '../data/labelColumns';
import { namesIn } from '../data/labelSets';
import { sameLabel } from '../data/sameLabel';
import { SpanCounter } from '../tasks/metrics/spans';

/** A row's labels by the one and by the other. */
export interface LabelPair {
  mine: Label;
  theirs: Label;
}

export interface NameAgreement {
  name: string;
  /** Rows, or spans, that have it by the one, by the other, and by both. */
  mine: number;
  theirs: number;
  both: number;
  /** κ of whether a row has it; of spans, F1. Absent where it says nothing: one value everywhere. */
  score?: number;
}

export interface Agreement {
  /** Rows that both have labelled. */
  rows: number;
  /** Of these, the ones on which they say the same. */
  same: number;
  /** Cohen's κ, from −1 to 1: agreement beyond chance; of several names a row, the mean of those of each name. */
  kappa?: number;
  /** Of spans: 2 · those by both / (those by the one + those by the other); equal ones have the same ends and type. */
  f1?: number;
  /** Of numbers: the mean absolute difference. */
  difference?: number;
  /** The most frequent first; none of numbers. */
  names: NameAgreement[];
}

/** @param pairs rows that both have labelled, of a column of these values */
export function agreementOf(pairs: LabelPair[], values: LabelColumn['values']): Agreement {
  const known = { rows: pairs.length, same: pairs.filter(({ mine, theirs }) => sameLabel(mine, theirs)).length };
  if (values === 'numbers') return { ...known, ...(pairs.length > 0 ? { difference: meanDifference(pairs) } : {}), names: [] };
  const isSpans = values === 'spans' || values === 'answers';
  const names = isSpans ? spanNames(pairs) : rowNames(pairs);
  names.sort((a, b) => b.mine + b.theirs - a.mine - a.theirs);
  if (isSpans) {
    const counts = spanCounts(pairs);
    return { ...known, ...scoreField('f1', counts.support + counts.predicted > 0 ? counts.f1 : undefined), names };
  }
  if (values === 'names') {
    return { ...known, ...scoreField('kappa', cohenKappa(pairs.map(({ mine, theirs }) => [String(mine), String(theirs)]))), names };
  }
  const scores = names.flatMap(({ score }) => (score === undefined ? [] : [score]));
  return { ...known, ...scoreField('kappa', scores.length > 0 ? scores.reduce((a, b) => a + b) / scores.length : undefined), names };
}

/**
 * (observed − chance agreement) / (1 − chance agreement), where chance is that of two people who give each name as often as these two.
 *
 * @returns undefined where chance agreement is 1, and without pairs
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number | undefined {
  const counts = new Map<string, [mine: number, theirs: number]>();
  const of = (name: string) => {
    const known = counts.get(name) ?? [0, 0];
    counts.set(name, known);
    return known;
  };
  let same = 0;
  for (const [mine, theirs] of pairs) {
    of(mine)[0]++;
    of(theirs)[1]++;
    if (mine === theirs) same++;
  }
  const all = pairs.length;
  let chance = 0;
  // Counts are whole: whether chance agreement is all there is can be told exactly.
  for (const [mine, theirs] of counts.values()) chance += mine * theirs;
  return chance === all * all ? undefined : (same * all - chance) / (all * all - chance);
}

function rowNames(pairs: LabelPair[]): NameAgreement[] {
  const sets = pairs.map(({ mine, theirs }) => [new Set(namesIn(mine)), new Set(namesIn(theirs))] as const);
  const counts = new Map<string, { mine: number; theirs: number; both: number }>();
  for (const [mine, theirs] of sets) {
    for (const name of new Set([...mine, ...theirs])) {
      const known = counts.get(name) ?? { mine: 0, theirs: 0, both: 0 };
      counts.set(name, known);
      if (mine.has(name)) known.mine++;
      if (theirs.has(name)) known.theirs++;
      if (mine.has(name) && theirs.has(name)) known.both++;
    }
  }
  return [...counts].map(([name, of]) => ({ name, ...of, ...scoreField('score', kappaOfTwo(of, pairs.length)) }));
}

/** κ of a name that rows have or have not. */
function kappaOfTwo({ mine, theirs, both }: { mine: number; theirs: number; both: number }, all: number): number | undefined {
  const same = both + (all - mine - theirs + both);
  const chance = mine * theirs + (all - mine) * (all - theirs);
  return chance === all * all ? undefined : (same * all - chance) / (all * all - chance);
}

function counterOf(pairs: LabelPair[]): SpanCounter {
  const counter = new SpanCounter();
  for (const { mine, theirs } of pairs) counter.add(mine as Span[], theirs as Span[]);
  return counter;
}

function spanCounts(pairs: LabelPair[]) {
  const counter = counterOf(pairs);
  return { ...counter.totals(), f1: counter.scores().f1 };
}

function spanNames(pairs: LabelPair[]): NameAgreement[] {
  const types = new Set(pairs.flatMap(({ mine, theirs }) => [...namesIn(mine), ...namesIn(theirs)]));
  const only = (label: Label, type: string) => (label as Span[]).filter((span) => span.label === type);
  return [...types].map((name) => {
    const own = pairs.map(({ mine, theirs }) => ({ mine: only(mine, name), theirs: only(theirs, name) }));
    const { right, predicted, support, f1 } = spanCounts(own);
    return { name, mine: support, theirs: predicted, both: right, score: f1 };
  });
}

const meanDifference = (pairs: LabelPair[]): number =>
  pairs.reduce((sum, { mine, theirs }) => sum + Math.abs(Number(mine) - Number(theirs)), 0) / pairs.length;

const scoreField = <Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> =>
  value === undefined ? {} : ({ [name]: value } as Record<Name, number>);
