import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { launchOptions } from './support/launchOptions';
import { serveSite } from './support/site';

const OUT = '/tmp/b/page-shots';
mkdirSync(OUT, { recursive: true });
const site = await serveSite();
const browser = await chromium.launch(launchOptions());
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
page.setDefaultTimeout(90_000);
const shots = async (name: string, themes = ['light', 'dark']) => {
  for (const theme of themes)
    for (const width of [1440, 1024, 390]) {
      await page.evaluate((t) => {
        document.documentElement.dataset.theme = t;
      }, theme);
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(400);
      await page.screenshot({ path: `${OUT}/${name}-${theme}-${width}.png`, fullPage: true });
    }
  await page.setViewportSize({ width: 1440, height: 900 });
};
const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
const which = process.argv.slice(2);
await page.goto(site.url);
await page.getByText('[8, 384]').waitFor();
await tab('Data');
const LINES = [
  ['Angela Merkel met Siemens in Munich.', 'Politics', 'Angela Merkel', 'PER'],
  ['The striker scored twice in Paris.', 'Sports', 'Paris', 'LOC'],
  ['ذهبت أنجيلا ميركل إلى باريس أمس.', 'Politics', 'باريس', 'LOC'],
  ['הקבוצה ניצחה אתמול בתל אביב.', 'Sports', 'תל אביב', 'LOC'],
];
const lines = ['train', 'train', 'train', 'train', 'validation', 'test'].flatMap((split, time) =>
  LINES.map(([text, topic, entity, label]) => {
    const start = text.indexOf(entity);
    return JSON.stringify({ text: `${text} ${time}`, topic, split, entities: [{ start, end: start + entity.length, label }] });
  }),
);
if (which.includes('explore')) {
  await page.getByRole('button', { name: 'Load the sample' }).click();
  await page.getByText(/^Sample: 340/).waitFor();
  await tab('Explore');
  await page.getByRole('button', { name: 'Use the data set' }).click();
  await page.getByRole('img', { name: /^Map of \d+ sent/ }).waitFor();
  await page.waitForTimeout(4000);
  await page
    .getByRole('textbox', { name: /Search/ })
    .first()
    .fill('a goal in the last minute')
    .catch(() => {});
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
  await shots('explore');
  await page.evaluate(() => {
    location.hash = 'exercise';
  });
  await page.getByRole('region', { name: 'Exercise' }).waitFor();
  await shots('exercise');
}
if (which.includes('train')) {
  await page
    .getByLabel('Files of a data set')
    .setInputFiles({ name: 'mixed.jsonl', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
  await page.getByText(/16 to train on/).waitFor();
  await shots('data-rtl', ['light']);
  await tab('Label');
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Next', exact: true }).click();
  await shots('label-rtl', ['light']);
  await tab('Train');
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByLabel('Epochs', { exact: true }).fill('6');
  for (let i = 0; i < 2; i++) {
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('Finished', { exact: true }).waitFor();
  }
  for (const box of await page.getByRole('checkbox', { name: /^Compare the run/ }).all()) await box.check();
  await page.getByText('Advanced', { exact: true }).click();
  await page.getByRole('button', { name: /^Pin/ }).first().click();
  await page.waitForTimeout(1000);
  await shots('train');
  await page.emulateMedia({ forcedColors: 'active' });
  await shots('train-forced', ['light']);
  await tab('Label');
  await shots('label-forced', ['light']);
  await tab('Predict');
  await page.getByRole('textbox', { name: /per line/ }).fill(LINES.map(([t]) => t).join('\n'));
  await page.waitForTimeout(3000);
  await shots('predict-forced', ['light']);
  await tab('Explore');
  await shots('explore-forced', ['light']);
}
await browser.close();
site.close();
process.exit(0);
