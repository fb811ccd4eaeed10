/** Prodigy's tasks that show one class and ask whether the text has it: accepted, it has; rejected, it has not. */
import { plural } from '../../../plural';
import type { Reading } from '../format';
import { answerOf, classAsked, type Task } from './prodigyTasks';

export interface AskedClasses {
  columns: string[];
  /** In the order of the columns; undefined where the row is left out. */
  valuesOf(label: string, accepted: boolean): (string | undefined)[] | undefined;
}

/**
 * Settles what answers about single classes mean.
 *
 * @param all tasks of all files, over which it is settled
 */
export function classesByLabel(tasks: Task[], all: Task[], { ask, report }: Reading): AskedClasses {
  const asked = all.flatMap(({ fields }) => {
    const label = classAsked(fields);
    const answer = answerOf(fields);
    return label !== undefined && (answer === 'accept' || answer === 'reject') ? [{ label, answer, text: fields.text }] : [];
  });
  const labels = [...new Set(asked.map(({ label }) => label))];
  const rejected = asked.filter(({ answer }) => answer === 'reject').length;
  const ownRejected = tasks.filter(({ fields }) => classAsked(fields) !== undefined && answerOf(fields) === 'reject').length;
  const [only] = labels;
  if (labels.length < 2) {
    const not = `not ${only}`;
    const options = [
      { value: 'not', title: `as texts of the class "${not}"` },
      { value: 'leave out', title: 'not at all: they are left out' },
    ];
    const text = `"${only}" was rejected for ${plural(rejected, 'text')}. How should rejected texts be read?`;
    const kept = rejected === 0 || ask({ id: 'rejected', text, options, open: true }) === 'not';
    if (!kept && ownRejected > 0)
      report(undefined, `${plural(ownRejected, 'text')} for which "${only}" was rejected ${ownRejected === 1 ? 'is' : 'are'} left out`);
    return { columns: ['label'], valuesOf: (label, accepted) => (accepted ? [label] : kept ? [not] : undefined) };
  }
  const options = [
    { value: 'one', title: 'a text has one class: rejected answers are left out' },
    { value: 'each', title: 'each class stands by itself: a text has it or not' },
  ];
  if (hasSeveral(asked)) options.reverse();
  const text = `Single classes (${labels.slice(0, 5).join(', ')}${labels.length > 5 ? ', …' : ''}) were accepted or rejected. How do they go together?`;
  if (ask({ id: 'single classes', text, options, open: true }) === 'one') {
    if (ownRejected > 0)
      report(
        undefined,
        `${plural(ownRejected, 'answer rejects a class without naming the right one and is', 'answers reject a class without naming the right one and are')} left out`,
      );
    return { columns: ['label'], valuesOf: (label, accepted) => (accepted ? [label] : undefined) };
  }
  return {
    columns: labels.map((label) => `label ${label}`),
    valuesOf: (label, accepted) => labels.map((name) => (name === label ? (accepted ? name : `not ${name}`) : undefined)),
  };
}

/** Whether different classes were accepted for the same text. */
function hasSeveral(asked: { label: string; answer: string; text: unknown }[]): boolean {
  const first = new Map<unknown, string>();
  return asked.some(({ label, answer, text }) => {
    if (answer !== 'accept') return false;
    const known = first.get(text);
    if (known === undefined) first.set(text, label);
    return known !== undefined && known !== label;
  });
}

/** @returns undefined for a task that is left out */
export function classesOfAnswers({ fields }: Task, binary: AskedClasses): (string | undefined)[] | undefined {
  const label = classAsked(fields);
  if (label === undefined) return [];
  const answer = answerOf(fields);
  return answer === 'accept' || answer === 'reject' ? binary.valuesOf(label, answer === 'accept') : undefined;
}
