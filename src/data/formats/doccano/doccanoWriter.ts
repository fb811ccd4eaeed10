/** Rows as doccano imports them: spans or classes under `label`, both as `entities` and `cats`. */

import { plural } from '../../../plural';
import { type OutData, type OutFile, toCodePoints } from '../output';
import { fitting, jsonLines, namesIn, spansIn } from '../shared/outColumns';

export function writeDoccano(data: OutData, report: (message: string) => void): OutFile[] {
  const { rows, spans, classes } = fitting(data, 'doccano', { spans: 1, classes: 1 }, report);
  const none = rows.filter((row) => namesIn(row, classes[0])?.length === 0).length;
  if (none > 0)
    report(
      `${plural(none, 'row is', 'rows are')} known to have no class; doccano cannot tell ${none === 1 ? 'it' : 'them'} from rows that nobody has labelled`,
    );
  const both = spans.length > 0 && classes.length > 0;
  let id = 0;
  return jsonLines(data, rows, (row) => {
    const at = toCodePoints(row.text);
    const entities = spansIn(row, spans[0])?.map(({ start, end, label }) => [at(start), at(end), label]);
    const names = namesIn(row, classes[0]);
    return {
      id: ++id,
      text: row.text,
      ...(both ? { entities, cats: names } : { label: entities ?? (spans.length > 0 ? undefined : (names ?? [])) }),
    };
  });
}
