/** A repository of the hub as a place to fetch from: its addresses, and the access token that goes to this host alone. */
import { TandemError } from '../errors';
import { type Fetch, type Purpose, request, statusError } from './http';
import { mayServe, parseHosts } from './hubHosts';
import { type HubName, parseEndpoint } from './hubName';
import { pathWithin } from './sentence/nested';

const WEIGHTS = /\.(safetensors|bin|onnx|onnx_data\w*)$/;

export interface HubAccess {
  endpoint: string;
  /** For private and gated repositories. It is sent to the endpoint and never stored. */
  token?: string;
  /** Hosts that the endpoint may pass on to, besides those that hubs are known to use. */
  allowedHosts?: readonly string[];
  fetch: Fetch;
  signal?: AbortSignal;
  /** Milliseconds that the server may send nothing. Default: 30 seconds. */
  patience?: number;
}

export class HubRepository {
  readonly repo: string;
  private revision: string;
  private readonly endpoint: string;
  private readonly allowedHosts: string[];
  /** Of the encoder, where it has one of its own. */
  private folder: string | undefined;

  /** @throws TandemError `bad-input` where a token would travel unencrypted, and for hosts that are none */
  constructor(
    { repo, revision }: HubName,
    private readonly access: HubAccess,
  ) {
    this.repo = repo;
    this.revision = revision;
    this.endpoint = access.endpoint.replace(/\/+$/, '');
    this.allowedHosts = parseHosts(access.allowedHosts ?? []);
    if (access.token !== undefined && !isEncrypted(this.endpoint)) {
      throw new TandemError(
        'bad-input',
        `An access token is sent over https only, and ${this.endpoint} is not. Choose another hub address.`,
      );
    }
  }

  /** See {@link HubAccess.patience}. */
  get patience(): number | undefined {
    return this.access.patience;
  }

  get signal(): AbortSignal | undefined {
    return this.access.signal;
  }

  /** From here on all files come from this commit, so that they belong together. */
  pin(commit: string): void {
    this.revision = commit;
  }

  /** From here on its files are called as if the encoder were not in a folder of its own. */
  enter(folder: string): void {
    this.folder = folder;
  }

  /** Whether its encoder is in a folder of its own. */
  get nested(): boolean {
    return this.folder !== undefined;
  }

  /** What the hub knows of its files. */
  describe(): Promise<Response> {
    return this.get(`${this.endpoint}/api/models/${this.repo}/revision/${encodeURIComponent(this.revision)}?blobs=true`, 'hub listing');
  }

  /**
   * @param range bytes that are wanted, as a Range header has them: `bytes=0-`
   * @throws TandemError `network`, `aborted`
   */
  file(path: string, range?: string): Promise<Response> {
    const inRepository = this.folder === undefined ? path : pathWithin(this.folder, path);
    const address = inRepository.split('/').map(encodeURIComponent).join('/');
    const url = `${this.endpoint}/${this.repo}/resolve/${encodeURIComponent(this.revision)}/${address}`;
    return this.get(url, WEIGHTS.test(path) ? 'model weights' : 'model files', range);
  }

  /** What an answer other than 2xx means. */
  refusal(response: Response, path?: string): TandemError {
    return statusError(response, path === undefined ? this.repo : `${this.repo} (${path})`, {
      token: this.access.token !== undefined,
      page: `${this.endpoint}/${this.repo}`,
    });
  }

  /** Where the hub passes on to another host, fetch leaves the token behind (Fetch standard, "HTTP-redirect fetch"). */
  private get(url: string, purpose: Purpose, range?: string): Promise<Response> {
    const { token, fetch, signal, patience } = this.access;
    const headers = { ...(range ? { Range: range } : {}), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const mayComeFrom = (source: URL) => mayServe(source, this.endpoint, this.allowedHosts);
    // What arrives is stored by us; the browser's own cache would hold it twice.
    return request(fetch, url, { purpose, signal, headers, cache: 'no-store', mayComeFrom }, patience);
  }
}

/** What stays on this machine needs no encryption. */
function isEncrypted(endpoint: string): boolean {
  const { protocol, hostname } = parseEndpoint(endpoint);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
