import { useState } from 'react';
import { setUp } from '../../stores/tour/setUp';
import { TOUR } from '../../stores/tour/tourSteps';
import { Button } from '../../ui/Button';
import { useModel, useStores, useTour } from '../stores';

/** The step of the exercise that a person is at: what it is about, a button that sets the page up for it, and what to look for. */
export function Tour() {
  const stores = useStores();
  const at = useTour((state) => state.step);
  const go = useTour((state) => state.go);
  const show = useTour((state) => state.show);
  const isReady = useModel(({ loaded }) => loaded !== undefined);
  const [trouble, setTrouble] = useState<{ step: number; why: string }>();
  const step = TOUR[at];
  const { part, title, about, action, tab, todo, look } = step;
  const begin = async () => {
    setTrouble(undefined);
    const why = await setUp(stores, step.setUp);
    if (why !== undefined) setTrouble({ step: at, why });
    location.hash = tab;
  };
  const move = (to: number) => {
    go(to);
    setTrouble(undefined);
  };
  return (
    <section aria-label="Exercise" className="rounded-lg border border-accent/50 bg-panel">
      <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-3 py-1.5">
        <h2 className="font-semibold">
          Exercise {part}: {title}
        </h2>
        <div className="flex items-center gap-1">
          <span className="px-1 text-muted tabular-nums">
            {at + 1} of {TOUR.length}
          </span>
          <Button disabled={at === 0} onClick={() => move(at - 1)}>
            Back
          </Button>
          <Button disabled={at === TOUR.length - 1} onClick={() => move(at + 1)}>
            Next
          </Button>
          <Button kind="quiet" onClick={() => show(false)}>
            Leave
          </Button>
        </div>
      </header>
      <div className="grid gap-x-8 gap-y-3 p-3 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col items-start gap-2">
          <p>{about}</p>
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Button kind="primary" disabled={!isReady} onClick={() => void begin()}>
              {action}
            </Button>
            <span className="text-muted">{todo}</span>
          </div>
          {trouble?.step === at && (
            <p role="alert" className="text-warn">
              {trouble.why}
            </p>
          )}
        </div>
        <div className="min-w-0">
          <h3 className="font-medium">What to look for</h3>
          <ul className="list-disc pl-5 text-muted">
            {look.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
