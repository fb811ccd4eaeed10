/** Finds the installed Chromium: its own browser downloads are often not to be had. */
import { existsSync } from 'node:fs';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** @throws Error saying what to install */
export function chromiumPath(): string {
  const found = CANDIDATES.find((path) => path !== undefined && existsSync(path));
  if (!found) {
    throw new Error('No Chromium was found. Install one ("apt-get install chromium" on Debian), or name it in CHROMIUM_PATH.');
  }
  return found;
}

export const launchOptions = () => ({
  executablePath: chromiumPath(),
  headless: true,
  chromiumSandbox: false,
  // Lets a machine without a GPU offer SwiftShader as its WebGPU adapter.
  args: ['--enable-unsafe-webgpu'],
});
