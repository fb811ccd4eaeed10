/** What this visit asked of other machines, by the page and its workers: for people who want to see that their texts stay here. */
import { createStore } from 'zustand/vanilla';
import type { Purpose } from '../model/http';
import { observeLoads, type RequestNote } from '../model/requests';
import { plural } from '../plural';
import type { ComputeClient } from '../workers/client';

export interface RequestState {
  /** In the order in which they were made. */
  requests: RequestNote[];
  /** Hears what a worker asks for, besides those before it. */
  follow(client: Pick<ComputeClient, 'onRequest'>): void;
}

export type RequestStore = ReturnType<typeof createRequestStore>;

/** @param observe tells what the page itself loads. Default: what the browser reports */
export function createRequestStore(observe: typeof observeLoads = observeLoads) {
  return createStore<RequestState>()((set, get) => {
    observe((url, bytes) => {
      const { origin, pathname } = new URL(url);
      const { requests } = get();
      // Browsers count a worker's script among what the page loads.
      const purpose = /\bworker\b[^/]*\.[jt]s$/.test(pathname) ? 'worker and WebAssembly' : 'page files';
      set({ requests: [...requests, { id: requests.length, url: origin + pathname, purpose, bytes }] });
    });
    return {
      requests: [],
      follow(client) {
        /** Where a worker's requests stand among all. */
        const places = new Map<number, number>();
        client.onRequest((request) => {
          const requests = [...get().requests];
          const place = places.get(request.id) ?? requests.length;
          places.set(request.id, place);
          requests[place] = { ...request, id: place };
          set({ requests });
        });
      },
    };
  });
}

export interface RequestGroup {
  host: string;
  purpose: Purpose;
  count: number;
  bytes: number;
}

/** By host and purpose. What was passed on to another host counts as a request to each, with its bytes from the latter. */
export function groupRequests(requests: RequestNote[]): RequestGroup[] {
  const groups = new Map<string, RequestGroup>();
  const add = (host: string, purpose: Purpose, bytes: number) => {
    const key = `${host} ${purpose}`;
    const group = groups.get(key) ?? { host, purpose, count: 0, bytes: 0 };
    groups.set(key, { ...group, count: group.count + 1, bytes: group.bytes + bytes });
  };
  for (const { url, purpose, passedOnTo, bytes } of requests) {
    add(new URL(url).host, purpose, passedOnTo === undefined ? bytes : 0);
    if (passedOnTo !== undefined) add(passedOnTo, purpose, bytes);
  }
  return [...groups.values()];
}

/** @param own the page's host */
export function requestsInWords(groups: RequestGroup[], own: string): string {
  const byHost = new Map<string, number>();
  for (const { host, count } of groups) byHost.set(host, (byHost.get(host) ?? 0) + count);
  const total = [...byHost.values()].reduce((sum, count) => sum + count, 0);
  const stayed = 'Your texts and files have stayed on this machine.';
  if (total === 0) return `${stayed} This visit has made no request.`;
  const elsewhere = [...byHost].filter(([host]) => host !== own).map(([host, count]) => `${count} from ${host}`);
  if (elsewhere.length === 0) return `${stayed} This visit made ${plural(total, 'request')}, all to fetch files from this page’s own host.`;
  const hosts = [`${byHost.get(own) ?? 0} from this page’s own host`, ...elsewhere];
  return `${stayed} This visit made ${plural(total, 'request')}, all to fetch files: ${hosts.slice(0, -1).join(', ')} and ${hosts.at(-1)}.`;
}
