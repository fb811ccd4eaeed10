/** `npm start`: the page as Vite serves it from the sources, its worker and its trained models included. */
import { createServer } from 'vite';
import { expect, openTrain, setting, test } from './support/test';

test('npm start: the encoder learns, and Predict answers with it', async ({ page }) => {
  const server = await createServer({ server: { port: 0 }, logLevel: 'error' });
  await server.listen();
  try {
    await openTrain(page, server.resolvedUrls?.local[0] ?? '');
    await setting(page, 'Encoder').selectOption('top');
    await setting(page, 'Open layers').fill('1');
    await setting(page, 'Epochs').fill('1');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'Predict' }).click();
    await expect(page.getByText(/These heads were trained on few/)).toBeVisible();
  } finally {
    await server.close();
  }
});
