/** fetch in a browser, where a page's Content-Security-Policy may refuse a request: then in words, as browsers say no more than that it failed. */
import { TandemError } from '../errors';
import { type Fetch, plainFetch } from '../model/http';

/** Origins to which a request was refused, or whose redirect was: browsers do not say to where. */
const refused = new Set<string>();
globalThis.addEventListener?.('securitypolicyviolation', (event) => {
  const { blockedURI } = event as SecurityPolicyViolationEvent;
  if (URL.canParse(blockedURI)) refused.add(new URL(blockedURI).origin);
});

/** @throws TandemError `network` where the policy refused it */
export const fetchUnderPolicy: Fetch = async (url, ask) => {
  refused.delete(new URL(url).origin);
  try {
    return await plainFetch(url, ask);
  } catch (error) {
    // The violation is reported in a task of its own.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (!refused.has(new URL(url).origin)) throw error;
    const { host } = new URL(url);
    throw new TandemError(
      'network',
      `The page’s security policy refused ${host}, or a host that it redirected the download to; browsers do not say which. If you trust that host, name it beside the hub address under Model; in a page of your own, "connect-src" has to allow it.`,
    );
  }
};
