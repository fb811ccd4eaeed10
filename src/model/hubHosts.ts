/** From which hosts the files of a hub may come: itself, those that it is known to redirect downloads to, and those that a person names. */
import { TandemError } from '../errors';
import { parseEndpoint } from './hubName';

/**
 * Where the Hugging Face hub keeps what it passes on to (https://huggingface.co/docs/hub/models-downloading, "Downloading behind a
 * proxy or firewall"). Mirrors pass on to it as well.
 */
export const HUB_HOSTS = ['huggingface.co', '*.huggingface.co', 'hf.co', '*.hf.co'];

/** In any case. It is no less strict than a source of a Content-Security-Policy has to be. */
export const HOST_PATTERN = '^(\\*\\.)?([a-z0-9_-]+\\.)*[a-z0-9_-]+(:\\d+)?$';
const HOST = new RegExp(HOST_PATTERN, 'i');

/**
 * @param hosts `cdn.example`, `*.example.org` for all hosts below it, with a port where it is not the usual one
 * @throws TandemError `bad-input` for what is not a host
 */
export function parseHosts(hosts: readonly string[]): string[] {
  if (!Array.isArray(hosts)) throw new TandemError('bad-input', 'allowedHosts is a list of hosts, such as ["cdn.example"].');
  return hosts.map((host: unknown) => {
    if (typeof host === 'string' && HOST.test(host)) return host.toLowerCase();
    throw new TandemError(
      'bad-input',
      `"${String(host)}" is not a host. Write it as cdn.example, or *.example.org for all hosts below it.`,
    );
  });
}

/**
 * @param endpoint the hub that was asked
 * @param allowed as {@link parseHosts} gives them
 * @returns whether its files may come from there: over https, unless the hub itself is not
 */
export function mayServe(url: URL, endpoint: string, allowed: readonly string[] = []): boolean {
  const hub = parseEndpoint(endpoint);
  if (url.protocol !== 'https:' && url.protocol !== hub.protocol) return false;
  return url.host === hub.host || [...HUB_HOSTS, ...allowed].some((host) => isHost(url.host, host));
}

const isHost = (host: string, pattern: string) => (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern);

/** @param asked what was asked for @param found where that was passed on to */
export function refusedHost(asked: URL, found: URL): TandemError {
  const unencrypted = asked.protocol === 'https:' && found.protocol !== 'https:';
  const why = unencrypted ? 'which is not encrypted' : 'which is not a host that hubs are known to use';
  const advice = unencrypted
    ? 'Choose another hub address.'
    : `If you trust ${found.host}, allow it: beside the hub address under Model, or by the option allowedHosts.`;
  return new TandemError(
    'network',
    `${asked.host} redirects this download to ${found.origin}, ${why}. Nothing was read from there. ${advice}`,
  );
}
