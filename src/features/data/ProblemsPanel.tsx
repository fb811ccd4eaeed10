import { plural } from '../../ui/format';
import { Panel } from '../../ui/Panel';
import type { Problem } from '../../workers/protocol';

/** Everything odd about the files, with the line where it is. */
export function ProblemsPanel({ problems }: { problems: Problem[] }) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const aside = (
    <span className="text-muted">
      {[
        errors > 0 && plural(errors, 'row or part left out', 'rows or parts left out'),
        problems.length > errors && plural(problems.length - errors, 'thing to look at', 'things to look at'),
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
  return (
    <Panel title="Problems" aside={aside}>
      <ul className="max-h-48 divide-y divide-line overflow-auto">
        {problems.map(({ severity, file, line, message }, i) => (
          // Problems may repeat to the letter, and the list is replaced whole.
          <li key={i} className="flex gap-3 px-3 py-1.5">
            <span className={`w-28 shrink-0 truncate tabular-nums ${severity === 'error' ? 'text-bad' : 'text-warn'}`} title={file}>
              {line === undefined ? file.slice(file.lastIndexOf('/') + 1) : `line ${line}`}
            </span>
            <span className="min-w-0 break-words">{message}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
