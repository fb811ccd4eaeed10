/** Models that a person opens from disk. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { tinyBert } from '../src/testing/tinyBert';
import { expect, test } from './support/test';

async function openDialog(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await page.getByRole('button', { name: /^Model:/ }).click();
}

const zipOf = (files: Map<string, string | Uint8Array>) =>
  Buffer.from(
    zipSync(
      Object.fromEntries([...files].map(([path, content]) => [`tiny/${path}`, typeof content === 'string' ? strToU8(content) : content])),
      { level: 0 },
    ),
  );

test('a zip is opened, there after a reload, and asked about before it is replaced', async ({ page, site }) => {
  await openDialog(page, site.url);
  const zip = { name: 'mine.zip', mimeType: 'application/zip', buffer: zipOf(tinyBert()) };
  await page.getByLabel('Zip of a model').setInputFiles(zip);
  await expect(page.getByRole('button', { name: 'Remove disk/mine from this machine' })).toBeVisible({ timeout: 60_000 });
  await page.getByLabel('Zip of a model').setInputFiles(zip);
  await expect(page.getByText('A model called disk/mine is stored already')).toBeVisible();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.reload();
  await expect(page.getByRole('button', { name: /^Model: disk\/mine/ })).toBeVisible({ timeout: 60_000 });
});

test('a folder is opened; one that cannot be used is refused in words', async ({ page, site }) => {
  await openDialog(page, site.url);
  const folder = mkdtempSync(join(tmpdir(), 'tandem-disk-'));
  const write = (name: string, files: Map<string, string | Uint8Array>) => {
    mkdirSync(join(folder, name));
    for (const [path, content] of files) writeFileSync(join(folder, name, path), content);
    return join(folder, name);
  };
  const files = tinyBert();
  await page.getByLabel('Folder of a model').setInputFiles(write('tiny', files));
  await expect(page.getByRole('button', { name: 'Remove disk/tiny from this machine' })).toBeVisible({ timeout: 60_000 });
  files.delete('model.safetensors');
  files.set('pytorch_model.bin', 'x');
  await page.getByLabel('Folder of a model').setInputFiles(write('old', files));
  await expect(page.getByRole('dialog').getByRole('alert')).toHaveText(
    /pytorch_model\.bin cannot be read: it is not a file of torch\.save/,
  );
});

test('a zip is dropped', async ({ page, site }) => {
  await openDialog(page, site.url);
  const bytes = zipOf(tinyBert()).toString('base64');
  const dropped = await page.evaluateHandle((base64) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], 'dropped.zip'));
    return transfer;
  }, bytes);
  await page.getByText('or drop one here').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(page.getByRole('button', { name: 'Remove disk/dropped from this machine' })).toBeVisible({ timeout: 60_000 });
});
