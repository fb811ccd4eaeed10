/** Builds the site, and the page that holds the rival, before the benches run. */
import { fileURLToPath } from 'node:url';
import { build as viteBuild } from 'vite';
import buildSite from '../../e2e/support/build';

export default async function build(): Promise<void> {
  buildSite();
  await viteBuild({
    configFile: false,
    root: fileURLToPath(new URL('../rival', import.meta.url)),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    // Beside the built site, so that both use the same model files and the same ONNX Runtime.
    build: {
      outDir: fileURLToPath(new URL('../../dist/bench', import.meta.url)),
      target: 'es2023',
      rollupOptions: {
        input: {
          rival: fileURLToPath(new URL('../rival/transformers.ts', import.meta.url)),
          mlp: fileURLToPath(new URL('../rival/mlp.ts', import.meta.url)),
        },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}
