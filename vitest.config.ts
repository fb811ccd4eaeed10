import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'reference/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
