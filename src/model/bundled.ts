/** Models that lie in `models/` beside index.html: those that ship with the site, and whatever its owner puts there. */
import { TandemError } from '../errors';
import { checkedFiles } from './checkedFiles';
import { type Ask, type Fetch, readBody, request, statusError } from './http';
import { weightLocations } from './model';
import { type FileParts, type ModelFiles, type ModelReadOptions, REFERENCE_FILE } from './modelFiles';
import { readAhead } from './readAhead';
import { parseShardIndex, SHARD_INDEX, WEIGHTS } from './safetensors';
import { parseSiteManifest, SITE_MANIFEST } from './siteManifest';
import { SMALL_FILES } from './smallFiles';

export const BUNDLED_MODELS = ['all-MiniLM-L6-v2'] as const;
export const DEFAULT_MODEL: string = BUNDLED_MODELS[0];

const CONFIG = 'config.json';
const GRAPH = 'onnx/model.onnx';

export function isBundled(id: string): boolean {
  return (BUNDLED_MODELS as readonly string[]).includes(id);
}

/** @param base URL of the folder that holds the models, with a slash at its end */
export function bundledModel(id: string, base: string, fetchImpl: Fetch): ModelFiles {
  const folder = new SiteFolder(id, base, fetchImpl);
  const files = folder.checked({
    id,
    ...exported(1),
    async read(path, options) {
      const bytes = await folder.read(path, options);
      if (bytes || path !== CONFIG) return bytes;
      throw new TandemError(
        'missing-file',
        `This site has no models/${id}. Run "npm run models" before serving or building it, or copy lib/models of the npm package there.`,
      );
    },
  });
  return heldOnce(files);
}

/**
 * A model that the site has beside its bundled ones: as our exporter lays it out, or with safetensors files at its root.
 *
 * @returns undefined where there is none of this name
 * @throws TandemError `missing-file` for one without weights that can be read; `network`, `aborted`
 */
export async function siteModel(
  name: string,
  base: string,
  fetchImpl: Fetch,
  options: ModelReadOptions = {},
): Promise<(ModelFiles & FileParts) | undefined> {
  if (!/^\w[\w.-]*$/.test(name)) return undefined;
  const folder = new SiteFolder(name, base, fetchImpl);
  const { read, size, slice } = folder;
  const found = (more: Pick<ModelFiles, 'weights' | 'graph'>) => ({ ...folder.checked({ id: name, read, ...more }), size, slice });
  const config = await read(CONFIG, options);
  if (!config) return undefined;
  if (await folder.has(`onnx/${weightLocations(1)[0]}`)) return found(exported(weightFiles(config)));
  if (await folder.has(WEIGHTS)) return found({ weights: [WEIGHTS] });
  const index = await read(SHARD_INDEX, options);
  if (index) return found({ weights: parseShardIndex(new TextDecoder().decode(index)) });
  throw new TandemError(
    'missing-file',
    `This site’s models/${name} has no ${WEIGHTS}. Put one there, or let "npm run export-model" write the folder.`,
  );
}

/** A session that gives other layers is made soon after the first: without this, a host that forbids caching would send the weights again. */
const HELD_MS = 20_000;
/** Of one model at a time: loads one after another would each hold theirs. */
let holding = new Map<string, Uint8Array<ArrayBuffer>>();

/** Keeps what these paths are first read as for whoever reads them next. */
function heldOnce(files: ModelFiles): ModelFiles {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  const first = new Set(files.weights);
  return {
    ...files,
    async read(path, options) {
      const again = held.get(path);
      held.delete(path);
      if (again) return again;
      const bytes = await files.read(path, options);
      if (!bytes || !first.delete(path)) return bytes;
      if (holding !== held) holding.clear();
      holding = held;
      held.set(path, bytes);
      const timer: unknown = setTimeout(() => held.delete(path), HELD_MS);
      // In Node a timer would keep the process alive.
      (timer as { unref?(): void }).unref?.();
      return bytes;
    },
  };
}

class SiteFolder {
  private readonly base: string;

  constructor(
    private readonly name: string,
    base: string,
    private readonly fetchImpl: Fetch,
  ) {
    this.base = new URL(`${name}/`, base).href;
  }

  async has(path: string): Promise<boolean> {
    const response = await this.answer(path, { method: 'HEAD' });
    await response?.body?.cancel();
    return response !== undefined;
  }

  /** Whole files of hosts that give no parts, until they are read. */
  private readonly whole = new Map<string, Uint8Array<ArrayBuffer>>();

  readonly read = async (path: string, { onProgress, signal }: ModelReadOptions = {}) => {
    const held = this.whole.get(path);
    if (held) {
      this.whole.delete(path);
      return held;
    }
    const response = await this.answer(path, { signal });
    return response && readBody(response, path, onProgress, signal);
  };

  /** Compares files with the checksums that the folder's manifest has of them, where it has one, and asks for the small ones together. */
  checked(files: ModelFiles): ModelFiles {
    const read = async () => parseSiteManifest(this.name, await this.read(SITE_MANIFEST));
    let sums: ReturnType<typeof read> | undefined;
    const checksums = () => {
      sums ??= read().catch((error) => {
        // What failed is asked for anew.
        sums = undefined;
        throw error;
      });
      return sums;
    };
    const remedy = 'Reload the page; if that does not help, the copy on the site is damaged or incomplete.';
    const small = async () => [...(await checksums()).keys()].filter((path) => isReadToOpen(path, files.graph));
    return readAhead(checkedFiles(files, checksums, { remedy }), small);
  }

  readonly slice = async (path: string, from: number, to: number) => (await this.part(path, from, to))?.bytes;

  readonly size = async (path: string) => (await this.part(path, 0, 1))?.size;

  private async part(path: string, from: number, to: number): Promise<{ bytes: Uint8Array<ArrayBuffer>; size: number } | undefined> {
    const held = this.whole.get(path);
    if (held) return { bytes: held.slice(from, to), size: held.length };
    const response = await this.answer(path, { headers: { Range: `bytes=${from}-${to - 1}` } });
    if (!response) return undefined;
    const bytes = await readBody(response, path);
    const size = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    if (response.status === 206 && size !== undefined) return { bytes, size: Number(size) };
    this.whole.set(path, bytes);
    return { bytes: bytes.slice(from, to), size: bytes.length };
  }

  /** Some hosts, and Vite's server, answer every unknown path with their index page. */
  private async answer(path: string, how: Pick<Ask, 'method' | 'signal' | 'headers'>): Promise<Response | undefined> {
    const response = await request(this.fetchImpl, new URL(path, this.base).href, { purpose: 'bundled model', ...how });
    if (response.status === 404 || response.headers.get('content-type')?.startsWith('text/html')) return undefined;
    if (!response.ok) throw statusError(response, `${this.name}/${path}`);
    return response;
  }
}

/** Nobody reads vocabularies in another format beside a tokenizer.json. */
const ROOT_FILES = [...SMALL_FILES.filter((path) => path.endsWith('.json')), REFERENCE_FILE];

/** All but weights; folders of modules have a config each. */
const isReadToOpen = (path: string, graph: string | undefined) =>
  ROOT_FILES.includes(path) || path === graph || path.endsWith(`/${CONFIG}`);

function exported(count: number): Pick<ModelFiles, 'weights' | 'graph'> {
  return { weights: weightLocations(count).map((path) => `onnx/${path}`), graph: GRAPH };
}

/** As our exporter notes it for transformers.js. */
function weightFiles(config: Uint8Array): number {
  try {
    const { 'transformers.js_config': noted } = JSON.parse(new TextDecoder().decode(config));
    return Number(noted?.use_external_data_format) || 1;
  } catch {
    // What is wrong with it is said when it is parsed.
    return 1;
  }
}
