/**
 * The one place that asks other machines for anything: by GET or HEAD, with nothing sent along. Words a person can act on where it
 * fails, and bodies that report how far they are.
 */
import { aborted, TandemError, throwIfAborted } from '../errors';
import { joinBytes } from './bytes';
import { refusedHost } from './hubHosts';
import type { ProgressListener } from './modelFiles';
import { PATIENCE_MS, Silence, within } from './patience';

/** What a request is for, as the page’s list of requests shows it. */
export type Purpose = 'page files' | 'worker and WebAssembly' | 'bundled model' | 'hub listing' | 'model files' | 'model weights';

export interface Ask {
  purpose: Purpose;
  /** Default: GET. */
  method?: 'HEAD';
  headers?: Record<string, string>;
  signal?: AbortSignal;
  cache?: RequestCache;
  /** Whether an answer may come from this address, where the host that was asked passes on. Default: from any. */
  mayComeFrom?: (url: URL) => boolean;
}

export type Fetch = (url: string, ask: Ask) => Promise<Response>;

/**
 * fetch itself. Browsers follow redirects unseen, so that where an answer comes from is known only once its head is there.
 *
 * @param redirect `manual` gives redirects as answers; in browsers those are without a location. Default: `follow`
 */
export const plainFetch = (url: string, { purpose: _, mayComeFrom: __, ...init }: Ask, redirect?: 'manual'): Promise<Response> =>
  fetch(url, { ...init, redirect });

/**
 * A header of a file of the page's own host, for workers, and at once: messages that come while an answer is awaited would be lost
 * before anybody listens. The list of requests has it from the browser.
 *
 * @returns null where there is none, or no answer
 */
export function headerOf(url: string, name: string): string | null {
  const asked = new XMLHttpRequest();
  asked.open('HEAD', url, false);
  try {
    asked.send();
  } catch {
    return null;
  }
  return asked.getResponseHeader(name);
}

/**
 * @param patience milliseconds within which an answer has to begin
 * @throws TandemError `network` when no answer came, or one from a host that it may not come from; `aborted` when the signal fired
 */
export async function request(fetchImpl: Fetch, url: string, ask: Ask, patience = PATIENCE_MS): Promise<Response> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (ask.signal?.aborted) abort();
  ask.signal?.addEventListener('abort', abort);
  let response: Response;
  try {
    response = await within(fetchImpl(url, { ...ask, signal: controller.signal }), patience);
  } catch (cause) {
    controller.abort();
    if (cause instanceof TandemError) throw cause;
    if (ask.signal?.aborted) throw aborted('The download');
    const reason = cause instanceof Silence ? 'does not answer' : 'cannot be reached';
    throw new TandemError('network', `${new URL(url).host} ${reason}. Check the connection, or choose another hub address under Model.`, {
      cause,
    });
  } finally {
    // From here on whoever reads the body follows the signal.
    ask.signal?.removeEventListener('abort', abort);
  }
  const source = new URL(response.url || url);
  if (ask.mayComeFrom && !ask.mayComeFrom(source)) {
    await response.body?.cancel();
    throw refusedHost(new URL(url), source);
  }
  return response;
}

export interface Asked {
  /** Whether an access token was sent along. */
  token: boolean;
  /** Address of the page where a gated repository's terms are accepted. */
  page: string;
}

/** What an answer other than 2xx means. @param asked where it concerns a repository of a hub */
export function statusError(response: Response, what: string, asked?: Asked): TandemError {
  const { status, headers } = response;
  const reason =
    status === 401 || status === 403
      ? refusedEntry(status, headers.get('x-error-code') === 'GatedRepo', asked)
      : status === 404
        ? `it does not exist${asked?.token ? ', or the account of this access token may not read it' : ''}. Check its name and revision`
        : status === 429
          ? 'too many requests were made. Wait a few minutes and try again'
          : `the server answered ${status}. Try again later`;
  return new TandemError('network', `${what} cannot be downloaded: ${reason}.`);
}

function refusedEntry(status: number, gated: boolean, asked: Asked | undefined): string {
  if (!asked) return `the server answered ${status}. Try again later`;
  const { token, page } = asked;
  if (token && status === 401) return 'the access token is not accepted. Check that it was copied whole and has not expired';
  if (token) {
    return `the account of this access token has not been granted access, or the token may not read it. Accept its terms at ${page}, and check what the token permits`;
  }
  if (gated || status === 403)
    return `it is gated. Accept its terms at ${page} with your account, then load it with an access token of that account`;
  return 'it does not exist, or it is private or gated. Check its name; what is private or gated needs an access token';
}

/**
 * Yields the chunks of a body.
 *
 * @param patience milliseconds within which the next one has to come
 * @throws TandemError `network` when the connection breaks or nothing more comes, `aborted`
 */
export async function* chunks(
  response: Response,
  signal: AbortSignal | undefined,
  patience = PATIENCE_MS,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const hear = counters.get(response);
  // Ends the request as well, and whoever waits for the next chunk gets none.
  const cancel = () => void reader.cancel().catch(() => undefined);
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel);
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), patience);
      throwIfAborted(signal, 'The download');
      if (done) return;
      hear?.(value.length, false);
      yield value;
    }
  } catch (cause) {
    if (signal?.aborted) throw aborted('The download');
    const reason = cause instanceof Silence ? cause.message : 'The connection broke during the download.';
    throw new TandemError('network', `${reason} Load the model again to go on where it stopped.`, { cause });
  } finally {
    hear?.(0, true);
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}

type HearBytes = (bytes: number, isLast: boolean) => void;
const counters = new WeakMap<Response, HearBytes>();

/** @param hear called as a body is read: with the bytes that arrived, and with none at its end */
export const countBytes = (response: Response, hear: HearBytes): void => void counters.set(response, hear);

/** Content-Length, unless the body was compressed on the way: then it counts other bytes. */
export function contentLength(response: Response): number | undefined {
  const length = response.headers.get('content-length');
  return length === null || response.headers.has('content-encoding') ? undefined : Number(length);
}

/** Reads a whole body into one array, without a second copy where its length is known. */
export async function readBody(
  response: Response,
  file: string,
  onProgress?: ProgressListener,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const total = contentLength(response);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const whole = total === undefined ? undefined : new Uint8Array(total);
  let loaded = 0;
  for await (const chunk of chunks(response, signal)) {
    if (whole && loaded + chunk.length <= whole.length) whole.set(chunk, loaded);
    else parts.push(chunk);
    loaded += chunk.length;
    onProgress?.({ file, loaded, total });
  }
  if (whole) {
    if (loaded !== whole.length) {
      throw new TandemError('network', `${file} arrived incomplete: ${loaded} of ${whole.length} bytes. Load the model again.`);
    }
    return whole;
  }
  return joinBytes(parts);
}
