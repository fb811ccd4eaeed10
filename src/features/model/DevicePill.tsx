import { Popover } from 'radix-ui';
import { PopoverPanel } from '../../ui/PopoverPanel';
import { useModel } from '../stores';
import { RequestList } from './RequestList';

const NAMES = { webgpu: 'WebGPU', wasm: 'WASM' };
const CHOICES = [
  { value: 'auto', name: 'Auto', what: 'WebGPU where there is a real adapter, WASM elsewhere' },
  { value: 'webgpu', name: 'WebGPU', what: 'the graphics processor, a software one included' },
  { value: 'wasm', name: 'WASM', what: 'the processor' },
] as const;

/** What computes, whether it has proved itself, and the choice of another; and what this visit asked of other machines. */
export function DevicePill() {
  const device = useModel(({ loaded }) => loaded?.device);
  const busy = useModel(({ loading }) => loading !== undefined);
  const choice = useModel((state) => state.device);
  const setDevice = useModel((state) => state.setDevice);
  const parts = device ? [NAMES[device.device], device.precision, device.verified ? 'verified' : 'not verified'] : ['no device yet'];
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={`Device: ${parts.join(', ')}. Details and choice`}
          className="inline-flex h-8 items-center gap-2 rounded-full border border-line-strong bg-panel px-3 whitespace-nowrap hover:bg-sunken"
        >
          <span aria-hidden="true" className={`size-2 rounded-full ${device?.verified ? 'bg-good' : 'bg-warn'}`} />
          <span>{parts.join(' · ')}</span>
        </button>
      </Popover.Trigger>
      <PopoverPanel
        align="end"
        label="Device"
        className="flex max-h-[min(40rem,80dvh)] w-96 max-w-[calc(100vw-1rem)] flex-col gap-3 overflow-auto p-3"
      >
        {device && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
            <dt className="text-muted">Computes on</dt>
            <dd>{device.adapter ?? 'the processor, in WebAssembly'}</dd>
            <dt className="text-muted">Reference</dt>
            <dd>
              {device.deviation === undefined
                ? 'this model came without vectors to check against'
                : `reproduced to ${device.deviation.toExponential(0)} of the largest value`}
            </dd>
          </dl>
        )}
        {device?.note && <p className="rounded bg-sunken px-2 py-1.5">{device.note}</p>}
        <fieldset disabled={busy} className="flex flex-col gap-1">
          <legend className="mb-1 font-semibold">Compute on</legend>
          {CHOICES.map(({ value, name, what }) => (
            <label key={value} className="flex cursor-pointer items-baseline gap-2">
              <input
                type="radio"
                name="device"
                checked={choice === value}
                onChange={() => void setDevice(value)}
                className="accent-accent"
              />
              <span>
                {name} <span className="text-muted">– {what}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <hr className="border-line" />
        <RequestList />
      </PopoverPanel>
    </Popover.Root>
  );
}
