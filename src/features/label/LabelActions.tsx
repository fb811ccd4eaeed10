import { useId } from 'react';
import type { RowMarks } from '../../project/labels';
import { nextUnlabelled } from '../../stores/label/progress';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { useLabels, useStores } from '../stores';
import type { Labelling } from './useLabelling';

interface LabelActionsProps {
  labelling: Labelling;
  marks: RowMarks | undefined;
  onApplyToAll(): void;
}

/** From row to row, back and forth through what was done, and what is said of the row beside labels. */
export function LabelActions({ labelling, marks, onApplyToAll }: LabelActionsProps) {
  const { labels } = useStores();
  const position = useLabels((state) => state.position);
  const total = useLabels((state) => state.keys.length);
  const done = useLabels((state) => state.done.at(-1)?.what);
  const isKept = useLabels(({ done, earlier, keptFrom }) => earlier + done.length > keptFrom);
  const earlier = useLabels((state) => state.earlier);
  const undone = useLabels((state) => state.undone.at(-1)?.what);
  const id = useId();
  const { row, tasks } = labelling;
  const order = useLabels((state) => state.order);
  const place = order ? order.places[position] : position;
  const { go, step, mark, undo, redo } = labels.getState();
  const toNext = () => {
    const next = nextUnlabelled(labels.getState(), tasks);
    if (next !== undefined) go(next);
  };
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap gap-2">
        <Button disabled={place === 0} onClick={() => step(-1)}>
          <Icon name="up" /> Back
        </Button>
        <Button disabled={place + 1 >= total} onClick={() => step(1)}>
          <Icon name="down" /> Next
        </Button>
        <Button onClick={toNext}>Next without a label</Button>
        <Button
          disabled={!row}
          onClick={() => {
            if (row) mark(row, { skipped: true }, 'Skip');
            step(1);
          }}
        >
          Skip
        </Button>
        <Button
          disabled={!row}
          aria-pressed={marks?.flagged ?? false}
          kind={marks?.flagged ? 'primary' : 'plain'}
          onClick={() => row && mark(row, { flagged: marks?.flagged ? undefined : true }, 'Flag')}
        >
          Flag
        </Button>
        <Button disabled={!row} onClick={onApplyToAll} title="Gives the same label to all equal words or texts (key a)">
          Apply to all equal…
        </Button>
        <span className="flex gap-2 sm:ml-auto">
          <Button disabled={done === undefined} onClick={undo} title={undoTitle(done, isKept, earlier)}>
            Undo
          </Button>
          <Button disabled={undone === undefined} onClick={redo} title={undone && `Redo: ${undone}`}>
            Redo
          </Button>
        </span>
      </div>
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="text-muted">
          Comment
        </label>
        <input
          key={row?.key}
          id={id}
          dir="auto"
          className={`${controlLook} min-w-0 flex-1`}
          defaultValue={marks?.comment ?? ''}
          onBlur={({ target }) => {
            const comment = target.value.trim();
            if (row && comment !== (marks?.comment ?? '')) mark(row, { comment: comment === '' ? undefined : comment }, 'Comment');
          }}
          onKeyDown={({ key, currentTarget }) => {
            if (key === 'Enter') currentTarget.blur();
          }}
        />
      </div>
    </div>
  );
}

/** @param isKept whether it can be taken back after a reload as well @param earlier steps that are not known any more */
function undoTitle(done: string | undefined, isKept: boolean, earlier: number): string | undefined {
  if (done !== undefined) return isKept ? `Undo: ${done}` : `Undo: ${done} (as long as this page stays open)`;
  return earlier > 0 ? 'What was done before this is no longer kept' : undefined;
}
