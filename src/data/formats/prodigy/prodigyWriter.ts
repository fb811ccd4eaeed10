/** Rows as Prodigy's tasks: spans as `ner_manual`, classes as `choice`, both together as `blocks`. All are accepted. */
import { splitWords } from '../../words';
import { type OutData, type OutFile, type OutRow, toCodePoints } from '../output';
import { fitting, jsonLines, labelledRows, namesIn, spansIn, wordsAtSpans } from '../shared/outColumns';

export function writeProdigy(data: OutData, report: (message: string) => void): OutFile[] {
  const { rows, spans, classes } = fitting(data, 'Prodigy', { spans: 1, classes: 1 }, report);
  const [spanColumn, classColumn] = [spans[0], classes[0]];
  const names = [...new Set(rows.flatMap((row) => namesIn(row, classColumn) ?? []))].sort();
  const options = names.map((id) => ({ id, text: id }));
  const single = data.columns.some(({ name, values }) => name === classColumn && values === 'names');
  return jsonLines(data, labelledRows(rows, [...spans, ...classes], 'Prodigy', report), (row) => {
    const marked = spanFields(row, spanColumn);
    const accept = namesIn(row, classColumn);
    const choice = accept && { options, accept, config: { choice_style: single ? 'single' : 'multiple' } };
    const score = row.scores?.[(accept ? classColumn : spanColumn) ?? ''];
    return {
      text: row.text,
      ...(score === undefined ? {} : { meta: { score } }),
      ...marked,
      ...choice,
      _view_id: marked && choice ? 'blocks' : choice ? 'choice' : 'ner_manual',
      answer: 'accept',
    };
  });
}

function spanFields(row: OutRow, column: string | undefined): object | undefined {
  const spans = spansIn(row, column);
  if (!spans) return undefined;
  const at = toCodePoints(row.text);
  const words = wordsAtSpans(row.words ?? splitWords(row.text), spans);
  const tokens = words.map(([start, end], id) => ({
    text: row.text.slice(start, end),
    start: at(start),
    end: at(end),
    id,
    ws: /^\s/.test(row.text.slice(end, end + 1)),
  }));
  return {
    tokens,
    spans: spans.map(({ start, end, label }) => {
      const first = words.findIndex(([from]) => from === start);
      const last = words.findIndex(([, to]) => to === end);
      return { start: at(start), end: at(end), ...(first >= 0 && last >= first ? { token_start: first, token_end: last } : {}), label };
    }),
  };
}
