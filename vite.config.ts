import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentPolicyPlugin } from './scripts/contentPolicyPlugin.ts';
import { noticePlugin } from './scripts/noticePlugin.ts';
import { watPlugin } from './scripts/watPlugin.ts';

const LIBRARY = 'tandem';

export default defineConfig({
  // Relative addresses: the built site works from any sub-path of any host.
  base: './',
  plugins: [react(), tailwindcss(), watPlugin(), contentPolicyPlugin(), noticePlugin()],
  // Found at the start: what is found late reloads the page under a person's hands.
  optimizeDeps: { entries: ['index.html', 'src/workers/compute.worker.ts'] },
  worker: { format: 'es', plugins: () => [watPlugin(), noticePlugin()] },
  build: {
    target: 'es2023',
    // Every browser with WebGPU preloads modules; what Vite puts in for others fetches them, apart from all else that does.
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { index: 'index.html', [LIBRARY]: 'src/api/index.ts' },
      // The library is imported by name from other pages, so its exports and its address must stay.
      preserveEntrySignatures: 'exports-only',
      output: { entryFileNames: ({ name }) => (name === LIBRARY ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});
