import { nextStep, type Step, stepsOf } from '../../stores/steps';
import { useData, useExports, useLabels, usePredict, useTrain } from '../stores';

/** The way from texts to a model of one's own: where one is, what is done, and what comes next. Every step is a link. */
export function Stepper({ tab }: { tab: string }) {
  const steps = useSteps();
  const next = nextStep(steps);
  return (
    <nav aria-label="Steps" className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-muted max-sm:text-xs">
      <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1 sm:gap-x-3">
        {steps.map((step, i) => (
          <li key={step.id} className="flex items-center gap-1.5 sm:gap-3">
            {i > 0 && <span aria-hidden="true" className="h-px w-4 bg-line-strong max-lg:hidden" />}
            <StepLink step={step} number={i + 1} here={step.id === tab} next={step === next} />
          </li>
        ))}
      </ol>
      {next && next.id !== tab && (
        <a href={`#${next.id}`} className="inline-flex min-h-[24px] items-center text-accent hover:underline">
          Next: {next.todo}
        </a>
      )}
      {next && next.id === tab && <span>{next.todo}</span>}
    </nav>
  );
}

function StepLink({ step, number, here, next }: { step: Step; number: number; here: boolean; next: boolean }) {
  const { id, name, done, has } = step;
  const look = done ? 'border-good text-good' : next ? 'border-accent bg-accent text-accent-text' : 'border-line-strong';
  return (
    <a
      href={`#${id}`}
      aria-current={here ? 'step' : undefined}
      className={`flex min-h-[24px] items-center gap-1 rounded-md hover:text-text sm:gap-1.5 ${here ? 'font-medium text-text' : ''}`}
    >
      <span
        aria-hidden="true"
        className={`flex size-4.5 items-center justify-center rounded-full border text-[0.7rem] font-medium sm:size-5 ${look}`}
      >
        {done ? <Tick /> : number}
      </span>
      <span>{name}</span>
      {done && <span className="sr-only">, done</span>}
      {has && <span className="font-normal text-muted max-lg:sr-only">{has}</span>}
    </a>
  );
}

/** Drawn, as not every font has it. */
const Tick = () => (
  <svg viewBox="0 0 12 12" className="size-3" aria-hidden="true">
    <path d="M2.5 6.5 5 9l4.5-6" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);

function useSteps(): Step[] {
  const info = useData((state) => state.info);
  const loading = useData((state) => state.loading);
  const tally = useLabels((state) => state.tally);
  const stale = useLabels((state) => state.stale);
  const tasks = useLabels((state) => state.tasks);
  const running = useTrain((state) => state.running !== undefined);
  const run = usePredict((state) => state.run);
  const own = usePredict((state) => state.own);
  const predictions = usePredict((state) => state.predictions);
  const taken = useExports((state) => state.taken);
  return stepsOf({
    data: { info, loading },
    labels: { tally, stale, tasks },
    train: { running },
    predict: { run, own, predictions },
    exports: { taken },
  });
}
