// The search on a phone: reached by a touch, read without zooming.
import { site } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, searchField, sideways, test } from '../lib/test.js';

const pedalo = site('pedalo');

test('the search is one touch away from an article', async ({ page }) => {
  await page.goto(pagesOf(pedalo).find((built) => built.kind === 'article' && built.locale === 'en')!.url);
  const field = searchField(page);
  if (!(await field.isVisible())) await page.getByRole('banner').locator('a[href*="search"]').tap();
  await searchField(page).tap();
  await searchField(page).fill('bike');
  // Only what was found: the page shows categories until then.
  const hit = page.getByRole('option').or(page.locator('[data-results] a')).first();
  await expect(hit).toBeVisible();
  expect(await sideways(page)).toBe(0);
  const target = new URL(await hit.evaluate((link) => (link as HTMLAnchorElement).href));
  await hit.tap();
  await expect(page).toHaveURL((url) => url.pathname === target.pathname);
  await expect(page.locator('h1')).toBeVisible();
});

test('the field is big enough that a phone does not zoom', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  const size = await searchField(page).evaluate((input) => parseFloat(getComputedStyle(input).fontSize));
  expect(size).toBeGreaterThanOrEqual(16);
});
