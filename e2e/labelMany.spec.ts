/** Labelling many rows: in a list, all equal ones at once, names that change; scores and pairs. */
import { addTask, choice, goToRow, openFile, openTexts, row, state } from './support/labelling';
import { expect, test } from './support/test';

test('a list of rows is labelled by the same keys as one row', async ({ page, site }) => {
  const texts = Array.from({ length: 3000 }, (_, i) => `Text number ${i} of many.`);
  await openTexts(page, site.url, texts);
  await addTask(page, 'One class per text', 'topic', 'sport, music');
  await addTask(page, 'Entities: stretches of the text', 'entities', 'thing');
  await page.getByLabel('Order').selectOption('as in the files');
  await row(page).focus();
  await page.keyboard.press('l');
  const list = page.getByRole('region', { name: 'Rows to label' });
  const current = list.locator('[aria-current=true]');
  await expect(list.getByRole('listitem').nth(5)).toContainText('of many');
  await page.keyboard.press('1');
  await expect(current).toContainText('sport');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('2');
  await page.keyboard.press('t');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('1');
  await expect(current.locator('mark[data-type]')).toHaveText('Text');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(current.locator('mark[data-type]')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  const lines = list.getByRole('listitem');
  await expect(lines.nth(0)).toContainText('sport');
  await expect(lines.nth(1)).toContainText('music');
  await expect(lines.nth(1)).toContainText('2 entities');
  // Far below: rows are fetched as they come into sight.
  await list.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await expect(list.getByRole('button', { name: 'Row 3,000' })).toBeVisible();
  await list.getByRole('button', { name: 'Row 2,999' }).click();
  await expect(page.getByText('Row 2,999 of 3,000')).toBeVisible();
  await expect(current).toContainText('of many');
  await row(page).focus();
  await page.keyboard.press('t');
  await page.keyboard.press('1');
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('3 of 3,000');
  // It is a list after a reload too, at the same row.
  await page.reload();
  await expect(current).toContainText('2,999');
  await expect(current).toContainText('sport');
});

test('the same words are marked everywhere, after a look at what would change, and unmarked in one step', async ({ page, site }) => {
  await openTexts(page, site.url, ['Paris is large.', 'From Paris to Paris.', 'Paris Hilton sings.', 'Nothing here.']);
  await addTask(page, 'Entities: stretches of the text', 'entities', 'place, person');
  await page.getByLabel('Order').selectOption('as in the files');
  const goTo = (start: string) => goToRow(page, start, 4);
  await goTo('Paris Hilton');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('2');
  await goTo('Paris is');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('1');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 places in 1 row will be marked as place; 1 has it already; 1 is left out.');
  await expect(dialog.getByRole('region', { name: 'Left out' })).toContainText('it overlaps “Paris Hilton” (person)');
  await expect(dialog).toContainText('1 row has no entities yet');
  await dialog.getByRole('button', { name: 'Give place to 2 places' }).click();
  await goTo('From Paris');
  // Suggested ones, which come whenever they are learned, are none of them.
  const given = row(page).locator('mark[data-type]:not([title*="suggested"])');
  await expect(given).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await goTo('From Paris');
  await expect(given).toHaveCount(0);
  await goTo('Paris is');
  await expect(given).toHaveCount(1);
});

const CSV = `text,topic\n${['sport', 'Sport', 'music'].flatMap((topic) => [0, 1, 2, 3].map((i) => `a ${topic} text ${i},${topic}`)).join('\n')}`;

test('classes of files are merged, renamed and deleted, with counts before and one undo each', async ({ page, site }) => {
  await openFile(page, site.url, 'mine.csv', CSV);
  const dialog = page.getByRole('dialog');
  await row(page).getByRole('button', { name: 'Change classes…' }).click();
  await dialog.getByLabel('What to do').selectOption('merge');
  await dialog.getByLabel('The class').selectOption('Sport');
  await dialog.getByLabel('into').selectOption('sport');
  await expect(dialog).toContainText('4 rows of the files and 0 rows labelled here with Sport. All of them become sport');
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('Merge Sport into sport. Undo takes it back.');
  await dialog.getByLabel('What to do').selectOption('rename');
  await dialog.getByLabel('The class').selectOption('sport');
  await expect(dialog).toContainText('8 rows of the files');
  await dialog.getByLabel('to', { exact: true }).fill('games');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText('Rename sport to games');
  await dialog.getByLabel('What to do').selectOption('delete');
  await dialog.getByLabel('The class').selectOption('music');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('8 of 12');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('region', { name: 'Progress of topic' })).toContainText('12 of 12');
  await expect(choice(page, 'music')).toBeVisible();
  // The data set, and whatever is trained on it, has the new names.
  await page.getByRole('tab', { name: 'Data' }).click();
  const labels = page.getByRole('region', { name: 'Labels of topic' });
  await expect(labels).toContainText('games');
  await expect(labels).not.toContainText('port');
  await page.getByRole('tab', { name: 'Label' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  for (const name of ['sport', 'Sport', 'music']) await expect(choice(page, name)).toBeVisible();
  await expect(choice(page, 'games')).toHaveCount(0);
});

test('scores of pairs are typed, and a score of one’s own becomes a task', async ({ page, site }) => {
  const scores = ['0.5', '4', '2.5', '1.5', '0.5', '3.5', '', ''];
  const pairs = scores.map((score, i) => `A cat sleeps ${i}.,A cat is sleeping ${i}.,${score}`);
  await openFile(page, site.url, 'pairs.csv', ['sentence1,sentence2,score', ...pairs].join('\n'));
  await expect(row(page)).toContainText('A cat is sleeping');
  await expect(row(page)).toContainText('From 0.5 to 4');
  await row(page).focus();
  for (const number of ['1', '2.5', '-7', '3', '1', '2', '3', '3.25']) {
    await page.keyboard.type(number);
    if (number === '-7') await expect(row(page)).toContainText('Others are from 0.5 to 4: look again.');
    await page.keyboard.press('Enter');
  }
  await expect(state(page, 'score')).toContainText('labelled');
  await expect(page.getByRole('region', { name: 'Progress of score' })).toContainText('8 of 8');
  // Each of them is one step to be taken back; what is left with Escape is none.
  await page.keyboard.press('9');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Number for score')).not.toHaveValue('3.25');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(page.getByLabel('Number for score')).toHaveValue('3.25');
  await addTask(page, 'How alike its two texts are: a number', 'alike', '');
  await expect(state(page, 'alike')).toContainText('not labelled');
  await page.getByLabel('Number for alike').fill('0.5');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Data' }).click();
  await expect(page.getByRole('region', { name: 'Labels of score' })).toContainText('−7');
});
