import { settingsKey } from '../../stores/trainStore';
import { Button } from '../../ui/Button';
import { count, duration, megabytes } from '../../ui/format';
import { useTrain } from '../stores';
import { keptFeatures } from './keptFeatures';

/** What the run to come would take in memory and time, measured on a few of its texts. */
export function ForecastLine({ handle, dataset }: { handle: number; dataset: number }) {
  const current = useTrain((state) => (state.forecast?.settings === settingsKey(state, dataset) ? state.forecast : undefined));
  const foresee = useTrain((state) => state.foresee);
  const recompute = useTrain(({ options }) => options.recompute);
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
            ? `${duration(result.epochs.reduce((a, b) => a + b, 0))} in all, ${spread(result.epochs)} per epoch · ${megabytes(result.memory.total)} on the device, beside the loaded model`
            : 'How long it will take and how much memory, from one step on a few of the texts.'}
        </span>
      </div>
      {result && (
        <p className="text-xs text-muted">
          {megabytes(result.memory.parameters)} for weights, gradients and AdamW, {megabytes(result.memory.activations)} for activations
          {result.recomputed && ` (${megabytes(result.recomputed.activations)} with gradient checkpointing)`} · {count(result.dispatches)}{' '}
          kernels per step{result.kept && ` · ${keptFeatures(result.kept)}`}. Too much? Lower the batch size
          {recompute ? '' : ', turn on gradient checkpointing'}, or open fewer layers.
        </p>
      )}
    </div>
  );
}

function spread(epochs: number[]): string {
  const [least, most] = [Math.min(...epochs), Math.max(...epochs)];
  return duration(least) === duration(most) ? duration(most) : `${duration(least)} to ${duration(most)}`;
}
