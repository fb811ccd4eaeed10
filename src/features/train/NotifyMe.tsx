import { useState } from 'react';
import { Button } from '../../ui/Button';

/** Asks for leave to tell of the end of a run; only where a person wants that, and was not asked yet. */
export function NotifyMe() {
  const [permission, setPermission] = useState(() => globalThis.Notification?.permission ?? 'denied');
  if (permission !== 'default') return null;
  return (
    <Button kind="quiet" onClick={() => void Notification.requestPermission().then(setPermission)}>
      Notify me when it ends
    </Button>
  );
}
