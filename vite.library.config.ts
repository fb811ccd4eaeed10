/** The npm package in lib/: for browsers, and with --ssr for Node. Everything it uses is inside, so that installing it installs nothing else. */
import { defineConfig } from 'vite';
import { noticePlugin } from './scripts/noticePlugin.ts';
import { watPlugin } from './scripts/watPlugin.ts';

const IN_BROWSER = { entryFileNames: 'browser/[name].js', assetFileNames: 'browser/[name][extname]' };

export default defineConfig(({ isSsrBuild }) => ({
  base: './',
  plugins: [watPlugin(), noticePlugin()],
  // The bundled models lie beside both entries' folders.
  publicDir: isSsrBuild ? false : 'public',
  // One file, whatever the bundler of an app does with it: a worker that looks for parts of itself would not find them there.
  worker: {
    format: 'es',
    plugins: () => [watPlugin(), noticePlugin()],
    rolldownOptions: { output: { codeSplitting: false, ...IN_BROWSER } },
  },
  ssr: { noExternal: true, external: ['onnxruntime-node'] },
  build: {
    target: 'es2023',
    outDir: 'lib',
    emptyOutDir: !isSsrBuild,
    minify: !isSsrBuild,
    rolldownOptions: {
      input: { tandem: isSsrBuild ? 'src/node/index.ts' : 'src/api/index.ts' },
      preserveEntrySignatures: 'exports-only',
      output: isSsrBuild ? { entryFileNames: 'node/[name].js', chunkFileNames: 'node/[name].js' } : IN_BROWSER,
    },
  },
}));
