/**
 * The run of a bench once more in PyTorch, by the project that the page writes: the same first values and batches, other dropout
 * masks. TANDEM_PYTHON names the Python that has what its requirements.txt asks for; without it this is left out.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import type { Metrics } from '../../src/tasks/taskMetrics';

export interface InPyTorch {
  /** Of the best epochs. */
  validation: Metrics;
  history: { epoch: number; loss: number; validation: Metrics; seconds: number }[];
}

const python = process.env.TANDEM_PYTHON;

/** Whether benches are to save a project, as `project.zip`. */
export const comparesWithPyTorch = python !== undefined;

/** Trains the project that a page has put into `window.project`. */
export async function inPyTorch(page: Page): Promise<InPyTorch | undefined> {
  if (!python) return undefined;
  const downloading = page.waitForEvent('download');
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL((window as unknown as { project: Blob }).project);
    link.download = 'project.zip';
    link.click();
  });
  const zip = readFileSync(await (await downloading).path());
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  try {
    for (const [path, bytes] of Object.entries(unzipSync(zip))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    execFileSync(python, ['train.py'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    return JSON.parse(readFileSync(join(folder, 'output/metrics.json'), 'utf8')) as InPyTorch;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
