import { defineConfig } from 'vitest/config';
import { watPlugin } from './scripts/watPlugin.ts';

export default defineConfig({
  plugins: [watPlugin()],
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'reference/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
