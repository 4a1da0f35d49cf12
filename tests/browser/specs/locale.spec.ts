// The choice of a locale helps and never traps.
import type { Browser } from '@playwright/test';
import { site } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, test } from '../lib/test.js';

const pedalo = site('pedalo');

/** Opens the root page as a browser that prefers `locale`. */
async function openRoot(browser: Browser, locale: string) {
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  await page.goto(pedalo.url);
  return { context, page };
}

for (const [wanted, got] of [
  ['de-AT', 'de'],
  ['ja', 'ja'],
  ['ar-EG', 'ar'],
  ['fi-FI', 'en'],
] as const) {
  test(`the root page leads a browser in ${wanted} to ${got}`, async ({ browser }) => {
    const { context, page } = await openRoot(browser, wanted);
    await expect(page).toHaveURL(`${pedalo.url}${got}/`);
    await expect(page.locator('html')).toHaveAttribute('lang', got);
    await context.close();
  });
}

test('a stored choice wins over the browser', async ({ browser }) => {
  const { context, page } = await openRoot(browser, 'de-DE');
  await expect(page).toHaveURL(`${pedalo.url}de/`);
  await page.getByRole('banner').locator('details.languages summary, details:has([data-locale]) summary').first().click();
  await page.getByRole('banner').locator('a[data-locale="ja"]').click();
  await expect(page).toHaveURL(`${pedalo.url}ja/`);
  await page.goto(pedalo.url);
  await expect(page).toHaveURL(`${pedalo.url}ja/`);
  await context.close();
});

test('a link to another locale is not turned back by the browser setting', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${pedalo.url}en/`);
  await expect(page).toHaveURL(`${pedalo.url}en/`);
  await context.close();
});

test('the back button leaves the site in one step', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${pedalo.url}ja/`);
  await page.goto(pedalo.url);
  await expect(page).toHaveURL(`${pedalo.url}de/`);
  await page.goBack();
  await expect(page).toHaveURL(`${pedalo.url}ja/`);
  await context.close();
});

test('the picker of an article leads to the same article', async ({ page }) => {
  const article = pagesOf(pedalo).find((built) => built.kind === 'article' && built.locale === 'en')!;
  const id = /-([^-/]+)\/$/.exec(article.path)![1]!;
  await page.goto(article.url);
  await page.getByRole('banner').locator('details:has([data-locale]) summary').first().click();
  await page.getByRole('banner').locator('a[data-locale="de"]').click();
  await expect(page).toHaveURL(new RegExp(`/de/articles/[^/]*${id}/$`));
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
});

test('an untranslated article says so and keeps its own language', async ({ page }) => {
  const fallback = pagesOf(pedalo).find((built) => built.kind === 'article' && /<h1[^>]*\blang="en"/.test(built.html) && built.locale !== 'en');
  expect(fallback, 'an article that is not translated').toBeTruthy();
  await page.goto(fallback!.url);
  await expect(page.locator('h1')).toHaveAttribute('lang', 'en');
  await expect(page.locator('h1')).toHaveAttribute('dir', 'ltr');
  await expect(page.getByRole('main').locator('.notice').first()).toBeVisible();
});
