import type { ReactNode } from 'react';
import { Button } from '../ui/Button';

/** What is shown when nothing else can be. */
export function Failure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main role="alert" className="mx-auto flex max-w-xl flex-col items-start gap-3 p-8">
      <h1 className="text-lg font-bold">{title}</h1>
      <p>{children}</p>
      <Button onClick={() => location.reload()}>Reload</Button>
    </main>
  );
}
