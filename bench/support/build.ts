/** Builds the site, and the modules that the benches' pages load, before the benches run. */
import { fileURLToPath } from 'node:url';
import { build as viteBuild } from 'vite';
import buildSite from '../../e2e/support/build';
import { watPlugin } from '../../scripts/watPlugin';

export default async function build(): Promise<void> {
  buildSite();
  await viteBuild({
    configFile: false,
    root: fileURLToPath(new URL('../pages', import.meta.url)),
    base: './',
    publicDir: false,
    plugins: [watPlugin()],
    logLevel: 'warn',
    // Beside the built site, so that both use the same model files and the same ONNX Runtime.
    build: {
      outDir: fileURLToPath(new URL('../../dist/bench', import.meta.url)),
      target: 'es2023',
      rollupOptions: {
        input: {
          rival: fileURLToPath(new URL('../pages/transformers.ts', import.meta.url)),
          mlp: fileURLToPath(new URL('../pages/mlp.ts', import.meta.url)),
          encoder: fileURLToPath(new URL('../pages/encoder.ts', import.meta.url)),
          ops: fileURLToPath(new URL('../pages/ops.ts', import.meta.url)),
        },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}
