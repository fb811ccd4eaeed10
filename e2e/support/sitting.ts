import { expect, type Page } from '@playwright/test';

/** Texts of a person who has labelled none of them: of two topics, each with somebody’s name. */
const PEOPLE = ['Anna Berg', 'Tom Keller', 'Maria Lopez', 'Jonas Weber', 'Elif Demir', 'Paul Martin', 'Sara Nowak', 'Liam Byrne'];
const SPORT = [
  'scored twice in the second half',
  'won the marathon in the rain',
  'missed the final because of an injury',
  'was sent off after ten minutes',
  'beat the champion in three sets',
];
const COOKING = [
  'fries onions in butter until they are soft',
  'bakes bread with rye flour and honey',
  'adds garlic and basil to the soup',
  'lets the dough rest overnight',
  'roasts potatoes with olive oil',
];

export const TEXTS = Array.from({ length: 40 }, (_, i) => `${PEOPLE[i % 8]} ${(i % 2 ? COOKING : SPORT)[Math.floor(i / 8)]}.`);
export const FILE = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXTS.join('\n')) };
/** Of neither the texts’ words nor their people. */
export const NEW_TEXTS = ['Nora Fischer saved a penalty in the last minute.', 'Oscar Lind stirs cream into the sauce.'];

const isSport = (text: string) => SPORT.some((what) => text.includes(what));
const nameIn = (text: string) => text.split(' ').slice(0, 2).join(' ');

/** The class, then both words of the name. */
const keysFor = (text: string): string[] => [isSport(text) ? '1' : '2', 't', 'ArrowRight', 'Shift+ArrowRight', '1', 't'];

/**
 * Labels all texts by keyboard, in the order in which they come, and accepts what is suggested where that is right.
 *
 * @param press one key @returns how many rows were labelled by hand, and how many suggestions were accepted
 */
export async function labelTexts(
  page: Page,
  press: (key: string, row: number) => Promise<void>,
): Promise<{ byHand: number; accepted: number }> {
  const row = page.getByRole('region', { name: 'Row to label' });
  const text = row.locator('p').first();
  const labelled = new Set<string>();
  const count = { byHand: 0, accepted: 0 };
  await row.focus();
  for (let turn = 0; labelled.size < TEXTS.length && turn < 3 * TEXTS.length; turn++) {
    // Keys are for a row that is there.
    await expect(row).not.toContainText('Fetching the rows');
    const shown = (await text.textContent()) ?? '';
    if (!labelled.has(shown)) {
      labelled.add(shown);
      const suggested = (task: string) => row.getByRole('group', { name: new RegExp(`^${task}.*suggested`) });
      const asSuggested =
        (await suggested('topic')
          .getByRole('button', { name: new RegExp(`${isSport(shown) ? 'sport' : 'cooking'}.*\\?`) })
          .count()) === 1 &&
        (await suggested('who').count()) === 1 &&
        (await row.locator('mark').allTextContents()).join() === nameIn(shown);
      if (asSuggested) {
        count.accepted++;
        await press('Enter', labelled.size);
        await expect(text).not.toHaveText(labelled.size < TEXTS.length ? shown : '');
        continue;
      }
      count.byHand++;
      for (const key of keysFor(shown)) await press(key, labelled.size);
      await expect(row.locator('mark')).toHaveText([nameIn(shown)]);
    }
    await press('ArrowDown', labelled.size);
    // At the end of the order nothing moves.
    const moved = await expect(text)
      .not.toHaveText(shown, { timeout: 1000 })
      .then(
        () => true,
        () => false,
      );
    if (!moved && labelled.size < TEXTS.length)
      await page
        .getByRole('button', { name: 'Next without a label' })
        .click()
        .then(() => row.focus());
  }
  expect([...labelled].toSorted()).toEqual(TEXTS.toSorted());
  return count;
}

/** Right ones for the new texts, and for no others. */
export async function expectAnswers(page: Page): Promise<void> {
  const cards = page.getByRole('region', { name: 'Predictions' }).getByRole('listitem');
  await expect(cards).toHaveCount(2, { timeout: 60_000 });
  await expect(cards.nth(0)).toContainText('Class: sport');
  await expect(cards.nth(0).locator('mark')).toHaveText(/^Nora Fischer/);
  await expect(cards.nth(1)).toContainText('Class: cooking');
  await expect(cards.nth(1).locator('mark')).toHaveText(/^Oscar Lind/);
}
