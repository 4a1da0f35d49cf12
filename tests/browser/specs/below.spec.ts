// A site that was built for a path of somebody's host.
import { below } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, searchField, test } from '../lib/test.js';

test('a site works below a path', async ({ page }) => {
  const asked: string[] = [];
  // The widget talks to a relay, which has an address of its own.
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin == new URL(below.url).origin) asked.push(pathname);
  });
  await page.goto(`${below.url}en/`);
  await searchField(page).focus();
  await searchField(page).fill('card');
  await page.getByRole('option').first().click();
  await expect(page.locator('body')).not.toHaveClass(/page-home/);
  await expect(page.locator('h1')).toBeVisible();
  await page.getByRole('banner').getByRole('link').first().click();
  await expect(page).toHaveURL(`${below.url}en/`);
  const prefix = new URL(below.url).pathname;
  expect(asked.filter((path) => !path.startsWith(prefix))).toEqual([]);
});

test('the root page leads on below a path', async ({ page }) => {
  await page.goto(below.url);
  await expect(page).toHaveURL(`${below.url}en/`);
});

test('the 404 page works below a path', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/help/en/no/such/page/');
  await page.goto(`${below.url}en/no/such/page/`);
  await page.getByRole('main').getByRole('link').first().click();
  await expect(page.locator('h1')).toHaveCount(1);
  expect(page.url()).toContain('/help/');
});

test('a social picture is a real one', async ({ page }) => {
  const article = pagesOf(below).find((built) => built.kind === 'article')!;
  const address = /property="og:image" content="([^"]+)"/.exec(article.html)?.[1]?.replace(/&#x2f;/g, '/');
  expect(address, 'og:image of an article').toBeTruthy();
  const answer = await page.request.get(address!);
  expect(answer.headers()['content-type']).toMatch(/^image\/(png|jpeg)/);
  expect((await answer.body()).length).toBeGreaterThan(2000);
});
