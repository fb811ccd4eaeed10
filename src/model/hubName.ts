/** What a person writes or pastes to name a repository of the hub. */
import { TandemError } from '../errors';

export const DEFAULT_ENDPOINT = 'https://huggingface.co';

/** @throws TandemError `bad-input` for what is not the address of a server */
export function parseEndpoint(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new TandemError('bad-input', `"${endpoint}" is not the address of a hub. Write it whole, such as ${DEFAULT_ENDPOINT}.`);
}

export interface HubName {
  /** `org/name`, or `name` alone in the oldest repositories. */
  repo: string;
  /** A branch, tag or commit. */
  revision: string;
  /** How the model is called from here on: `org/name`, or `org/name@revision`. */
  id: string;
}

/** Hosts by which the hub itself is known; a mirror serves their repositories under its own. */
const HUB_HOSTS = ['huggingface.co', 'www.huggingface.co', 'hf.co'];
const NAME = /^([\w.-]+(?:\/[\w.-]+)?)(?:@([\w./-]+))?$/;

/**
 * @param text `org/name`, `org/name@revision`, or the address of a page of a model, such as
 *   `https://huggingface.co/org/name/tree/main`
 * @param endpoint whose addresses are understood besides the hub's own. Default: the hub's
 * @throws TandemError `bad-input` for anything else
 */
export function parseHubName(text: string, endpoint = DEFAULT_ENDPOINT): HubName {
  const trimmed = text.trim();
  const address = addressOf(trimmed, parseEndpoint(endpoint).host);
  const match = NAME.exec(address ?? trimmed);
  if (!match || match[1].includes('..')) {
    throw new TandemError(
      'bad-input',
      `"${trimmed}" is not the name of a repository. Write it as org/name, such as google-bert/bert-base-uncased, or paste the address of its page.`,
    );
  }
  const [, repo, revision] = match;
  return { repo, revision: revision ?? 'main', id: revision === undefined ? repo : `${repo}@${revision}` };
}

/** A pasted address as a name; undefined for what is not an address. */
function addressOf(text: string, mirror: string): string | undefined {
  const known = [...HUB_HOSTS, mirror];
  const [, host, path] = /^(?:https?:\/\/)?([^/]+)\/(.*)$/.exec(text.replace(/[?#].*$/, '')) ?? [];
  if (host === undefined || !known.includes(host.toLowerCase())) {
    if (!text.includes('://')) return undefined;
    throw new TandemError(
      'bad-input',
      `${text} is not an address of a model on ${[...new Set([HUB_HOSTS[0], mirror])].join(' or ')}. Choose another hub address if it is a mirror, or write the repository as org/name.`,
    );
  }
  const parts = path.split('/').filter(Boolean).map(decodePart);
  if (parts[0] === 'datasets' || parts[0] === 'spaces') {
    throw new TandemError('bad-input', `${text} is the address of a ${parts[0].slice(0, -1)}, not of a model.`);
  }
  const at = parts.findIndex((part, i) => i > 0 && i <= 2 && ['tree', 'blob', 'resolve', 'commit'].includes(part));
  const repo = (at < 0 ? parts.slice(0, 2) : parts.slice(0, at)).join('/');
  // An open pull request is a revision of three parts.
  const rest = at < 0 ? [] : parts.slice(at + 1);
  const revision = rest[0] === 'refs' ? rest.slice(0, 3).join('/') : rest[0];
  return revision === undefined || revision === 'main' ? repo : `${repo}@${revision}`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
