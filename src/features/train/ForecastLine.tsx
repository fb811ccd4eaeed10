import { settingsKey } from '../../stores/trainStore';
import { Button } from '../../ui/Button';
import { count, duration, megabytes } from '../../ui/format';
import { useTrain } from '../stores';

/** What the run to come would take in memory and time, measured on a few of its sentences. */
export function ForecastLine({ handle, dataset }: { handle: number; dataset: number }) {
  const state = useTrain((train) => train);
  const { forecast, foresee, options } = state;
  const current = forecast?.settings === settingsKey(state, dataset) ? forecast : undefined;
  const result = current && 'result' in current ? current.result : undefined;
  const pending = current !== undefined && 'pending' in current;
  return (
    <div className="flex flex-col gap-1 rounded-md bg-sunken px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button className="h-7" disabled={pending || result !== undefined} onClick={() => void foresee(handle, dataset)}>
          {pending ? 'Measuring…' : 'Forecast'}
        </Button>
        <span className="text-muted" role="status">
          {result
            ? `${duration(result.epochs.reduce((a, b) => a + b, 0))} in all, ${spread(result.epochs)} an epoch · ${megabytes(result.memory.total)} on the device, beside the loaded model`
            : 'How long it will take and how much memory, from a step on a few of the sentences.'}
        </span>
      </div>
      {result && (
        <p className="text-xs text-muted">
          {megabytes(result.memory.parameters)} for weights, gradients and AdamW, {megabytes(result.memory.activations)} for what a step
          computes on its way{result.recomputed && ` (${megabytes(result.recomputed.activations)} if layers are recomputed)`} ·{' '}
          {count(result.dispatches)} kernels a step. Too much? Lower the batch size
          {options.recompute ? '' : ', let layers be recomputed'}, or open fewer of them.
        </p>
      )}
    </div>
  );
}

function spread(epochs: number[]): string {
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  return duration(least) === duration(most) ? duration(most) : `${duration(least)} to ${duration(most)}`;
}
