import { writeFileSync } from 'node:fs';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { watPlugin } from './scripts/watPlugin.ts';

const LIBRARY = 'tandem';

export default defineConfig({
  // Relative addresses: the built site works from any sub-path of any host.
  base: './',
  plugins: [react(), tailwindcss(), watPlugin(), libraryTypes()],
  // Found at the start: what is found late reloads the page under a person's hands.
  optimizeDeps: { entries: ['index.html', 'src/workers/compute.worker.ts'] },
  worker: { format: 'es', plugins: () => [watPlugin()] },
  build: {
    target: 'es2023',
    rollupOptions: {
      input: { index: 'index.html', [LIBRARY]: 'src/api/index.ts' },
      // The library is imported by name from other pages, so its exports and its address must stay.
      preserveEntrySignatures: 'exports-only',
      output: { entryFileNames: ({ name }) => (name === LIBRARY ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});

/** Puts tandem.d.ts beside tandem.js; the declarations it names are written by tsc after this build. */
function libraryTypes(): Plugin {
  return {
    name: 'library-types',
    apply: 'build',
    writeBundle({ dir }) {
      writeFileSync(`${dir}/${LIBRARY}.d.ts`, "export * from './types/api/index';\n");
    },
  };
}
