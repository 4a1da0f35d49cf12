// Forms of the help site in the widget's panel: on the site itself, and on a
// page of somebody else under a strict policy with Trusted Types.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat, site } from '../lib/environment.js';
import { expect, sideways, test } from '../lib/test.js';

const alone = site('paperwhale');
const reference = /HW-[0-9A-Z]{4}-[0-9A-Z]{4}/;
const dialog = (page: Page) => page.getByRole('dialog');
const forms = (page: Page, name = 'Forms') => dialog(page).getByRole('group', { name });

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('kb-widget .launch').click();
}

test('a form is filled in and sent in the panel of a page of somebody else', async ({ page, watcher }) => {
  // Nobody fills a form in as quickly as this test: the page waits and sends again.
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/contact');
  await open(page, `${chat.host}articles.html`);
  await page.evaluate(() => {
    (window as any).heard = [];
    (window as any).Helpwright.addListener('onFormSubmit', (payload: object) => (window as any).heard.push(payload));
  });
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Write to us', level: 3 })).toBeFocused();
  const form = dialog(page).getByRole('form', { name: 'Write to us' });
  await form.getByLabel('What is it about?').selectOption('refund');
  await form.getByLabel('Amount in euros').fill('12.5');
  await form.getByLabel('Your message').fill('Hello');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByRole('group', { name: /Please look at 2 answers again/ })).toBeFocused();
  expect(await violations(page)).toEqual([]);

  // What was written is there again after Escape and after the way back.
  await form.getByLabel('Your message').fill('The last ride was charged twice.');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await page.locator('kb-widget .launch').click();
  await expect(form.getByLabel('Your message')).toHaveValue('The last ride was charged twice.');
  await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  await expect(form.getByLabel('Your message')).toHaveValue('The last ride was charged twice.');

  await form.getByLabel('E-mail address').fill('ann@example.com');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Thank you' })).toBeFocused();
  const shown = await dialog(page).locator('.form-reference').innerText();
  expect(shown).toMatch(reference);
  expect(await page.evaluate(() => (window as any).heard)).toEqual([{ form: 'contact', reference: reference.exec(shown)![0] }]);

  // The next one begins empty.
  await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  await expect(form.getByLabel('Your message')).toHaveValue('');
});

test('after a logout a form has nothing of who wrote before', async ({ page }) => {
  await open(page, `${chat.host}articles.html`);
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  const form = dialog(page).getByRole('form', { name: 'Write to us' });
  await form.getByLabel('Your message').fill('The last ride was charged twice.');
  const kept = () => page.evaluate(() => JSON.stringify(sessionStorage));
  await expect.poll(kept).toContain('charged twice');
  await page.evaluate(() => (window as any).Helpwright.logout());
  await expect(form.getByLabel('Your message')).toHaveValue('');
  expect(await kept()).not.toContain('charged twice');
});

test('a form in the panel waits for a relay that is away, and is sent once it is back', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/contact');
  // A page so busy that no moment is idle.
  await page.addInitScript(() => {
    window.requestIdleCallback = (run, options) => (options?.timeout ? setTimeout(run, options.timeout) : 0);
  });
  await open(page, `${chat.host}articles.html`);
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  const form = dialog(page).getByRole('form', { name: 'Write to us' });
  // Away from the beginning: there is no challenge either.
  await page.route(`${chat.relay}forms/**`, (route) => route.abort('connectionrefused'));
  await form.getByLabel('What is it about?').selectOption('account');
  await form.getByLabel('Your message').fill('I cannot sign in any more.');
  await form.getByLabel('E-mail address').fill('ann@example.com');
  await form.getByRole('button', { name: 'Send' }).click();
  const note = form.locator('.form-note');
  await expect(note).toContainText('We can’t be reached right now');
  expect(await violations(page)).toEqual([]);
  await page.unrouteAll({ behavior: 'wait' });
  watcher.problems.length = 0;
  const sent: string[] = [];
  page.on('response', (answer) => void (answer.status() === 201 && sent.push(answer.url())));
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Thank you' })).toBeFocused({ timeout: 15_000 });
  expect(sent).toHaveLength(1);
});

test('too many forms say when in the panel as well', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/contact');
  await open(page, `${chat.host}articles.html`);
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  const form = dialog(page).getByRole('form', { name: 'Write to us' });
  await page.route(/\/forms\/v1\/[^/]+\/contact$/, (route) =>
    route.fulfill({ status: 429, headers: { 'access-control-allow-origin': '*' }, json: { code: 'rate_limited', status: 429, retry_after_ms: 42_000 } }));
  await form.getByLabel('What is it about?').selectOption('account');
  await form.getByLabel('Your message').fill('I cannot sign in any more.');
  await form.getByLabel('E-mail address').fill('ann@example.com');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.locator('.form-note')).toContainText('send them again in 42 seconds');
  await expect(form.getByLabel('Your message')).toHaveValue('I cannot sign in any more.');
});

test('articles answer in the form too, and the page hears of it', async ({ page }) => {
  await open(page, `${chat.host}articles.html`);
  const heard = page.evaluate(() => new Promise((done) => {
    (window as any).Helpwright.addListener('onDeflection', (payload: { outcome: string }) => payload.outcome == 'deflected' && done(payload));
  }));
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  const form = dialog(page).getByRole('form', { name: 'Write to us' });
  await form.getByLabel('What is it about?').selectOption('ride');
  await form.getByLabel('Your message').fill('How do I unlock a bike with the app?');
  const offer = form.getByRole('region', { name: 'These articles may help' });
  await offer.getByRole('button').first().click();
  const solved = page.getByRole('button', { name: 'This solved it' });
  await expect(solved).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(solved).toBeHidden();
  await expect(form.getByLabel('Your message')).toBeVisible();
  await offer.getByRole('button').first().click();
  await solved.click();
  expect(await heard).toMatchObject({ surface: 'form', outcome: 'deflected', articles: expect.any(Array) });
  await expect(dialog(page).getByRole('heading', { name: 'Glad that helped' })).toBeFocused();
});

test('where the form cannot be had there is a link to its page', async ({ page, watcher }) => {
  await page.route('**/form-tag.js', (route) => route.abort('connectionrefused'));
  await open(page, `${chat.host}articles.html`);
  await forms(page).getByRole('link', { name: /Write to us/ }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('can’t be shown here');
  const link = dialog(page).getByRole('link', { name: 'Open the full page in a new tab' });
  expect(await link.getAttribute('href')).toBe(`${site('pedalo').url}en/forms/contact/`);
  watcher.problems.length = 0;
});

for (const [name, scheme, locale, group, title] of [
  ['light', 'light', 'en', 'Forms', /Ask a bookseller/],
  ['dark', 'dark', 'en', 'Forms', /Ask a bookseller/],
  ['right to left', 'light', 'ar', 'النماذج', /اسأل بائع الكتب/],
] as const) {
  test(`a site alone shows its form in the panel, and axe finds nothing, ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, `${alone.url}${locale}/`);
    await forms(page, group).getByRole('link', { name: title }).click();
    const form = dialog(page).getByRole('form', { name: title });
    await form.getByRole('combobox').first().selectOption('return');
    await expect(form.locator('[data-field=order]')).toBeVisible();
    expect(await form.evaluate((element) => getComputedStyle(element).direction)).toBe(locale == 'ar' ? 'rtl' : 'ltr');
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    const inner = await dialog(page).locator('.home').evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(inner).toBe(0);
  });
}
