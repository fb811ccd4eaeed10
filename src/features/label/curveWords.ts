/** What a learning curve of labels says, and what it rests on. */
import { count, percent, plural } from '../../ui/format';
import type { LabelCurve } from '../../workers/protocol';
import { outlookInWords } from '../train/outlookInWords';

/** A gain that is hardly worth the labels. */
const LITTLE = 0.01;

/** @returns the hint, and what it rests on; the latter is empty where there is no curve */
export function hintOf({ labels, scored, byChance, points, outlook }: LabelCurve): [hint: string, basis: string] {
  const last = points.at(-1);
  if (!last) return [outlook.why ?? '', ''];
  const { gain } = outlook;
  const words = outlookInWords(outlook, 'percent');
  const hint = gain && gain.gain < LITTLE ? `${words} That is little: a good time to train, and to look for mistakes.` : words;
  const texts = byChance
    ? `${count(scored)} labelled texts that were drawn at random: they stand for all`
    : `${scored < labels ? `${count(scored)} of ` : ''}the ${plural(labels, 'labelled text')} themselves: if the hardest came first, other texts are easier`;
  const basis = [
    `${percent(last.share)} of the suggestions are right with ${plural(last.labels, 'label')}, with 95 % confidence between ${percent(last.low)} and ${percent(last.high)}.`,
    `Scored on ${texts}.`,
    'Each is answered by heads that have not learned from it.',
  ];
  return [hint, basis.join(' ')];
}
