// The same files below a path of somebody else's host.
import { below, sites } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, searchField, test } from '../lib/test.js';

test('a site works below a path', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${below}en/`);
  await searchField(page).focus();
  await searchField(page).fill(pagesOf(sites[0]!).find((built) => built.kind === 'article')!.path.includes('bike') ? 'bike' : 'card');
  await page.getByRole('option').first().click();
  await expect(page.locator('body')).toHaveClass(/page-article/);
  await page.getByRole('banner').getByRole('link').first().click();
  await expect(page).toHaveURL(`${below}en/`);
  const prefix = new URL(below).pathname;
  expect(asked.filter((path) => !path.startsWith(prefix))).toEqual([]);
});

test('the root page leads on below a path', async ({ page }) => {
  await page.goto(below);
  await expect(page).toHaveURL(`${below}en/`);
});
