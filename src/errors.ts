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
  | 'storage-full'
  | 'unsupported-model'
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

/** Any thrown value as a TandemError; allocation failures are recognised by what engines say of them. */
export function toTandemError(thrown: unknown): TandemError {
  if (thrown instanceof TandemError) return thrown;
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (cause.name === 'AbortError') return aborted('The job');
  if (/out of memory|allocation failed|bad_alloc|Array buffer allocation|memory access out of bounds/i.test(cause.message)) {
    return outOfMemory(cause);
  }
  return new TandemError('internal', `Something unexpected went wrong: ${cause.message}`, { cause });
}
