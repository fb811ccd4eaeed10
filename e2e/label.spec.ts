/** Labelling by hand: by keyboard alone, and by mouse; what was given is never lost. */
import type { Page } from '@playwright/test';
import { addTask, choice, openTexts, row, state, TEXTS } from './support/labelling';
import { expect, test } from './support/test';

test('classes and entities by keyboard alone, undone and done again, kept over a reload', async ({ page, site }) => {
  await openTexts(page, site.url);
  await addTask(page, 'One class per text', 'topic', 'politics, sport');
  await addTask(page, 'Entities: stretches of the text', 'entities', 'person, place');
  await row(page).focus();
  const first = await row(page).locator('p').first().textContent();
  expect(TEXTS).toContain(first);

  await page.keyboard.press('1');
  await expect(state(page, 'topic')).toContainText('labelled');
  await expect(choice(page, 'politics')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('t');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('1');
  await expect(row(page).locator('mark')).toHaveCount(1);
  const marked = await row(page).locator('mark').textContent();
  expect((first as string).startsWith(marked as string)).toBe(true);
  expect(marked).toContain(' ');

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Control+z');
  await expect(row(page).locator('mark')).toHaveCount(0);
  await page.keyboard.press('Control+y');
  await expect(row(page).locator('mark')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('0');
  await expect(state(page, 'entities')).toContainText('no entity');
  const second = await row(page).locator('p').first().textContent();

  await page.reload();
  await expect(row(page)).toContainText(second as string);
  await expect(state(page, 'entities')).toContainText('no entity');
  await row(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(row(page).locator('mark')).toHaveText(marked as string);
  await expect(choice(page, 'politics')).toHaveAttribute('aria-pressed', 'true');
});

test('after a reload everything can still be taken back, and rows come in the order that was chosen', async ({ page, site }) => {
  const texts = Array.from({ length: 12 }, (_, i) => `Text number ${i} of a dozen.`);
  await openTexts(page, site.url, texts);
  await addTask(page, 'One class per text', 'topic', 'politics, sport');
  await page.getByLabel('Order').selectOption('drawn at random');
  await expect(page.getByText('Every text without a label is equally likely to come next.')).toBeVisible();
  const text = row(page).locator('p').first();
  const progress = page.getByRole('region', { name: 'Progress of topic' });
  await row(page).focus();
  const seen: string[] = [];
  for (const key of ['1', '2', '1']) {
    seen.push((await text.textContent()) as string);
    await page.keyboard.press(key);
    await expect(state(page, 'topic')).toContainText(': labelled');
    await page.keyboard.press('ArrowDown');
    await expect(text).not.toHaveText(seen[seen.length - 1]);
  }
  await page.keyboard.press('Control+z');
  await expect(text).toHaveText(seen[2]);
  await expect(progress).toContainText('2 of 12');

  await page.reload();
  await expect(text).toHaveText(seen[2]);
  await expect(page.getByLabel('Order')).toHaveValue('drawn');
  await expect(page.getByRole('button', { name: 'Redo' })).toHaveAttribute('title', 'Redo: Label as politics');
  await row(page).focus();
  await page.keyboard.press('Control+y');
  await expect(progress).toContainText('3 of 12');
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('Control+z');
    await expect(progress).toContainText(`${left} of 12`);
  }
  await expect(text).toHaveText(seen[0]);
  // Where a person has been stays as it was.
  await page.keyboard.press('ArrowDown');
  await expect(text).toHaveText(seen[1]);
});

test('by mouse: words are taken whole, overlaps refused in words, new names added', async ({ page, site }) => {
  await openTexts(page, site.url, ['Angela Merkel met Siemens in Munich.']);
  await addTask(page, 'Entities: stretches of the text', 'entities', 'person, place');
  const text = row(page).locator('p').first();
  await choice(page, 'person').click();
  await select(page, 3, 9);
  await expect(row(page).locator('mark')).toHaveText('Angela Merkel');
  await select(page, 9, 16);
  await expect(page.getByText(/It overlaps “Angela Merkel” \(person\)/)).toBeVisible();
  await expect(row(page).locator('mark[data-type]')).toHaveCount(1);
  await row(page).focus();
  await page.keyboard.press('/');
  await page.keyboard.type('organisation');
  await page.keyboard.press('Enter');
  await expect(choice(page, 'organisation')).toHaveAttribute('aria-pressed', 'true');
  await select(page, 18, 20);
  await expect(row(page).locator('mark[data-type]').last()).toHaveText('Siemens');
  await expect(text).toHaveText('Angela Merkel met Siemens in Munich.');
});

/** Draws from one character of the row's text to another. */
async function select(page: Page, start: number, end: number): Promise<void> {
  await row(page)
    .locator('p')
    .first()
    .evaluate(
      (element, [from, to]) => {
        const range = document.createRange();
        const place = (offset: number): [Node, number] => {
          const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          let left = offset;
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const { length } = node as Text;
            if (left <= length) return [node, left];
            left -= length;
          }
          throw new Error('beyond the text');
        };
        range.setStart(...place(from));
        range.setEnd(...place(to));
        getSelection()?.removeAllRanges();
        getSelection()?.addRange(range);
        element.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
      },
      [start, end],
    );
}

test('labels reach the data set and a run, whose heads then suggest labels and rank rows', async ({ page, site }) => {
  const texts = ['sport', 'music'].flatMap((topic) => Array.from({ length: 6 }, (_, i) => `A text about ${topic}, number ${i}.`));
  await openTexts(page, site.url, texts);
  await addTask(page, 'One class per text', 'topic', 'sport, music');
  await row(page).focus();
  for (let i = 0; i < texts.length; i++) {
    const text = await row(page).locator('p').first().textContent();
    await page.keyboard.press(text?.includes('sport') ? '1' : '2');
    await page.keyboard.press('ArrowDown');
    if (i + 1 < texts.length) await expect(page.getByText(`Row ${i + 2} of ${texts.length}`)).toBeVisible();
  }
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('12 of 12');
  await page.getByRole('tab', { name: 'Data' }).click();
  const labels = page.getByRole('region', { name: 'Labels of topic' });
  await expect(labels).toContainText('sport');
  await expect(labels).toContainText('music');
  await page.getByRole('tab', { name: 'Train' }).click();
  await page.getByRole('radio', { name: /^Frozen heads/ }).check();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveCount(0);
  // The trained heads suggest from now on.
  await page.getByRole('tab', { name: 'Label' }).click();
  await row(page).focus();
  await page.getByLabel('come from').selectOption({ label: 'the heads in use' });
  await page.getByLabel('Order').selectOption({ label: 'topic: least sure first' });
  await expect(page.getByText(/rank the rows again/)).toBeVisible();
  await page.getByLabel('Order').selectOption({ label: 'as in the files' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(state(page, 'topic')).toContainText(/suggested, \d+/);
  await row(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('1 of them as suggested');
});

test('a tab that is killed at any moment loses nothing that was done', async ({ page, site, context }) => {
  const texts = Array.from({ length: 18 }, (_, i) => `Text number ${i} in Paris.`);
  await openTexts(page, site.url, texts);
  await addTask(page, 'One class per text', 'topic', 'a, b');
  await addTask(page, 'Entities: stretches of the text', 'entities', 'place');
  let tab = page;
  // What a person does, one after another: each changes what is shown of the row.
  const edits: [keys: string[], shows: (tab: Page) => Promise<void>][] = [
    [['1'], (now) => expect(choice(now, 'a')).toHaveAttribute('aria-pressed', 'true')],
    [['2'], (now) => expect(choice(now, 'b')).toHaveAttribute('aria-pressed', 'true')],
    [['2'], (now) => expect(choice(now, 'b')).toHaveAttribute('aria-pressed', 'false')],
    [['1', '2', 'Control+z'], (now) => expect(choice(now, 'a')).toHaveAttribute('aria-pressed', 'true')],
    [['f'], (now) => expect(now.getByText(/split · flagged/)).toBeVisible()],
    [['t', 'ArrowRight', '1', 't'], (now) => expect(row(now).locator('mark[data-type]')).toHaveCount(1)],
    [['t', '0', 't'], (now) => expect(state(now, 'entities')).toContainText('no entity')],
    [['/', 'n', 'e', 'w', 'Enter'], (now) => expect(choice(now, 'new')).toHaveAttribute('aria-pressed', 'true')],
  ];
  let given = 0;
  for (let round = 0; round < 20; round++) {
    await expect(row(tab)).toContainText('Text number');
    // A row is worked on for a while, then the next.
    if (round % edits.length === 0 && round > 0) await tab.getByRole('button', { name: 'Next', exact: true }).click();
    await row(tab).focus();
    const [keys, shows] = edits[round % edits.length];
    for (const key of keys) await tab.keyboard.press(key);
    await shows(tab);
    given++;
    // Without any goodbye: the page cannot write anything more.
    const session = await context.newCDPSession(tab);
    const gone = tab.waitForEvent('crash');
    void session.send('Page.crash').catch(() => {});
    await gone;
    await tab.close();
    tab = await context.newPage();
    await tab.goto(`${site.url}#label`);
    await shows(tab);
  }
  expect(given).toBe(20);
});
