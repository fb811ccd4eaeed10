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

/** Whatever breaks in the view, the page says so and offers a way on. */
export const fault = ({ message }: Error) => (
  <Failure title="This page has run into a fault">
    Reload it to go on; stored models and choices are kept. The fault says: {message}
  </Failure>
);
