import { type ReactNode, useEffect, useRef } from 'react';
import type { Label, Span } from '../../data/dataset';
import { Button } from '../../ui/Button';
import { count } from '../../ui/format';
import { ScrollArea } from '../../ui/ScrollArea';
import type { EvaluatedTask } from '../../workers/protocol';
import { LabelInShort } from '../LabelInShort';
import { MarkedText } from '../MarkedText';
import { useMistakes, useStores } from '../stores';
import { givenSince } from './MistakeRow';
import { showInLabel } from './showInLabel';
import { useFix } from './useFix';

/** The row that was chosen, whole, and what can be done about it. */
export function MistakeDetail({ task }: { task: EvaluatedTask }) {
  const stores = useStores();
  const row = useMistakes((state) => state.selected);
  const select = useMistakes((state) => state.select);
  const fix = useFix(task.column);
  const place = useRef<HTMLElement>(null);
  const shown = row?.index;
  useEffect(() => {
    if (shown !== undefined) place.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  if (!row) return null;
  const { index, text, other, actual, answer, wrong } = row;
  const now = givenSince(fix, row);
  return (
    <section ref={place} aria-label={`Row ${count(index + 1)}`} className="flex flex-col gap-2 border-t border-line p-3">
      <header className="flex items-center justify-between">
        <h3 className="font-semibold">Row {count(index + 1)}</h3>
        <Button kind="quiet" className="h-7 px-2" onClick={() => select(undefined)}>
          Close
        </Button>
      </header>
      {other !== undefined && (
        <p dir="auto" className="text-muted">
          {other}
        </p>
      )}
      <ScrollArea label="The row in full" className="max-h-60">
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
          {!isSpans(actual) && !isSpans(answer) && <Said name="Text">{text}</Said>}
          <Said name="Actual">
            <Whole label={actual} text={text} task={task} />
          </Said>
          <Said name="Predicted">
            <Whole label={answer} text={text} task={task} />
          </Said>
          {now !== undefined && <Said name="Now">{now === null ? 'no label' : <Whole label={now} text={text} task={task} />}</Said>}
        </dl>
      </ScrollArea>
      <div className="flex flex-wrap gap-2">
        {fix.can && wrong && now === undefined && (
          <Button onClick={() => fix.give(row, answer, `Label row ${count(index + 1)} as predicted`)}>The prediction is right</Button>
        )}
        {fix.can && now !== undefined && (
          <Button onClick={() => fix.give(row, actual, `Put back the label of row ${count(index + 1)}`)}>Put the label back</Button>
        )}
        {fix.can ? (
          <Button onClick={() => void showInLabel(stores, `Row ${count(index + 1)}`, [index])}>Fix it in Label</Button>
        ) : (
          <span className="text-muted">Labels of this column cannot be changed here: correct them in the file.</span>
        )}
      </div>
    </section>
  );
}

const isSpans = (label: Label): boolean => Array.isArray(label) && typeof label[0] === 'object';

function Said({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd dir="auto" className="min-w-0 break-words">
        {children}
      </dd>
    </>
  );
}

function Whole({ label, text, task }: { label: Label; text: string; task: EvaluatedTask }) {
  return isSpans(label) ? (
    <MarkedText text={text} marks={label as Span[]} showLabels={task.values === 'spans'} />
  ) : (
    <LabelInShort label={label} values={task.values} text={text} />
  );
}
