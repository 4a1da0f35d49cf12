// Without JavaScript: everything reads, everything is reached.
import { byAddress, byMail, site, sites } from '../lib/environment.js';
import { allPages, pagesOf } from '../lib/pages.js';
import { expect, test } from '../lib/test.js';

for (const one of sites) {
  test(`${one.brand} is walked from the root to an article`, async ({ page }) => {
    await page.goto(one.url);
    await page.getByRole('contentinfo').locator('a[hreflang="en"]').click();
    await expect(page).toHaveURL(`${one.url}en/`);
    await page.getByRole('main').locator('a[href*="categories/"]').first().click();
    await expect(page.locator('body')).toHaveClass(/page-category/);
    // A category may hold only further categories.
    const article = page.getByRole('main').locator('a[href*="articles/"]').first();
    for (let depth = 0; depth < 3 && (await article.count()) === 0; depth += 1) {
      const address = page.url();
      await page.getByRole('main').locator('.card a[href*="categories/"], ul a[href*="categories/"]').first().click();
      await expect(page).not.toHaveURL(address);
    }
    await article.click();
    await expect(page.locator('body')).toHaveClass(/page-article/);
    await expect(page.locator('h1')).toBeVisible();
    await page.getByRole('banner').locator('details:has([data-locale]) summary').first().click();
    await page.getByRole('banner').locator('a[data-locale="de"]').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  });
}

test('the search page says what it needs and leads to all articles', async ({ page }) => {
  const pedalo = site('pedalo');
  await page.goto(`${pedalo.url}en/search/`);
  await expect(page.getByText(/JavaScript/)).toBeVisible();
  await page.getByRole('main').locator('a[href$="articles/"]').first().click();
  await expect(page.locator('body')).toHaveClass(/page-articles/);
  const listed = await page.getByRole('main').getByRole('link').count();
  expect(listed).toBeGreaterThanOrEqual(pagesOf(pedalo).filter((built) => built.kind === 'article' && built.locale === 'en').length);
});

test('all tabs can be read', async ({ page }) => {
  const article = allPages().find((built) => built.kind === 'article' && built.locale === 'en' && built.html.includes('data-tabs'))!;
  await page.goto(article.url);
  for (const panel of await page.locator('[data-tabs] section').all()) await expect(panel).toBeVisible();
});

test('nothing that needs a script is shown', async ({ page }) => {
  for (const one of sites) {
    await page.goto(`${one.url}en/`);
    for (const element of await page.locator('.js-only').all()) await expect(element).toBeHidden();
  }
});

test('a form shows what it can ask at once and posts to the relay', async ({ page }) => {
  const pedalo = site('pedalo');
  await page.goto(`${pedalo.url}en/forms/contact/`);
  const form = page.locator('form#form');
  await expect(form.getByLabel('Amount in euros')).toBeHidden();
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await page.route(/\/forms\/v1\//, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Next</title><h1>Next</h1></html>' }));
  await form.getByLabel('What is it about?').selectOption('refund');
  await form.getByLabel('Your message').fill('The last ride was charged twice.');
  await form.getByLabel('E-mail address').fill('ann@example.com');
  await form.getByRole('button', { name: 'Continue' }).click();
  const fields = new URLSearchParams((await posted).postData() ?? '');
  expect(Object.fromEntries(fields)).toMatchObject({ topic: 'refund', email: 'ann@example.com', 'hw.locale': 'en', 'hw.trap': '' });
  expect([...fields.keys()]).not.toContain('amount');
  await expect(page.getByRole('heading', { name: 'Next' })).toBeVisible();
});

test('a form on several pages begins with the first', async ({ page }) => {
  await page.goto(`${site('pedalo').url}en/forms/report-a-problem/`);
  await expect(page.getByLabel('Where did you see it?')).toBeVisible();
  await expect(page.getByLabel('In a few words')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
});

test('without a relay a form is a letter or goes to its address, and asks everything at once', async ({ page, watcher }) => {
  await page.goto(`${byMail.url}en/forms/report-a-problem/`);
  const form = page.locator('form#form');
  expect(await form.getAttribute('action')).toMatch(/^mailto:help@pedalo\.example\?subject=/);
  expect(await form.getAttribute('enctype')).toBe('text/plain');
  for (const label of ['Where did you see it?', 'In a few words', 'May we ask you about it?']) {
    await expect(form.getByText(label).first()).toBeVisible();
  }
  await expect(page.getByText('Please attach your files to the e-mail yourself.')).toBeVisible();
  await expect(form.getByRole('button')).toHaveText(['Send']);

  await page.route('https://forms.example/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Taken</title><h1>Taken</h1></html>' }));
  await page.goto(`${byAddress.url}en/forms/contact/`);
  await form.getByLabel('What is it about?').selectOption('account');
  await form.getByLabel('Your message').fill('I cannot sign in any more.');
  await form.getByLabel('E-mail address').fill('ann@example.com');
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Taken' })).toBeVisible();
  const request = await posted;
  expect(request.url()).toBe('https://forms.example/in');
  expect(request.postDataBuffer()!.toString('utf8')).toContain('name="message"\r\n\r\nI cannot sign in any more.');
  watcher.thirdParty.length = 0;
});
