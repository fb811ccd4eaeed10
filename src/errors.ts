/**
 * One error type for everything a person can be told about. The code is for programs, the message
 * is for people: it says what happened and what to do next.
 */
export type ErrorCode =
  | 'aborted'
  | 'bad-config'
  | 'bad-input'
  | 'bad-safetensors'
  | 'bad-tokenizer'
  | 'device-lost'
  | 'disposed'
  | 'internal'
  | 'missing-file'
  | 'missing-tensor'
  | 'network'
  | 'no-webgpu'
  | 'out-of-memory'
  | 'storage-failed'
  | 'storage-full'
  | 'unsupported-model'
  | 'worker-lost'
  | 'wrong-result';

export class TandemError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TandemError';
    this.code = code;
  }
}

/** The error a cancelled job ends in. */
export function aborted(what: string): TandemError {
  return new TandemError('aborted', `${what} was cancelled.`);
}

/** Throws {@link aborted} once the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted) throw aborted(what);
}

export function outOfMemory(cause: unknown): TandemError {
  return new TandemError(
    'out-of-memory',
    'The browser ran out of memory. Close other tabs, lower the batch size, or choose a smaller model.',
    { cause },
  );
}

/**
 * The one error of a storage that is full.
 *
 * @param what was to be stored: "a model" @param free bytes that are left; undefined where nobody knows
 */
export function storageFull(cause: unknown, what = 'what was to be stored', free?: number): TandemError {
  const left = free === undefined ? '' : ` The browser lets this site store ${Math.max(0, free / 1e6).toFixed(1)} MB more.`;
  return new TandemError(
    'storage-full',
    `There is no room left for ${what}.${left} Remove stored models, runs or kept features, which are listed under Storage, or free disk space, and try again.`,
    { cause },
  );
}

/** A file of the private storage could not be used, for another reason than its room. */
export function storageFailed(cause: Error): TandemError {
  return new TandemError(
    'storage-failed',
    `The browser could not read or write one of this page’s private files (${cause.name}). Try again; if it happens again, close other tabs of this page and reload it.`,
    { cause },
  );
}

/** Browsers give it a name, earlier ones a code, some a text alone; Node has a code of the system. */
const isQuota = ({ name, message, code }: Error & { code?: unknown }) =>
  name === 'QuotaExceededError' ||
  code === 22 ||
  code === 'ENOSPC' ||
  /quota ?(has been )?exceeded|exceeded the quota|no space left/i.test(message);

/** What a storage threw, as a TandemError. */
export function toStorageError(thrown: unknown): TandemError {
  const error = toTandemError(thrown);
  return error.code === 'internal' ? storageFailed(thrown instanceof Error ? thrown : error) : error;
}

/** Any thrown value as a TandemError; a full storage and allocation failures are recognised by what engines say of them. */
export function toTandemError(thrown: unknown): TandemError {
  if (thrown instanceof TandemError) return thrown;
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (cause.name === 'AbortError') return aborted('The job');
  if (isQuota(cause)) return storageFull(cause);
  if (/out of memory|allocation failed|bad_alloc|Array buffer allocation|memory access out of bounds/i.test(cause.message)) {
    return outOfMemory(cause);
  }
  return new TandemError('internal', `Something unexpected went wrong: ${cause.message}`, { cause });
}
