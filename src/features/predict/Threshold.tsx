import { useId } from 'react';
import { Button } from '../../ui/Button';
import { controlLook } from '../../ui/Field';
import { count, plural } from '../../ui/format';
import { usePredictionFile } from '../stores';

/** The confidence below which answers are unsure; off at first. */
export function Threshold({ unsure }: { unsure: number }) {
  const threshold = usePredictionFile((state) => state.view.threshold);
  const only = usePredictionFile((state) => state.view.unsure ?? false);
  const look = usePredictionFile((state) => state.look);
  const id = useId();
  const percent = threshold === undefined ? 0 : Math.round(threshold * 1000) / 10;
  const change = (value: number) => {
    if (Number.isNaN(value) || value <= 0) look(only ? { threshold: undefined, unsure: undefined } : { threshold: undefined });
    else look({ threshold: Math.min(100, value) / 100 });
  };
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
      <label htmlFor={id} className="text-muted">
        Unsure below
      </label>
      <input
        type="range"
        aria-label="Unsure below, as a slider"
        min={0}
        max={100}
        step={1}
        value={percent}
        className="w-36 accent-accent"
        onChange={({ target }) => change(target.valueAsNumber)}
      />
      <span className="flex items-center gap-1">
        <input
          id={id}
          type="number"
          min={0}
          max={100}
          step="any"
          placeholder="off"
          value={threshold === undefined ? '' : percent}
          className={`${controlLook} w-18 text-right tabular-nums`}
          onChange={({ target }) => change(target.valueAsNumber)}
        />
        %
      </span>
      {threshold === undefined ? (
        <span className="text-muted">Off: every answer counts as sure.</span>
      ) : (
        <>
          <Button kind="quiet" className="h-7 px-2" onClick={() => change(0)}>
            Off
          </Button>
          <label className="flex items-center gap-1.5">
            <input
              type="checkbox"
              className="accent-accent"
              checked={only}
              onChange={({ target }) => look({ unsure: target.checked || undefined })}
            />
            Unsure only <span className="text-muted tabular-nums">({count(unsure)})</span>
          </label>
          <span className="sr-only" role="status">
            {plural(unsure, 'row has', 'rows have')} an unsure answer
          </span>
        </>
      )}
    </div>
  );
}
