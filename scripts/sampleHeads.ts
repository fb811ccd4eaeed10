/** The heads that ship with the bundled model, written where the page looks for them. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'vite';
import { HEAD_FILES, SAMPLE_RUN } from '../src/model/smallFiles';

/** What the heads were made from, as a hash. */
const STAMP = 'stamp';
const SOURCES = ['src/data/sample/sample.jsonl', 'src/stores/exercise.ts', 'scripts/trainSample.ts'];

/**
 * Trains them, unless that was done before on this sample, by this script, with these weights. The seed is fixed: one machine makes the
 * same values again, another processor values that differ in the last bits.
 *
 * @param root of the repository; the bundled model is there already
 * @param weights of the bundled model
 * @param out the folder to write
 * @returns seconds that it took; undefined where nothing was to be done
 */
export async function writeSampleHeads(root: string, weights: string, out: string): Promise<number | undefined> {
  const hash = createHash('sha256');
  for (const path of [...SOURCES.map((source) => join(root, source)), weights]) hash.update(await readFile(path));
  const stamp = hash.digest('hex');
  const isThere = [...HEAD_FILES, SAMPLE_RUN].every((name) => existsSync(join(out, name)));
  if (isThere && (await readFile(join(out, STAMP), 'utf8').catch(() => '')) === stamp) return undefined;
  console.log('Training heads on the sample: once, in half a minute or less');
  const started = performance.now();
  await mkdir(out, { recursive: true });
  for (const { path, bytes } of await trained(root)) await writeFile(join(out, path), bytes);
  await writeFile(join(out, STAMP), stamp);
  return (performance.now() - started) / 1000;
}

/** Kernels are imported as text and WebAssembly, as Vite does it: so the engine is loaded through it. */
async function trained(root: string): ReturnType<typeof import('./trainSample').trainSample> {
  const cache = await mkdtemp(join(tmpdir(), 'tandem-sample-heads-'));
  const vite = await createServer({
    root,
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: 'custom',
    optimizeDeps: { noDiscovery: true, include: [] },
    logLevel: 'error',
  });
  try {
    const { trainSample } = (await vite.ssrLoadModule('/scripts/trainSample.ts')) as typeof import('./trainSample');
    return await trainSample(cache);
  } finally {
    await vite.close();
    await rm(cache, { recursive: true, force: true });
  }
}
