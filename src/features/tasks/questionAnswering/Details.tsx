import type { Label, Span } from '../../../data/dataset';
import type { AnsweredText } from '../../../train/runs/runs';
import { plural } from '../../../ui/format';
import { Icon } from '../../../ui/Icon';
import { ScrollArea } from '../../../ui/ScrollArea';
import type { DetailsProps } from '../details';

/** Questions that are listed at most. */
const LISTED = 200;

/** Each question with its answer, the wrong ones first. */
export function QuestionAnsweringView({ answers }: DetailsProps) {
  const rows = answers.map(read).sort((a, b) => Number(a.right) - Number(b.right));
  const wrong = rows.filter(({ right }) => !right).length;
  return (
    <>
      <p className="border-b border-line px-3 py-2 text-sm text-muted">
        {wrong === 0
          ? 'Every answer is exactly as expected.'
          : `${plural(wrong, 'answer')} of ${rows.length} ${wrong === 1 ? 'is' : 'are'} not exactly as expected.`}
        {rows.length > LISTED && ` The first ${LISTED} are listed.`}
      </p>
      <ScrollArea label="Questions and answers" className="max-h-96 px-3 text-sm">
        <ul className="divide-y divide-line">
          {rows.slice(0, LISTED).map(({ question, text, right, answer, expected }, i) => (
            // The same question may come twice, and the list is replaced whole.
            <li key={i} className="flex flex-col gap-0.5 py-2 break-words" title={text}>
              <span dir="auto" className="font-medium">
                {question}
              </span>
              <span className={right ? 'text-good' : 'text-bad'}>
                <Icon name={right ? 'check' : 'cross'} label={right ? 'Right:' : 'Wrong:'} /> <bdi>{answer || 'no answer'}</bdi>
              </span>
              {!right && (
                <span className="text-muted">
                  expected: <bdi>{expected.join(' · or ') || 'no answer'}</bdi>
                </span>
              )}
            </li>
          ))}
        </ul>
      </ScrollArea>
    </>
  );
}

function read({ text, other = '', gold, answer }: AnsweredText) {
  const slices = (label: Label) =>
    Array.isArray(label)
      ? label.filter((part): part is Span => typeof part === 'object').map(({ start, end }) => text.slice(start, end))
      : [];
  const expected = [...new Set(slices(gold))];
  const given = slices(answer)[0] ?? '';
  const right = expected.length === 0 ? given === '' : expected.some((one) => one.trim().toLowerCase() === given.trim().toLowerCase());
  return { question: other, text, right, answer: given, expected };
}
