/** fetch in Node, where redirects are seen: a host that nothing may come from is not even asked. */
import { TandemError } from '../errors';
import { type Fetch, plainFetch } from '../model/http';
import { refusedHost } from '../model/hubHosts';

/** As the Fetch standard has it ("HTTP-redirect fetch"). */
const MOST_REDIRECTS = 20;
const REDIRECTS = [301, 302, 303, 307, 308];

/** @throws TandemError `network` where a host passes on to one that the answer may not come from, or on and on */
export const fetchFollowing: Fetch = async (address, ask) => {
  const asked = new URL(address);
  let url = asked;
  let { headers } = ask;
  for (let passed = 0; passed <= MOST_REDIRECTS; passed++) {
    const response = await plainFetch(url.href, { ...ask, headers }, 'manual');
    const location = REDIRECTS.includes(response.status) ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    const next = new URL(location, url);
    if (ask.mayComeFrom && !ask.mayComeFrom(next)) throw refusedHost(asked, next);
    if (next.origin !== url.origin) headers = withoutToken(headers);
    url = next;
  }
  throw new TandemError('network', `${asked.host} redirects this download more than ${MOST_REDIRECTS} times. Choose another hub address.`);
};

function withoutToken(headers: Record<string, string> = {}): Record<string, string> {
  const { Authorization: _, ...rest } = headers;
  return rest;
}
