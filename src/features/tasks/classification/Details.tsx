import { useMemo, useState } from 'react';
import type { ClassificationDetails } from '../../../tasks/classification/classification';
import type { AnsweredText } from '../../../train/runs/runs';
import { Button } from '../../../ui/Button';
import { count, plural } from '../../../ui/format';
import { ScrollArea } from '../../../ui/ScrollArea';
import type { DetailsProps } from '../details';
import { type Cell, ConfusionMatrix, MOST_CLASSES, MostConfused } from './ConfusionMatrix';
import { cellsOf } from './confusion';

/** Which class was taken for which; a cell lists its texts. */
export function ClassificationView({ details, answers, onRows }: DetailsProps) {
  const { labels, ...found } = details as ClassificationDetails;
  const cells = useMemo(() => cellsOf({ cells: found.cells, confusion: found.confusion }), [found.cells, found.confusion]);
  const [cell, setCell] = useState<Cell>();
  const View = labels.length <= MOST_CLASSES ? ConfusionMatrix : MostConfused;
  return (
    <>
      <View cells={cells} labels={labels} cell={cell} onSelect={setCell} />
      {cell ? (
        <CellTexts
          actual={labels[cell[0]]}
          predicted={labels[cell[1]]}
          total={cells.find(([actual, predicted]) => actual === cell[0] && predicted === cell[1])?.[2] ?? 0}
          answers={answers}
          onRows={onRows}
        />
      ) : (
        <p className="border-t border-line px-3 py-2 text-sm text-muted">Select a cell to read its texts.</p>
      )}
    </>
  );
}

interface CellTextsProps extends Pick<DetailsProps, 'onRows'> {
  actual: string;
  predicted: string;
  total: number;
  answers: AnsweredText[];
}

function CellTexts({ actual, predicted, total, answers, onRows }: CellTextsProps) {
  const texts = answers.filter(({ gold, answer }) => gold === actual && answer === predicted);
  return (
    <section aria-label="Texts of the cell" className="border-t border-line px-3 py-2">
      <h3 className="mb-1 font-medium">
        <bdi>{actual}</bdi>
        {actual === predicted ? (
          ', predicted correctly'
        ) : (
          <>
            {' '}
            taken for <bdi>{predicted}</bdi>
          </>
        )}
        : {plural(total, 'text')}
        {texts.length < total && <span className="font-normal text-muted"> ({count(texts.length)} of them kept with the run)</span>}
      </h3>
      {onRows && total > 0 && (
        <Button className="mb-1 h-7" onClick={() => onRows({ actual, predicted })}>
          Look at these rows and fix labels
        </Button>
      )}
      <ScrollArea label={`All of ${actual}, predicted ${predicted}`} className="max-h-64">
        <ul className="list-disc ps-5">
          {texts.map(({ text }, i) => (
            // The same text may come twice, and the list is replaced whole.
            <li key={i} dir="auto" className="py-0.5 break-words">
              {text}
            </li>
          ))}
        </ul>
      </ScrollArea>
    </section>
  );
}
