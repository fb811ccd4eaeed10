/** A list of what was asked of other machines: by our own fetch, and what the browser loads by itself (scripts, styles, WebAssembly). */
import { countBytes, type Fetch, type Purpose } from './http';

export interface RequestNote {
  /** Among the requests of one thread. */
  id: number;
  /** Without query and fragment. */
  url: string;
  purpose: Purpose;
  /** The host that answered, where the one that was asked passed on to it. That was a request as well. */
  passedOnTo?: string;
  /** Received so far, without headers. Of what the browser loads by itself from another host: 0, as it does not say. */
  bytes: number;
}

/** Hears of a request when it is made, while its answer arrives, and at the end. */
export type HearRequest = (note: RequestNote) => void;

const INTERVAL_MS = 500;

/**
 * Notes every request of a thread.
 *
 * @param loads what the browser loads here by itself is for
 * @param observe tells of that, and of our own once more. Default: what the browser reports
 * @returns the fetch that is to be used
 */
export function notedFetch(fetchImpl: Fetch, loads: Purpose, hear: HearRequest, observe = observeLoads): Fetch {
  let last = 0;
  const ours = new Set<string>();
  observe((url, bytes) => {
    if (!ours.has(url)) hear({ id: ++last, url: bare(url), purpose: loads, bytes });
  });
  return async (url, ask) => {
    ours.add(new URL(url).href);
    const note: RequestNote = { id: ++last, url: bare(url), purpose: ask.purpose, bytes: 0 };
    hear({ ...note });
    const response = await fetchImpl(url, ask);
    const { host } = new URL(response.url || url);
    if (host !== new URL(url).host) {
      note.passedOnTo = host;
      hear({ ...note });
    }
    let heard = performance.now();
    countBytes(response, (bytes, isLast) => {
      note.bytes += bytes;
      if (!isLast && performance.now() - heard < INTERVAL_MS) return;
      heard = performance.now();
      hear({ ...note });
    });
    return response;
  };
}

/** @param hear called for everything that was or will be loaded over the network by this page or worker, with its bytes */
export function observeLoads(hear: (url: string, bytes: number) => void): void {
  if (typeof PerformanceObserver === 'undefined') return;
  let opened = false;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
      if (!/^https?:/.test(entry.name) || isCached(entry)) continue;
      // Reported once as it was so far, and once more when the page has loaded.
      if (entry.entryType === 'navigation' && opened) continue;
      opened ||= entry.entryType === 'navigation';
      hear(entry.name, entry.encodedBodySize);
    }
  });
  for (const type of ['navigation', 'resource']) {
    if (PerformanceObserver.supportedEntryTypes.includes(type)) observer.observe({ type, buffered: true });
  }
}

/** Taken from the browser’s cache: nobody was asked. Of other hosts no sizes are known at all. */
const isCached = ({ transferSize, decodedBodySize }: PerformanceResourceTiming) => transferSize === 0 && decodedBodySize > 0;

function bare(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
