import { useState } from 'react';
import { leaveToNotify, mayNotify, setNotifying } from '../../stores/notifying';

/** A switch for notifications of the end of a run; the browser is asked for leave only when it is turned on. */
export function NotifyMe() {
  const [on, setOn] = useState(mayNotify);
  const [refused, setRefused] = useState(false);
  if (leaveToNotify() === 'unknown') return null;
  const change = async (wanted: boolean) => {
    const leave = await setNotifying(wanted);
    setOn(wanted && leave === 'granted');
    setRefused(wanted && leave !== 'granted');
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <label className="inline-flex h-8 items-center gap-1.5">
        <input type="checkbox" checked={on} onChange={({ target }) => void change(target.checked)} />
        Notify me when it ends
      </label>
      {refused && (
        <span className="text-sm text-warn" role="status">
          The browser does not let this page notify you: allow it in the browser’s settings for this site.
        </span>
      )}
    </span>
  );
}
