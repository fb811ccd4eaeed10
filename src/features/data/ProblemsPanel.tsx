import type { ReactNode } from 'react';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ScrollArea } from '../../ui/ScrollArea';
import type { DatasetInfo } from '../../workers/protocol';
import { useData } from '../stores';
import { fitInWords } from './fitInWords';

/** Everything odd about the files, with the line where it is, and what the model in use cannot take in. */
export function ProblemsPanel({ info }: { info: DatasetInfo }) {
  const fit = useData((state) => state.fit);
  const { problems } = info;
  const notices = fit && info.refused === undefined ? fitInWords(fit, info) : [];
  if (problems.length + notices.length === 0) return null;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const others = problems.length - errors + notices.length;
  const aside = (
    <span className="text-muted">
      {[
        errors > 0 && plural(errors, 'row or part left out', 'rows or parts left out'),
        others > 0 && plural(others, 'thing to look at', 'things to look at'),
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
  return (
    <Panel title="Problems" aside={aside}>
      <ScrollArea label="All problems" className="max-h-48">
        <ul className="divide-y divide-line">
          {notices.map((notice) => (
            <Line key={notice} where="this model" look="text-warn">
              {notice}
            </Line>
          ))}
          {problems.map(({ severity, file, line, message }, i) => (
            <Line
              // Problems may repeat to the letter, and the list is replaced whole.
              key={i}
              where={line === undefined ? file.slice(file.lastIndexOf('/') + 1) : `line ${line}`}
              title={file}
              look={severity === 'error' ? 'text-bad' : 'text-warn'}
            >
              {message}
            </Line>
          ))}
        </ul>
      </ScrollArea>
    </Panel>
  );
}

function Line({ where, title, look, children }: { where: string; title?: string; look: string; children: ReactNode }) {
  return (
    <li className="flex gap-3 px-3 py-1.5 max-sm:flex-col max-sm:gap-0">
      <span className={`w-28 shrink-0 truncate tabular-nums ${look}`} title={title}>
        {where}
      </span>
      <span dir="auto" className="min-w-0 break-words">
        {children}
      </span>
    </li>
  );
}
