/** Why a result of the GPU did not come, or cannot be believed. */
import { TandemError } from '../errors';

/** Milliseconds within which a device says that it is lost, after what it was asked for has failed. */
const GRACE_MS = 1000;

/** What devices that were given up have reported, by their loss: it is the same promise for whoever wraps a device. */
const reports = new WeakMap<Promise<GPUDeviceLostInfo>, string>();

/**
 * Loses a device that has reported an error: what takes part in a call that fails is left as it was, and whatever is computed
 * from it is wrong.
 */
export function giveUp(device: Pick<GPUDevice, 'lost' | 'destroy'>, report: string): void {
  if (!reports.has(device.lost)) reports.set(device.lost, report.split('\n')[0]);
  // In Node the report comes within the call that failed, which would wait for itself.
  queueMicrotask(() => device.destroy());
}

/** @throws TandemError `device-lost` for a device that was given up: its loss may not have been announced yet */
export function checkKept(device: Pick<GPUDevice, 'lost'>): void {
  const report = reports.get(device.lost);
  if (report !== undefined) throw deviceLost(report);
}

/** The error of a device that is lost, as soon as it is. */
export const lossOf = (device: Pick<GPUDevice, 'lost'>): Promise<TandemError> =>
  device.lost.then(({ message }) => deviceLost(reports.get(device.lost) ?? message));

/** Rejects with the error of a device that is lost, for whoever races against it. Without a device it stays open. */
export function rejectWhenLost(device: Pick<GPUDevice, 'lost'> | undefined): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    if (device) lossOf(device).then(reject);
  });
  lost.catch(() => undefined);
  return lost;
}

const deviceLost = (why: string) => new TandemError('device-lost', `The GPU was lost (${why || 'no reason given'}).`);

/**
 * The reason behind an error of a device. When a GPU process dies, whatever was asked of it is aborted first, and the loss is
 * announced after that. A device that cannot hand out a result although it is there is given up.
 *
 * @returns `device-lost` when the device is lost within a second; `internal` for an abort that nobody asked for
 */
export async function reasonOf(device: Pick<GPUDevice, 'lost' | 'destroy'>, thrown: unknown): Promise<unknown> {
  if (thrown instanceof TandemError) return thrown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), GRACE_MS);
  });
  const loss = await Promise.race([lossOf(device), patience]);
  clearTimeout(timer);
  if (loss) return loss;
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (cause.name === 'OperationError') {
    giveUp(device, cause.message || 'a result could not be read');
    return lossOf(device);
  }
  if (cause.name !== 'AbortError') return thrown;
  return new TandemError('internal', `The GPU gave up what it was asked for (${cause.message}).`, { cause });
}
