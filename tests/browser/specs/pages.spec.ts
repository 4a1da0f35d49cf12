// Every kind of page in every locale loads without a complaint and stays still.
import type { Page } from '@playwright/test';

import { sites } from '../lib/environment.js';
import { onePageOfEachKind } from '../lib/pages.js';
import { expect, measureLayoutShift, sideways, test } from '../lib/test.js';

/** What a reader notices begins at a hundred times as much. */
const LAYOUT_SHIFT = 0.001;

/**
 * Layout shifts of a page, after every paint. A busy machine may paint before
 * the end of the page has arrived, and then a link of the header finds its
 * place a frame later: that does not happen again. What a page does happens
 * every time.
 */
async function shiftsOf(page: Page, url: string): Promise<string[]> {
  let shifts: string[] = [];
  for (let look = 0; look < 3; look++) {
    if (look) await page.goto(url, { waitUntil: 'load' });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    shifts = await page.evaluate(() => window.layoutShifts);
    if (shifts.reduce((sum, shift) => sum + parseFloat(shift), 0) < LAYOUT_SHIFT) return [];
  }
  return shifts;
}

for (const site of sites) {
  const pages = onePageOfEachKind(site).filter((page) => page.kind !== 'root');
  for (const locale of new Set(pages.map((page) => page.locale))) {
    test(`every kind of page of ${site.brand} loads quietly in ${locale}`, async ({ page, context, watcher }) => {
      await measureLayoutShift(context);
      for (const built of pages.filter((one) => one.locale === locale)) {
        await test.step(`${built.kind} ${built.path}`, async () => {
          // A 404 page asked for by its own name is an ordinary file.
          const response = await page.goto(built.url, { waitUntil: 'load' });
          expect(response?.status()).toBe(200);
          await expect(page.locator('h1')).toHaveCount(1);
          await expect(page).toHaveTitle(/\S/);
          expect(await page.evaluate(() => document.characterSet)).toBe('UTF-8');
          expect(await sideways(page), 'sideways scrolling').toBe(0);
          expect(await shiftsOf(page, built.url), 'layout shifts').toEqual([]);
          expect(watcher.problems).toEqual([]);
        });
      }
    });
  }

  test(`an unknown address of ${site.brand} is answered by the 404 page`, async ({ page, watcher }) => {
    watcher.expectedMissing.add('/en/no/such/page/');
    const response = await page.goto(`${site.url}en/no/such/page/`);
    expect(response?.status()).toBe(404);
    await expect(page.locator('h1')).toHaveCount(1);
    await expect(page.getByRole('search')).toBeVisible();
    // Its links must work from any depth.
    await page.getByRole('main').getByRole('link').first().click();
    await expect(page.locator('body')).not.toHaveClass(/page-404/);
    await expect(page.locator('h1')).toHaveCount(1);
  });
}

test('a right-to-left locale is laid out from the right', async ({ page }) => {
  const arabic = sites.flatMap((site) => onePageOfEachKind(site, ['ar'])).find((built) => built.kind === 'article');
  expect(arabic, 'an Arabic article').toBeTruthy();
  await page.goto(arabic!.url);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const brand = await page.getByRole('banner').getByRole('link').first().boundingBox();
  expect(brand!.x, 'the brand is on the right').toBeGreaterThan(page.viewportSize()!.width / 2);
});
