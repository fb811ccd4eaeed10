/** A model of the hub with sentence-transformers' modules and prompts, in the page. */
import { readFileSync } from 'node:fs';
import { startHubServer } from '../src/testing/hubServer';
import { caseOf, floats, publish, sentenceFixture } from '../src/testing/sentenceFolders';
import { expect, test } from './support/test';

test('the prompt is chosen, the facts say how a model pools, and a saved set says its prompt', async ({ page, site }) => {
  const hub = await startHubServer();
  const example = caseOf('cls+max, two dense, no limit, prompt');
  await publish(hub.files, 'org/search', example);
  await page.addInitScript((endpoint) => {
    localStorage.setItem('tandem.model', 'org/search');
    localStorage.setItem('tandem.endpoint', endpoint);
  }, hub.url);
  await page.goto(site.url);
  await expect(page.getByText('[8, 4]')).toBeVisible();
  await expect(page.getByText('Pooling: first token (CLS) + maximum · Dense 32 → 7, ReLU · Dense 7 → 4, GELU')).toBeVisible();

  await page.getByRole('textbox', { name: /One sentence per line/ }).fill(sentenceFixture.sentences.join('\n'));
  const prompt = page.getByLabel('Prompt', { exact: true });
  await expect(prompt).toHaveValue('');
  await prompt.selectOption('query: “query : where is”');
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  await expect(page.getByText(/^Pooling: .*prompt “query : where is”/)).toBeVisible();
  await expect(page.getByText('[3, 4]')).toBeVisible();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as JSON' }).click();
  expect((await download).suggestedFilename()).toBe('embeddings-query.json');
  const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { prompt: string; rows: { embedding: number[] }[] };
  expect(saved.prompt).toBe('query : where is ');
  const values = saved.rows.flatMap(({ embedding }) => embedding);
  for (const [i, value] of floats(example.embeddings).entries()) expect(Math.abs(values[i] - value)).toBeLessThan(1e-5);

  await page
    .getByRole('button', { name: /search/ })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toContainText('First token (CLS) + maximum · Dense 32 → 7, ReLU');
  await hub.close();
});
