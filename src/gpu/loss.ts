/** Why a result of the GPU did not come. */
import { TandemError } from '../errors';

/** Milliseconds within which a device says that it is lost, after what it was asked for has failed. */
const GRACE_MS = 1000;

export function deviceLost({ message }: Pick<GPUDeviceLostInfo, 'message'>): TandemError {
  return new TandemError('device-lost', `The GPU was lost (${message || 'no reason given'}).`);
}

/**
 * The reason behind an error of a device. When a GPU process dies, whatever was asked of it is aborted first, and the loss is
 * announced after that.
 *
 * @returns `device-lost` when the device is lost within a second; `internal` for an abort that nobody asked for
 */
export async function reasonOf(device: Pick<GPUDevice, 'lost'>, thrown: unknown): Promise<unknown> {
  if (thrown instanceof TandemError) return thrown;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), GRACE_MS);
  });
  const loss = await Promise.race([device.lost, patience]);
  clearTimeout(timer);
  if (loss) return deviceLost(loss);
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (cause.name !== 'AbortError') return thrown;
  return new TandemError('internal', `The GPU gave up what it was asked for (${cause.message}).`, { cause });
}
