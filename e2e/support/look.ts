/** What a person, a screen reader or a narrow window would stumble on in the page as it stands. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const WIDTHS = [1440, 1024, 390];
/** Where axe runs; `LOOK` names others, such as `LOOK=light1024,dark1440`, or `everywhere`, which takes three times as long. */
const { LOOK = 'light1440,dark390' } = process.env;
const isAxed = (theme: string, width: number) => LOOK === 'everywhere' || LOOK.split(',').includes(`${theme}${width}`);
/** What axe leaves out unless it is asked. */
const MORE_RULES = { 'target-size': { enabled: true } };

/** Looks at the page as it is now, in both themes and at all widths. @returns a line for each thing that is wrong, without repeats */
export async function lookAt(page: Page, state: string): Promise<string[]> {
  const found = new Set<string>();
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => {
      document.documentElement.dataset.theme = name;
    }, theme);
    for (const width of WIDTHS) {
      if (theme !== 'light' && !isAxed(theme, width)) continue;
      await page.setViewportSize({ width, height: 900 });
      // What follows the size, such as charts and long lists, follows in the next frames.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      if (isAxed(theme, width)) for (const line of await axeFindings(page)) found.add(`${state}, ${theme}: ${line}`);
      if (theme === 'light') for (const line of await page.evaluate(clippedThings)) found.add(`${state}, ${width} px: ${line}`);
    }
  }
  return [...found];
}

async function axeFindings(page: Page): Promise<string[]> {
  // The page has no frames, for which the other mode opens a second page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ rules: MORE_RULES, resultTypes: ['violations'] });
  // Behind a dialog that holds the focus the page is hidden from everyone, its landmarks as well.
  const isBehind = (await page.locator('#root[aria-hidden="true"]').count()) > 0;
  const { violations } = await (isBehind ? axe.include('[role="dialog"]:not([aria-hidden])') : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`),
  );
}

/** Runs in the page. @returns what does not fit: into the window, into its box, or into its field */
function clippedThings(): string[] {
  const found: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth} px wide`);
  const name = (element: Element) =>
    `<${element.localName}> ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}`;
  const scrolls = (element: Element | null): boolean =>
    element !== null && (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const explained = (element: Element | null): boolean =>
    element !== null && (element.hasAttribute('title') || element.hasAttribute('aria-label') || explained(element.parentElement));
  const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  const written = (text: string, { font, letterSpacing }: CSSStyleDeclaration) => {
    Object.assign(pen, { font, letterSpacing });
    return pen.measureText(text).width;
  };
  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    // Nothing of it is drawn, or it is for screen readers.
    if (box.width <= 1 || box.height <= 1 || style.visibility === 'hidden' || element.closest('.sr-only, svg')) continue;
    if (element.matches('a, button, input, select, textarea, summary') && !scrolls(element.parentElement)) {
      if (box.right > innerWidth + 1 || box.left < -1) found.push(`outside the window: ${name(element)}`);
    }
    const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (element instanceof HTMLSelectElement) {
      const chosen = element.selectedOptions[0]?.label ?? '';
      // The arrow takes the rest.
      if (written(chosen, style) > room - 20 && !element.title) found.push(`does not show its choice “${chosen}”: ${name(element)}`);
    } else if (element instanceof HTMLInputElement && !['radio', 'checkbox', 'file', 'range'].includes(element.type)) {
      if (box.width < 40) found.push(`a field of ${Math.round(box.width)} px: ${element.labels?.[0]?.textContent ?? name(element)}`);
      if (written(element.placeholder, style) > room) found.push(`does not show its hint “${element.placeholder}”: ${name(element)}`);
    } else if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
      if (!explained(element)) found.push(`cut: ${name(element)}`);
    } else if (element.localName === 'button' && element.scrollWidth > element.clientWidth + 1) {
      found.push(`wider than its frame: ${name(element)}`);
    }
  }
  return found;
}
