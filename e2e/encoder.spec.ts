/** What a person does to train the encoder itself: choose a depth, look ahead, train, compare, take it along, come back. */
import { cityRows } from '../src/testing/cityRows';
import { startHubServer } from '../src/testing/hubServer';
import { bertBaseOnDisk } from './support/models';
import { expect, openLibrary, openTrain, setting, test } from './support/test';

test('the encoder: a plan, a forecast, a run, before and after, a download, and a reload', async ({ page, site }) => {
  await openTrain(page, site.url);
  await setting(page, 'Encoder').selectOption('top');
  await setting(page, 'Gradual unfreezing').selectOption('on');
  await expect(page.getByRole('button', { name: 'Layer 6 in epoch 1: frozen' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Layer 5 in epoch 3: learns' })).toBeVisible();
  // Opens the top layer at once, and with it all that follows stays as it was.
  await page.getByRole('button', { name: 'Layer 6 in epoch 1: frozen' }).click();
  await expect(page.getByText('From epoch 1: top layer')).toBeVisible();
  await expect(page.getByText('From epoch 3: top 2 layers')).toBeVisible();
  await page.getByRole('button', { name: 'Undo edits' }).click();
  await expect(page.getByText('From epoch 1: heads alone')).toBeVisible();
  await setting(page, 'Layer-wise decay').fill('0.5');
  await expect(page.getByRole('row', { name: /^Layer 5/ })).toContainText('5e-5');
  await setting(page, 'Gradual unfreezing').selectOption('off');
  await setting(page, 'Epochs').fill('2');
  await setting(page, 'Learning rate, encoder').fill('5e-4');

  await page.getByRole('button', { name: 'Forecast' }).click();
  await expect(page.getByText(/in all, .* per epoch · \d+ MB on the device/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('button', { name: /^Model: tuned\/all-MiniLM-L6-v2\./ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Device: WASM, fp32, verified. Details and choice' })).toBeVisible();
  await expect(
    page.getByText(/on the CPU: epochs of (\d+\.\d, \d+\.\d s|[1-9]\d*, [1-9]\d* ms) · [\d,]+ tokens\/s · \d+ % padding avoided/),
  ).toBeVisible();
  const compared = page.getByRole('region', { name: 'Before and after' });
  await expect(compared.getByRole('img', { name: 'Map of 4 texts before and after training' })).toBeVisible();
  await expect(compared.getByRole('row', { name: /^Two texts of one class/ })).toContainText('0.');
  await expect(compared.getByRole('region', { name: 'Pairs that changed most' }).getByRole('listitem').first()).toContainText(/\d\.\d\d/);
  await page.getByRole('button', { name: 'Download the run that is shown' }).click();
  const save = page.getByRole('button', { name: 'Save for Tandem', exact: true });
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  expect(download.suggestedFilename()).toMatch(/^all-MiniLM-L6-v2\..*\.zip$/);

  await page.getByRole('tab', { name: 'Predict' }).click();
  await expect(page.getByText(/These heads were trained on few/)).toBeVisible();
  const predictions = page.getByRole('region', { name: 'Predictions' });
  await expect(predictions).toContainText('Class:');
  const before = await predictions.textContent();
  await page.reload();
  await expect(page.getByText(/These heads were trained on few/)).toBeVisible();
  await expect(predictions).toHaveText(before ?? '');
});

test('the encoder: a tab closed in the middle, and the run goes on in another', async ({ page, site }) => {
  await openTrain(page, site.url);
  await setting(page, 'Encoder').selectOption('top');
  await setting(page, 'Open layers').fill('1');
  await setting(page, 'Epochs').fill('150');
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByText(/^Epoch ([4-9]|\d\d) of 150/)).toBeVisible({ timeout: 60_000 });
  const again = await page.context().newPage();
  await page.close();
  await openTrain(again, site.url);
  const runs = again.getByRole('region', { name: 'Runs' });
  await expect(runs).toContainText('interrupted');
  await runs.getByRole('button', { name: 'Resume' }).click();
  await expect(again.getByText('Finished', { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(runs.getByRole('row').nth(2)).toContainText('150');
  await expect(again.getByRole('button', { name: /^Model: tuned\// })).toBeVisible();
});

test('a model of exactly bert-base-uncased’s shape: its top layers learn, and ONNX Runtime reproduces what was learned', async ({
  page,
  site,
}) => {
  test.setTimeout(300_000);
  const model = 'google-bert/bert-base-uncased';
  const hub = await startHubServer(bertBaseOnDisk(model).folder);
  await openLibrary(page, site);
  const { losses, tuned, status } = await page.evaluate(
    async ({ model, endpoint, rows }) => {
      const heads = { taskA: { labels: ['place', 'sport'] }, taskB: { labels: ['O', 'B-LOC', 'I-LOC'] } };
      const loaded = await window.tandem.MultiTaskSentenceTransformer.fromPretrained(model, { endpoint, device: 'wasm', ...heads });
      const dataset = await window.tandem.loadDataset(rows, 'jsonl');
      const { history, tuned } = await loaded.train(dataset, { epochs: 2, batchSize: 8, unfreeze: { layers: 2 } });
      return { losses: history.map(({ train }) => train.total), tuned, status: loaded.deviceStatus };
    },
    { model, endpoint: hub.url, rows: cityRows(4) },
  );
  await hub.close();
  expect(losses[1]).toBeLessThan(losses[0]);
  expect(tuned).toMatch(/^tuned\/bert-base-uncased\./);
  expect(status).toMatchObject({ device: 'wasm', verified: true });
});
