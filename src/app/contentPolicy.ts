/** The page's Content-Security-Policy, which it carries itself: static hosts send none. Two policies hold at once. */
import { HOST_PATTERN, HUB_HOSTS } from '../model/hubHosts';

/**
 * What holds for every visit. Hosts are left to {@link confine}, as which hub may be asked is a person's choice, and a policy can only
 * be narrowed once it stands.
 *
 * @param scripts hashes of inline scripts, as `'sha256-…'`
 */
export function contentPolicy(scripts: string[]): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${scripts.join(' ')}`,
    // A worker that is a blob has this policy too, see workers/startModule.
    "worker-src 'self' blob:",
    // Radix locks scrolling behind a dialog by a style element. Styles have nothing to load from and nowhere to send to.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self' http: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types tandem',
  ].join('; ');
}

/** The page's first script: {@link confine} as it stands, with what it is to know. */
export const firstScript = (): string => `(${confine})(${JSON.stringify(HUB_HOSTS)}, ${JSON.stringify(HOST_PATTERN)})`;

/**
 * Lets the page and its worker ask its own host and the hub, and no other. It runs before anything else, apart from all modules: it
 * may use nothing but its arguments. The hub's address and the hosts beside it are what stores/preferences wrote in an earlier visit.
 */
export function confine(known: string[], pattern: string): void {
  const sources = known.map((host) => `https://${host}`);
  try {
    const { origin, protocol } = new URL(localStorage.getItem('tandem.endpoint') ?? '');
    if (protocol === 'https:' || protocol === 'http:') sources.push(origin);
    const allowed = (localStorage.getItem('tandem.allowedHosts') ?? '').split(' ');
    for (const host of allowed) if (new RegExp(pattern, 'i').test(host)) sources.push(`${protocol}//${host}`);
  } catch {
    // None was chosen, or the browser refuses storage.
  }
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = `connect-src 'self' ${sources.join(' ')}`;
  document.head.append(meta);
}
