/**
 * npm run pictures: the README’s pictures, taken of the built page. One of every tab, and a moving one of a whole sitting: texts without
 * labels, labels by keyboard, a run, answers.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import sharp from 'sharp';
import { launchOptions } from '../e2e/support/launchOptions';
import { serveSite } from '../e2e/support/site';
import { labelTexts as byKeyboard, expectAnswers, FILE, NEW_TEXTS, TEXTS } from '../e2e/support/sitting';

const OUT = fileURLToPath(new URL('../docs/pictures', import.meta.url));
const SIZE = { width: 1280, height: 800 };
/** Of the moving picture, in pixels. */
const WIDTH = 900;
/** Rows of which the moving picture shows every key. */
const SHOWN_ROWS = 2;

const site = await serveSite();
const browser = await chromium.launch(launchOptions());
const page = await browser.newPage({ viewport: SIZE, locale: 'en-US', colorScheme: 'light', reducedMotion: 'reduce' });
page.setDefaultTimeout(120_000);
const frames: { image: Buffer; milliseconds: number }[] = [];

/** Keeps the page as it is now for the moving picture. */
const film = async (milliseconds: number) => {
  frames.push({
    image: await sharp(await page.screenshot())
      .resize(WIDTH)
      .png()
      .toBuffer(),
    milliseconds,
  });
};
const still = async (name: string) => {
  const image = await sharp(await page.screenshot())
    .png({ palette: true, effort: 4 })
    .toBuffer();
  await writeFile(join(OUT, `${name}.png`), image);
};
const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
const button = (name: string) => page.getByRole('button', { name, exact: true }).click();

async function begin(): Promise<void> {
  await page.goto(site.url);
  await page.getByText('Answered on this machine just now').waitFor();
  await film(3500);
  await page.goto(`${site.url}#embed`);
  await page.getByRole('region', { name: 'Start' }).waitFor({ state: 'detached' });
  await still('explore');
  await page.goto(`${site.url}#start`);
}

async function openTexts(): Promise<void> {
  await page.getByRole('link', { name: 'Sort and tag my own texts' }).click();
  await page.getByLabel('Files of a data set').setInputFiles(FILE);
  await page.getByText('32 to train on, 8 to validate').waitFor();
  await film(2000);
}

async function addTask(kind: string, name: string, names: string): Promise<void> {
  await page.getByLabel('What each text gets').selectOption({ label: kind });
  await page.getByLabel('Name of the task').fill(name);
  await page.getByLabel(/separated by commas/).fill(names);
  await film(1500);
  await button('Add');
}

async function labelTexts(): Promise<void> {
  await tab('Label');
  await addTask('One class per text', 'topic', 'sport, cooking');
  await button('New task…');
  await addTask('Entities: stretches of the text', 'who', 'person');
  let before = 0;
  await byKeyboard(page, async (key, row) => {
    await page.keyboard.press(key);
    if (row <= SHOWN_ROWS) await film(row === 1 ? 600 : 250);
    else if (row % 8 === 0 && row !== before) await film(400);
    before = row;
    if (row === TEXTS.length / 2) await still('label');
  });
}

async function trainOnThem(): Promise<void> {
  await tab('Train');
  await film(1200);
  await button('Start');
  await page.waitForTimeout(1000);
  await film(800);
  await page.getByText('Finished', { exact: true }).waitFor();
  await page.waitForTimeout(1000);
  await still('train');
  await film(2500);
}

async function tryIt(): Promise<void> {
  await page.getByRole('link', { name: 'Next: Try it on your text' }).click();
  await page.getByRole('textbox', { name: 'One text per line' }).fill(NEW_TEXTS.join('\n'));
  // Until they come, the answers for the texts before are there.
  await expectAnswers(page);
  await page.waitForTimeout(800);
  await still('predict');
  await film(3500);
}

async function takeIt(): Promise<void> {
  await tab('Take along');
  await page.getByText('ONNX file').waitFor();
  await still('take');
  await film(2500);
}

/** The sample, where there is more to see. */
async function others(): Promise<void> {
  await tab('Data');
  await button('Load the sample');
  await page.getByText(/^Sample: 340/).waitFor();
  await page.waitForTimeout(1500);
  await still('data');
}

await mkdir(OUT, { recursive: true });
try {
  for (const scene of [begin, openTexts, labelTexts, trainOnThem, tryIt, takeIt, others]) await scene();
} finally {
  await browser.close();
  site.close();
}
const delay = frames.map(({ milliseconds }) => milliseconds);
const moving = await sharp(
  frames.map(({ image }) => image),
  { join: { animated: true } },
)
  .webp({ quality: 70, effort: 2, delay, loop: 0 })
  .toBuffer();
await writeFile(join(OUT, 'sitting.webp'), moving);
console.log(`docs/pictures: ${frames.length} frames in ${(moving.length / 1e6).toFixed(1)} MB`);
process.exit(0);
