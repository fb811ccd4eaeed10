/** Starts a worker from a module's address, under a page's security policy, also for pages of another site. */

/**
 * @param confined starts it under the page's own policy. A worker with an address of its own has the policy that its host sends with
 *   it, and static hosts send none; one that is a blob has the policy of the page that made it. Default: false, unless a worker of
 *   another site must be a blob anyway: only the script that it imports may come from elsewhere.
 */
export function startModule(url: URL, options: WorkerOptions, confined = false): Worker {
  if (!needsBlob(url, confined)) return new Worker(trusted(url.href), options);
  const local = URL.createObjectURL(new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' }));
  const worker = new Worker(trusted(local), options);
  const revoke = () => URL.revokeObjectURL(local);
  worker.addEventListener('message', revoke, { once: true });
  worker.addEventListener('error', revoke, { once: true });
  return worker;
}

export const needsBlob = (url: URL, confined: boolean) => confined || url.origin !== self.location.origin;

/** Of https://w3c.github.io/trusted-types, which TypeScript does not know: what the page's policy lets a worker be started from. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** The address as pages that require Trusted Types want it; such a page allows the name of the policy, `tandem`. */
export function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('tandem', { createScriptURL: (address) => address });
  return policy?.createScriptURL(url) ?? url;
}
