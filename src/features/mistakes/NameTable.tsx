import { count, percent } from '../../ui/format';
import { LongList } from '../../ui/LongList';
import { ScrollArea } from '../../ui/ScrollArea';
import type { ComparedColumn } from '../../workers/protocol';
import { writeMetric } from '../metric';

/** How far both agree on each name: where they most differ is what to talk about first. */
export function NameTable({ of: { names, values } }: { of: ComparedColumn }) {
  const isSpans = values === 'spans' || values === 'answers';
  return (
    <LongList items={names} nameOf={({ name }) => name} thing="name">
      {(shown) => (
        <ScrollArea label="Agreement name by name" className="max-h-96 px-3 pb-3">
          <table className="w-full text-right text-sm tabular-nums">
            <thead className="sticky top-0 bg-panel text-xs text-muted">
              <tr>
                {[isSpans ? 'Type' : 'Name', 'Mine', 'Theirs', 'Both', isSpans ? 'F1' : 'κ'].map((title, i) => (
                  <th key={title} scope="col" className={`pt-3 pb-1 font-normal ${i === 0 ? 'text-left' : 'pl-3'}`}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ name, mine, theirs, both, score }) => (
                <tr key={name}>
                  <th scope="row" dir="auto" className="py-1 text-left font-normal break-words">
                    {name}
                  </th>
                  {[count(mine), count(theirs), count(both), writeScore(score, isSpans)].map((value, i) => (
                    // Columns stay as they are.
                    <td key={i} className="pl-3 whitespace-nowrap">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </LongList>
  );
}

function writeScore(score: number | undefined, isSpans: boolean): string {
  if (score === undefined) return '–';
  return isSpans ? percent(score) : writeMetric('number', score);
}
