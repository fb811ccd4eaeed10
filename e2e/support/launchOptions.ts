/** How the tests and benchmarks start Chromium. */
import { browserEnv, chromiumPath } from '../../scripts/chromium';

export function launchOptions() {
  const executablePath = chromiumPath();
  return {
    executablePath,
    env: { ...process.env, ...browserEnv(executablePath) } as Record<string, string>,
    headless: true,
    chromiumSandbox: false,
    // Lets a machine without a GPU offer SwiftShader as its WebGPU adapter.
    args: ['--enable-unsafe-webgpu'],
  };
}
