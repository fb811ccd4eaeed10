/** Models that ship with the site, in `models/` beside index.html, as our exporter wrote them. */
import { TandemError } from '../errors';
import { type Fetch, readBody, request, statusError } from './http';
import type { ModelFiles } from './modelFiles';

export const BUNDLED_MODELS = ['all-MiniLM-L6-v2'] as const;
export const DEFAULT_MODEL: string = BUNDLED_MODELS[0];

const ALWAYS_THERE = 'config.json';

export function isBundled(id: string): boolean {
  return (BUNDLED_MODELS as readonly string[]).includes(id);
}

/** @param base URL of the folder that holds the models, with a slash at its end */
export function bundledModel(id: string, base: string, fetchImpl: Fetch = fetch): ModelFiles {
  return {
    id,
    weights: ['onnx/model.onnx_data'],
    graph: 'onnx/model.onnx',
    async read(path, { onProgress, signal } = {}) {
      const response = await request(fetchImpl, new URL(`${id}/${path}`, base).href, { signal });
      // Some hosts, and Vite's server, answer every unknown path with their index page.
      if (response.status !== 404 && !response.headers.get('content-type')?.startsWith('text/html')) {
        if (!response.ok) throw statusError(response, `${id}/${path}`);
        return readBody(response, path, onProgress, signal);
      }
      if (path === ALWAYS_THERE) {
        throw new TandemError('missing-file', `This site has no models/${id}. Run "npm run models" before serving or building it.`);
      }
      return undefined;
    },
  };
}
