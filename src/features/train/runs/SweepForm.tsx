import { useId, useState } from 'react';
import { secondsOf } from '../../../train/plan/recipes/seconds';
import type { SweepInput } from '../../../train/runs/sweep';
import { Button } from '../../../ui/Button';
import { controlLook } from '../../../ui/Field';
import { plural, roughDuration } from '../../../ui/format';
import { useData, useKinds, useTrain } from '../../stores';
import { type Varied, valuesOf, variedOf } from './swept';

/** Seeds for each value at most, as the form offers them. */
const MOST_SEEDS = [1, 2, 3, 5, 10];

/** Several runs, one after another: with some seeds, or with several values of one setting. */
export function SweepForm({ handle, dataset, disabled }: { handle: number; dataset: number; disabled: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="rounded-md bg-sunken px-3 py-2" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-muted hover:text-text">Sweep: several runs over seeds, or over values of one setting</summary>
      {open && <Fields handle={handle} dataset={dataset} disabled={disabled} />}
    </details>
  );
}

function Fields({ handle, dataset, disabled }: { handle: number; dataset: number; disabled: boolean }) {
  const options = useTrain((state) => state.options);
  const tasks = useData(({ info }) => info?.tasks) ?? {};
  const kinds = useKinds((state) => state.kinds);
  const sweep = useTrain((state) => state.sweep);
  const seconds = useTrain(({ options, situation, speed }) => situation && speed && secondsOf(options, situation, speed));
  const [over, setOver] = useState('seed');
  const [typed, setTyped] = useState<string>();
  const [left, setLeft] = useState<unknown[]>([]);
  const [seeds, setSeeds] = useState(1);
  const id = useId();
  const all = variedOf(options, tasks, kinds);
  const varied = all.find((one) => one.over === over) ?? all[0];
  const isSeed = varied.over === 'seed';
  const text = typed ?? (isSeed ? [0, 1, 2].map((i) => options.seed + i).join(', ') : '');
  const choices = choicesOf(varied);
  const { values, problem } = choices
    ? { values: choices.map(([value]) => value).filter((value) => !left.includes(value)), problem: undefined }
    : valuesOf(varied.setting, text);
  const input: SweepInput = {
    over: varied.over,
    values,
    ...(isSeed || seeds === 1 ? {} : { seeds: Array.from({ length: seeds }, (_, i) => options.seed + i) }),
  };
  const runs = values.length * (input.seeds?.length ?? 1);
  const choose = (chosen: string) => {
    setOver(chosen);
    setTyped(undefined);
    setLeft([]);
  };
  return (
    <div className="mt-2 flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <label className="flex flex-col gap-0.5">
          <span className="text-xs text-muted">What varies</span>
          <select className={`${controlLook} max-w-60`} value={varied.over} onChange={({ target }) => choose(target.value)}>
            {all.map(({ over: path, label }) => (
              <option key={path} value={path}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {choices ? (
          <fieldset className="flex flex-wrap gap-x-3">
            <legend className="text-xs text-muted">Values</legend>
            {choices.map(([value, label]) => (
              <label key={label} className="inline-flex h-8 items-center gap-1.5">
                <input
                  type="checkbox"
                  checked={!left.includes(value)}
                  onChange={({ target }) => setLeft(target.checked ? left.filter((one) => one !== value) : [...left, value])}
                />
                {label}
              </label>
            ))}
          </fieldset>
        ) : (
          <label className="flex flex-col gap-0.5">
            <span className="text-xs text-muted">Values</span>
            <input
              className={`${controlLook} w-52 tabular-nums`}
              placeholder="16, 32, 64"
              value={text}
              aria-invalid={problem !== undefined && text !== ''}
              aria-describedby={id}
              onChange={({ target }) => setTyped(target.value)}
            />
          </label>
        )}
        {!isSeed && (
          <label className="flex flex-col gap-0.5">
            <span className="text-xs text-muted">Seeds for each value</span>
            <select className={controlLook} value={seeds} onChange={({ target }) => setSeeds(Number(target.value))}>
              {MOST_SEEDS.map((count) => (
                <option key={count}>{count}</option>
              ))}
            </select>
          </label>
        )}
        <Button disabled={disabled || problem !== undefined || runs === 0} onClick={() => void sweep(handle, dataset, input)}>
          {runs > 0 && !problem ? `Start ${plural(runs, 'run')}` : 'Start runs'}
        </Button>
      </div>
      <p id={id} className={`text-xs ${problem && text !== '' ? 'text-bad' : 'text-muted'}`}>
        {problem ??
          [
            'All other settings are those of the form. Each run is kept like any other; what answers in Predict stays as it is.',
            ...(seconds === undefined ? [] : [`With settings as they are, ${roughDuration(seconds * runs)}.`]),
          ].join(' ')}
      </p>
    </div>
  );
}

/** Of a setting that is no number. */
function choicesOf({ setting }: Varied): (readonly [value: unknown, label: string])[] | undefined {
  if (setting.type === 'flag') return setting.labels.map((label, i) => [i === 1, label] as const);
  return setting.type === 'choice' ? [...setting.choices] : undefined;
}
