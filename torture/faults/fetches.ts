import type { Fetch } from '../../src/model/http';
import { flipped } from '../../src/testing/faultyCache';
import type { Turn } from '../../src/testing/turn';

/**
 * - `unreachable`: no answer comes
 * - `status`: the server answers 500
 * - `short`: the body ends early, as if it were whole
 * - `long`: the body goes on after its end
 * - `flip`: one bit of the body is another one
 * - `breaks`: the connection ends in the middle of the body
 */
export const FETCH_FAULTS = ['unreachable', 'status', 'short', 'long', 'flip', 'breaks'] as const;
export type FetchFault = (typeof FETCH_FAULTS)[number];

/** Whose n-th request goes wrong. */
export function faultyFetch(turn: Turn, how: FetchFault | undefined): Fetch {
  return async (input, init) => {
    const isTurn = turn.next();
    if (!isTurn || !how) return fetch(input, init);
    if (how === 'unreachable') throw new TypeError('Failed to fetch');
    if (how === 'status') return new Response('', { status: 500 });
    const response = await fetch(input, init);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { status, headers } = response;
    return new Response([204, 304].includes(status) ? null : broken(bytes, how), { status, headers });
  };
}

function broken(bytes: Uint8Array<ArrayBuffer>, how: FetchFault): ReadableStream<Uint8Array<ArrayBuffer>> {
  const half = bytes.slice(0, bytes.length >> 1);
  return new ReadableStream({
    start(controller) {
      controller.enqueue(how === 'short' || how === 'breaks' ? half : how === 'flip' ? flipped(bytes) : bytes);
      if (how === 'long') controller.enqueue(Uint8Array.from({ length: 100 }, (_, i) => i));
      if (how === 'breaks') setTimeout(() => controller.error(new TypeError('network error')), 5);
      else controller.close();
    },
  });
}
