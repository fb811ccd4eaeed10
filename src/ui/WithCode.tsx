import { Fragment } from 'react';

/** A sentence in which what stands between backticks is set as code. */
export function WithCode({ children }: { children: string }) {
  return children.split('`').map((part, i) => (
    // The parts have no names, and are replaced together.
    <Fragment key={i}>{i % 2 === 1 ? <code className="rounded bg-sunken px-1 break-words text-text">{part}</code> : part}</Fragment>
  ));
}
