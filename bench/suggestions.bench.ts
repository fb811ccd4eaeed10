/**
 * From a label until suggestions are those of heads that have learned it and the rows have a new order, with both kinds of heads and
 * all texts read. ROWS=10000 LABELS=40
 */

import { addTask, row } from '../e2e/support/labelling';
import { expect, test } from '../e2e/support/test';

const { ROWS = '10000', LABELS = '40' } = process.env;
const PLACES = ['Munich', 'Paris', 'Cairo', 'Lima', 'Oslo', 'Delhi', 'Quito'];
const SPORTS = ['wins the final', 'loses the match', 'runs a marathon', 'signs a new coach', 'scores in the last minute'];
const FOOD = ['opens a restaurant', 'bakes bread with rye', 'fries onions', 'brews a darker beer', 'tastes the first olives'];
const texts = Array.from(
  { length: Number(ROWS) },
  (_, i) => `${PLACES[i % 7]} ${[...SPORTS, ...FOOD][i % 10]}, says report ${i % 997} of ${i}.`,
);

test(`suggestions for ${ROWS} texts after each label`, async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByText('[8, 384]')).toBeVisible();
  await page.getByRole('tab', { name: 'Data' }).click();
  const buffer = Buffer.from(texts.join('\n'));
  await page.getByLabel('Files of a data set').setInputFiles({ name: 'texts.txt', mimeType: 'text/plain', buffer });
  await expect(page.getByText('texts.txt: ')).toBeVisible();
  await page.getByRole('tab', { name: 'Label' }).click();
  await addTask(page, 'One class per text', 'topic', 'sport, food');
  await addTask(page, 'Entities: stretches of the text', 'entities', 'place');
  const began = Date.now();
  const reading = page.getByRole('progressbar', { name: 'Texts read for suggestions' });
  // It goes for a moment whenever reading begins anew.
  for (let still = 0; still < 10; still = (await reading.isVisible()) ? 0 : still + 1) await page.waitForTimeout(500);
  console.log(`all texts read after ${Math.round((Date.now() - began) / 1000)} s`);
  await row(page).focus();
  const waited: number[] = [];
  for (let i = 1; i <= Number(LABELS); i++) {
    const text = (await row(page).locator('p').first().textContent()) as string;
    const isSport = SPORTS.some((doing) => text.includes(doing));
    // The entity first: its heads learn in the same turn as the class that ends the row.
    for (const key of ['t', 'ArrowRight', '1', 't']) await page.keyboard.press(key);
    waited.push(
      await page.evaluate(
        ({ key, labelled }) =>
          new Promise<number>((resolve, reject) => {
            setTimeout(() => reject(new Error(`${said('topic')} | ${said('entities')}`)), 60_000);
            const learned = () => ['topic', 'entities'].every((task) => said(task).includes(`learned from ${labelled}`));
            const said = (task: string) => document.querySelector(`[aria-label="Suggestions for ${task}"]`)?.textContent ?? '';
            const from = performance.now();
            const seen = new MutationObserver(() => {
              if (!learned()) return;
              seen.disconnect();
              resolve(performance.now() - from);
            });
            seen.observe(document.body, { subtree: true, childList: true, characterData: true });
            document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
          }),
        { key: isSport ? '1' : '2', labelled: `${i} labelled text` },
      ),
    );
    await page.keyboard.press('ArrowDown');
    await expect(row(page).locator('p').first()).not.toHaveText(text);
  }
  const sorted = [...waited].sort((a, b) => a - b);
  console.log(`label to suggestions: median ${Math.round(sorted[sorted.length >> 1])} ms, slowest ${Math.round(sorted.at(-1) ?? 0)} ms`);
});
