import { defineConfig } from 'vitest/config';
import { vulkanEnv } from './scripts/chromium.ts';
import { watPlugin } from './scripts/watPlugin.ts';

// For the processes in which the tests run: libraries are looked for along this path only where it was set before the start.
Object.assign(process.env, vulkanEnv());

export default defineConfig({
  plugins: [watPlugin()],
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'reference/**/*.test.ts', 'torture/**/*.test.ts'],
    // All cores: by default one is left for an editor.
    maxWorkers: '100%',
    // Generous: kernels may run on a software adapter, on a machine that does other things as well.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
