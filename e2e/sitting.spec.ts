/** The whole sitting of a person with texts of their own: from 40 texts without a label to a model that answers, and on to another browser. */
import { expectAnswers, FILE, labelTexts, NEW_TEXTS, TEXTS } from './support/sitting';
import { expect, openAdvanced, setting, test } from './support/test';

test('40 texts without labels: named, labelled by keyboard alone, trained, tried, saved, and opened elsewhere', async ({
  page,
  site,
  browser,
}, testInfo) => {
  // The encoder learns for 64 steps: all of it takes two to three minutes on a slow machine.
  test.setTimeout(480_000);
  const count = { keys: 0, clicks: 0 };
  const press = async (key: string) => {
    count.keys++;
    await page.keyboard.press(key);
  };
  const type = async (text: string) => {
    count.keys += text.length;
    await page.keyboard.type(text);
  };
  const click = async (role: 'button' | 'tab' | 'link', name: string | RegExp) => {
    count.clicks++;
    await page.getByRole(role, { name, exact: typeof name === 'string' }).click();
  };
  await page.goto(site.url);
  await click('link', /^Sort and tag my own texts/);
  count.clicks++;
  await page.getByLabel('Files of a data set').setInputFiles(FILE);
  await expect(page.getByText('32 to train on, 8 to validate')).toBeVisible();
  await click('link', /^Next: Say what to label/);
  await addTask('One class per text', 'topic', 'sport, cooking');
  await click('button', 'New task…');
  await addTask('Entities: stretches of the text', 'who', 'person');

  const { byHand, accepted } = await labelTexts(page, press);

  await click('tab', 'Train');
  await expect(page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: /^Label/ })).toContainText('all labelled');
  // A third of the epochs that are proposed are enough for texts as alike as these.
  await openAdvanced(page);
  await setting(page, 'Epochs').fill('16');
  count.clicks += 2;
  await click('button', 'Start');
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 360_000 });
  await click('link', 'Next: Try it on your text');
  count.clicks++;
  await page.getByRole('textbox', { name: 'One text per line' }).click();
  await press('Control+a');
  await type(NEW_TEXTS.join('\n'));
  await expectAnswers(page);

  await click('tab', 'Take along');
  const saved = page.waitForEvent('download');
  await click('button', /^Save “.+” as a file$/);
  const file = testInfo.outputPath('sitting.zip');
  await (await saved).saveAs(file);
  console.log(
    `      the whole sitting: ${count.keys} keys, ${count.clicks} clicks, for 80 labels; ${byHand} texts by hand, ${accepted} as suggested`,
  );
  // Two labels of a text are six keys, and one goes on.
  expect(count.keys - TEXTS.length * 7).toBeLessThan(160);
  expect(count.clicks).toBeLessThan(20);

  const elsewhere = await browser.newContext({ locale: 'en-US' });
  const fresh = await elsewhere.newPage();
  await fresh.goto(`${site.url}#predict`);
  await fresh.getByRole('button', { name: /^Project:/ }).click();
  await fresh.getByLabel('File of a project').setInputFiles(file);
  await expectAnswers(fresh);
  await fresh.getByRole('tab', { name: 'Label' }).click();
  await expect(fresh.getByRole('region', { name: 'Row to label' }).locator('mark')).toHaveCount(1);
  await elsewhere.close();

  async function addTask(kind: string, name: string, names: string): Promise<void> {
    count.clicks += 2;
    await page.getByLabel('What each text gets').selectOption({ label: kind });
    await page.getByLabel('Name of the task').click();
    await type(name);
    await press('Tab');
    await type(names);
    await click('button', 'Add');
  }
});
