import type { ReactNode } from 'react';
import type { Problem } from '../../data/dataset';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import { ScrollArea } from '../../ui/ScrollArea';
import type { DatasetInfo } from '../../workers/protocol';
import { showInLabel } from '../mistakes/showInLabel';
import { useData, useStores } from '../stores';
import { fitInWords } from './fitInWords';

/** Everything odd about the files, with the line where it is, and what the model in use cannot take in. */
export function ProblemsPanel({ info }: { info: DatasetInfo }) {
  const fit = useData((state) => state.fit);
  const { problems } = info;
  const notices = fit && info.refused === undefined ? fitInWords(fit, info) : [];
  if (problems.length + notices.length === 0) return null;
  const firstOf = (sort: Problem['about']) => problems.findIndex(({ about }) => about === sort);
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
          {problems.map(({ severity, file, line, message, about }, i) => (
            <Line
              // Problems may repeat to the letter, and the list is replaced whole.
              key={i}
              where={line === undefined ? file.slice(file.lastIndexOf('/') + 1) : `line ${line}`}
              title={file}
              look={severity === 'error' ? 'text-bad' : 'text-warn'}
            >
              {message}
              {about && firstOf(about) === i && <ShowRepeats about={about} />}
            </Line>
          ))}
        </ul>
      </ScrollArea>
    </Panel>
  );
}

const REPEATS: Record<NonNullable<Problem['about']>, string> = {
  conflicts: 'Same text, another label',
  copies: 'The same text, or nearly',
};

/** Rows whose texts come again are labelled one after another. */
function ShowRepeats({ about }: { about: NonNullable<Problem['about']> }) {
  const stores = useStores();
  const show = async () => {
    const { info } = stores.data.getState();
    const rows = info && (await stores.checks.getState().findRepeats(info));
    if (rows) await showInLabel(stores, REPEATS[about], rows[about]);
  };
  return (
    <Button className="ms-2 h-6 px-2 text-xs" onClick={() => void show()}>
      Show in Label
    </Button>
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
