/** What a Prodigy task asks, by its interface (`_view_id`) where it names one, and by its fields where it does not. */
import { type Fields, isObject } from '../json/fields';
import { hasCats } from '../spacy/spacyCats';

export interface Task {
  line: number;
  fields: Fields;
  split?: string;
}

export type Answer = 'accept' | 'reject' | 'ignore' | undefined;

const ANSWERS = ['accept', 'reject', 'ignore'];
const MARKS = ['_task_hash', '_input_hash', '_view_id'];
const ANSWERED = ['spans', 'label', 'options', 'cats', 'accept', 'relations'];
const ABOUT_SPANS = /^(ner|ner_manual|spans_manual|spans|relations|review)$/;

export function isTask(value: unknown): value is Fields {
  if (!isObject(value)) return false;
  return (
    MARKS.some((mark) => Object.hasOwn(value, mark)) ||
    (answerOf(value) !== undefined && ANSWERED.some((name) => Object.hasOwn(value, name)))
  );
}

export const answerOf = ({ answer }: Fields): Answer => (ANSWERS.includes(answer as string) ? (answer as Answer) : undefined);

export const isChoice = ({ options }: Fields): boolean => Array.isArray(options) && options.length > 0;

/** The class that is asked for by itself. */
export const classAsked = (fields: Fields): string | undefined =>
  !isChoice(fields) && (typeof fields.label === 'string' || typeof fields.label === 'number') ? String(fields.label) : undefined;

/** Spans of a class's task show what a pattern found in the text. */
export function asksForSpans(fields: Fields): boolean {
  const { _view_id: view, spans, tokens } = fields;
  if (typeof view === 'string' && ABOUT_SPANS.test(view)) return true;
  if (view === 'choice' || classAsked(fields) !== undefined) return false;
  if (isChoice(fields)) return Array.isArray(tokens) && Array.isArray(spans);
  return Array.isArray(spans) ? spans.length > 0 || !hasCats(fields) : Array.isArray(tokens) && !hasCats(fields);
}

/** Whether each answer is about one span only: late versions say it, and "ner" does; without a name, tasks of one span each that are rejected, or have no tokens. */
export function asksOneByOne(tasks: Task[]): (fields: Fields) => boolean {
  const own = tasks.filter(({ fields }) => asksForSpans(fields));
  const unnamed = own.filter(({ fields }) => typeof fields._view_id !== 'string').map(({ fields }) => fields);
  const single = unnamed.every(({ spans }) => Array.isArray(spans) && spans.length === 1);
  const oneByOne =
    single && (unnamed.some((fields) => answerOf(fields) === 'reject') || !unnamed.some(({ tokens }) => Array.isArray(tokens)));
  return ({ _is_binary: binary, _view_id: view }) => {
    if (typeof binary === 'boolean') return binary;
    return typeof view === 'string' ? view === 'ner' : oneByOne;
  };
}

/** Whether people could choose several classes. */
export const maySeveral = (tasks: Task[]): boolean =>
  tasks.some(({ fields }) => isChoice(fields) && isObject(fields.config) && fields.config.choice_style === 'multiple');

/** Whether somebody has chosen several. */
export const hasSeveral = (tasks: Task[]): boolean => tasks.some(({ fields }) => isChoice(fields) && acceptedIn(fields).length > 1);

/** The ids of the options are the classes; their texts are for people. */
export const acceptedIn = ({ accept }: Fields): string[] =>
  Array.isArray(accept) ? accept.map(String) : typeof accept === 'string' || typeof accept === 'number' ? [String(accept)] : [];
