// What articles are made of: tabs, code, contents, details, videos.
import type { Page } from '@playwright/test';
import { allPages, type BuiltPage } from '../lib/pages.js';
import { expect, test } from '../lib/test.js';

/** An English article that has `part` in its HTML. */
function articleWith(part: RegExp): BuiltPage {
  const found = allPages().find((page) => page.kind === 'article' && page.locale === 'en' && part.test(page.html));
  if (!found) throw new Error(`no article of the demo has ${part}`);
  return found;
}

const prose = (page: Page) => page.getByRole('main');

test('tabs are chosen by mouse and by keyboard', async ({ page }) => {
  await page.goto(articleWith(/data-tabs/).url);
  const group = prose(page).locator('[data-tabs]').first();
  const tabs = group.getByRole('tab');
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'true');
  await expect(group.getByRole('tabpanel')).toHaveCount(1);
  await tabs.nth(1).click();
  await expect(tabs.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(group.getByRole('tabpanel', { name: (await tabs.nth(1).textContent())! })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(tabs.first()).toBeFocused();
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'true');
});

test('code is copied as it is written', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(articleWith(/<figure class="code/).url);
  const figure = prose(page).locator('figure.code').first();
  await figure.hover();
  await figure.getByRole('button').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(((await figure.locator('code').textContent()) ?? '').replace(/\n$/, ''));
});

test('the contents lead to their headings', async ({ page }) => {
  await page.goto(articleWith(/data-toc/).url);
  const toc = page.locator('[data-toc]').first();
  if ((await toc.getAttribute('open')) === null) await toc.locator('summary').click();
  const link = toc.getByRole('link').last();
  const target = decodeURIComponent((await link.getAttribute('href'))!.slice(1));
  await link.click();
  await expect(page.locator(`[id="${target}"]`)).toBeInViewport();
  await expect(page).toHaveURL(new RegExp('#'));
});

test('details open', async ({ page }) => {
  await page.goto(articleWith(/<details class="details/).url);
  const details = prose(page).locator('details.details').first();
  await details.locator('summary').click();
  await expect(details).toHaveAttribute('open', '');
});

test('a video asks its host for nothing before a click', async ({ page, context, watcher }) => {
  const asked: string[] = [];
  await context.route(/youtube|vimeo/, async (route) => {
    asked.push(route.request().url());
    await route.fulfill({ contentType: 'text/html', body: '<title>video</title>' });
  });
  await page.goto(articleWith(/data-video-id/).url, { waitUntil: 'networkidle' });
  const link = prose(page).locator('[data-video-id]').first();
  await link.scrollIntoViewIfNeeded();
  expect(asked).toEqual([]);
  await link.click();
  await expect(page.locator('iframe')).toHaveCount(1);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(watcher.thirdParty.every((address) => /youtube-nocookie|vimeo/.test(address))).toBe(true);
  watcher.thirdParty.length = 0;
});

test('images keep their place while they load', async ({ page }) => {
  const article = articleWith(/<img[^>]+loading="lazy"/);
  await page.goto(article.url);
  const unsized = await prose(page).locator('img:not([width][height])').count();
  expect(unsized).toBe(0);
});

test('formulas are MathML', async ({ page }) => {
  await page.goto(articleWith(/<math/).url);
  const box = await prose(page).locator('math').first().boundingBox();
  expect(box!.width).toBeGreaterThan(5);
});

test('an article leads to its neighbours and related articles', async ({ page }) => {
  const article = articleWith(/rel="next"/);
  await page.goto(article.url);
  const title = await page.locator('h1').textContent();
  await page.locator('a[rel="next"]').click();
  await expect(page.locator('h1')).not.toHaveText(title!);
  await page.locator('a[rel="prev"]').click();
  await expect(page.locator('h1')).toHaveText(title!);
});

test('a diagram is drawn under the strict policy, in both schemes', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(articleWith(/data-mermaid/).url);
  const figure = prose(page).locator('figure.mermaid').first();
  await figure.scrollIntoViewIfNeeded();
  const drawing = figure.getByRole('img');
  await expect(drawing).toBeVisible();
  await expect(drawing).toHaveAccessibleName(/./);
  const colours = () => figure.locator('text, span').first().evaluate((text) => getComputedStyle(text).fill);
  const light = await colours();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(colours).not.toBe(light);
});
