// The search by keyboard, in four scripts, with typos, and as a page.
import type { Page } from '@playwright/test';
import { site, sites } from '../lib/environment.js';
import { pagesOf, type BuiltPage } from '../lib/pages.js';
import { expect, searchField, test } from '../lib/test.js';

const pedalo = site('pedalo');

/** An article that is written in the locale of its page, with its title. */
function anArticle(locale: string, slug?: string): BuiltPage & { title: string } {
  const built = pagesOf(pedalo).find(
    (page) => page.kind === 'article' && page.locale === locale && (!slug || page.path.includes(slug)) && !/<h1[^>]*\blang=/.test(page.html),
  );
  if (!built) throw new Error(`no article in ${locale}`);
  return { ...built, title: titleOf(built) };
}

function titleOf(built: BuiltPage): string {
  const text = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(built.html)?.[1] ?? '';
  return text.replace(/<[^>]+>/g, '').replace(/&amp;/g, '&').replace(/&#x27;|&#39;/g, "'").replace(/&quot;/g, '"').trim();
}

const options = (page: Page) => page.getByRole('listbox').getByRole('option');

/** The path of a link, without its fragment. */
async function pathOf(page: Page, index: number): Promise<string> {
  const address = await options(page).nth(index).evaluate((link) => (link as HTMLAnchorElement).href);
  return new URL(address).pathname.slice(1);
}

test('slash puts the cursor into the search and Escape leaves it', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  await page.keyboard.press('/');
  const field = searchField(page);
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await field.pressSequentially('bike');
  await expect(options(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(field).toHaveValue('bike');
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');
});

test('arrows choose a result and Enter opens it', async ({ page }) => {
  const article = anArticle('en');
  await page.goto(`${pedalo.url}en/`);
  const field = searchField(page);
  await field.focus();
  await field.pressSequentially(article.title);
  await expect(options(page).first()).toBeVisible();
  await expect(field).toHaveAttribute('aria-expanded', 'true');

  await page.keyboard.press('ArrowDown');
  const first = options(page).first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id'))!);
  await page.keyboard.press('ArrowDown');
  await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(first).toHaveAttribute('aria-selected', 'true');

  expect(await pathOf(page, 0)).toBe(decodeURI(article.path));
  await page.keyboard.press('Enter');
  await expect(page.locator('h1')).toHaveText(article.title);
  await page.goBack();
  await expect(page.locator('body')).toHaveClass(/page-home/);
});

test('the words that were found are marked', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  await searchField(page).focus();
  await searchField(page).pressSequentially('unlock');
  await expect(options(page).locator('mark').first()).toHaveText(/unlock/i);
});

test('a typo is corrected and said so', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  await searchField(page).focus();
  await searchField(page).pressSequentially('unlokc bike');
  await expect(options(page).first()).toBeVisible();
  await expect(page.getByRole('search')).toContainText(/unlock bike/i);
  expect(await options(page).first().innerText()).toMatch(/unlock/i);
});

test('a word of the synonyms file finds its articles', async ({ page }) => {
  await page.goto(`${pedalo.url}en/search/?q=bicycle`);
  await expect(page.getByRole('main').getByRole('listitem').getByRole('link').first()).toBeVisible();
});

for (const locale of ['de', 'ja', 'ar']) {
  test(`a title in ${locale} finds its article`, async ({ page }) => {
    const article = anArticle(locale);
    await page.goto(`${pedalo.url}${locale}/`);
    await searchField(page).focus();
    await searchField(page).fill(article.title);
    await expect(options(page).first()).toBeVisible();
    expect(await pathOf(page, 0)).toBe(encodeURI(article.path));
  });
}

test('the search page can be linked to', async ({ page }) => {
  const article = anArticle('en');
  await page.goto(`${pedalo.url}en/search/?q=${encodeURIComponent(article.title)}`);
  await expect(searchField(page)).toHaveValue(article.title);
  const hits = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(hits.first()).toContainText(article.title);
  expect(await page.title()).toContain(article.title);

  await searchField(page).fill('payment');
  await expect(page).toHaveURL(/q=payment/);
});

test('submitting from any page leads to the search page', async ({ page }) => {
  await page.goto(anArticle('en').url);
  await searchField(page).focus();
  await searchField(page).fill('bike');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/en\/search\/\?q=bike/);
  await expect(page.getByRole('main').getByRole('listitem').getByRole('link').first()).toBeVisible();
});

test('a search without result offers a way on', async ({ page }) => {
  await page.goto(`${pedalo.url}en/search/?q=xqzvwkjh`);
  const main = page.getByRole('main');
  await expect(main).toContainText('xqzvwkjh');
  const ways = main.getByRole('link');
  expect(await ways.count()).toBeGreaterThan(2);
});

test('nothing is loaded for the search before it is touched', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(anArticle('en').url, { waitUntil: 'networkidle' });
  // Not those of the widget, which has a spec of its own.
  expect(asked.filter((path) => /\.wasm|\/search\//.test(path) && !path.startsWith('/widget/'))).toEqual([]);
  await searchField(page).focus();
  await expect.poll(() => asked.some((path) => path.endsWith('.wasm'))).toBe(true);
});

test('search writes no cookie and stores nothing', async ({ page, context }) => {
  await page.goto(`${pedalo.url}en/search/?q=bike`);
  await expect(page.getByRole('main').getByRole('listitem').getByRole('link').first()).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
});

test('each brand finds only its own articles', async ({ page }) => {
  for (const one of sites) {
    const own = new Set(pagesOf(one).map((built) => encodeURI(built.path)));
    await page.goto(`${one.url}en/search/?q=card`);
    const hits = page.getByRole('main').getByRole('listitem').getByRole('link');
    await expect(hits.first()).toBeVisible();
    const addresses = await hits.evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname.slice(1)));
    expect(addresses.filter((path) => !own.has(path))).toEqual([]);
  }
});
