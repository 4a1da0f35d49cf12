// Forms and a real relay: from the site's page with a script and without one,
// and from a page of somebody else.
import { violations } from '../lib/axe.js';
import { chat, site } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

const contact = () => `${site('pedalo').url}en/forms/contact/`;
const reference = /HW-[0-9A-Z]{4}-[0-9A-Z]{4}/;

test('a form sent from the page is kept, and sent again it is the same one', async ({ page, watcher }) => {
  // Nobody fills a form in as quickly as this test: the page waits and sends again.
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/contact');
  await page.goto(`${contact()}?topic=refund`);
  await page.getByLabel('Amount in euros').fill('12.5');
  await page.getByLabel('Your message').fill('The last ride was charged twice.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  // The answer is lost on the way; the relay has kept the form.
  let lost = 0;
  await page.route(/\/forms\/v1\/[^/]+\/contact$/, async (route) => {
    const answer = await route.fetch();
    if (lost++ === 0 && answer.status() === 201) return route.abort('connectionreset');
    return route.fulfill({ response: answer });
  });
  await page.getByRole('button', { name: 'Send' }).click();
  const thanks = page.getByRole('heading', { name: 'Thank you' });
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(thanks.or(again)).toBeVisible();
  if (await again.isVisible()) await again.click();
  await expect(thanks).toBeFocused();
  await expect(page.locator('.form-reference')).toHaveText(reference);
});

test('a form goes to the relay without a script, page by page, with its mistakes', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(contact());
  await page.getByLabel('What is it about?').selectOption('refund');
  await page.getByLabel('Your message').fill('Short');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(new URL(page.url()).origin).toBe(new URL(chat.relay).origin);
  await page.getByLabel('Amount in euros').fill('12.5');
  await page.getByLabel('Your message').fill('The last ride was charged twice.');
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('ann@example.com');
  const send = page.getByRole('button', { name: 'Send' });
  // A form has to be open for a moment, which the page says.
  await expect(async () => {
    if (await send.isVisible()) await send.click();
    await expect(page.getByText(reference)).toBeVisible({ timeout: 500 });
  }).toPass();
  await context.close();
});

test('a form on a page of somebody else is there once it can answer, and not before', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/report');
  const form = page.getByRole('form', { name: 'Ein Problem melden' });
  const early: boolean[] = [];
  await page.route('**/form-page.*', async (route) => {
    early.push(await form.isVisible());
    await route.continue();
  });
  await page.goto(`${chat.host}form.html`);
  await expect(form).toBeVisible();
  expect(early).toEqual([false]);
});

test('a form stands on a page of somebody else by one tag, whatever that page does', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/report');
  await page.goto(`${chat.host}form.html`);
  const form = page.getByRole('form', { name: 'Ein Problem melden' });
  await form.getByLabel('Wo haben Sie es gesehen?').selectOption('app');
  await expect(form.getByLabel('Auf welchem Telefon?')).toBeVisible();
  await form.getByLabel('Auf welchem Telefon?').selectOption('iPhone');
  await form.getByRole('button', { name: 'Weiter' }).click();
  await form.getByLabel('In wenigen Worten').fill('Die Karte bleibt grau');
  await form.getByLabel('Was haben Sie getan').fill('Ich habe die Karte geöffnet und eine Minute gewartet.');
  expect(await form.evaluate((element) => getComputedStyle(element).fontSize)).toBe('16px');
  expect(await form.evaluate((element) => getComputedStyle(element).color)).not.toBe('rgb(255, 0, 0)');
  await form.getByRole('button', { name: 'Weiter' }).click();
  await form.getByLabel('nein', { exact: true }).check();
  expect(await violations(page, ['label', 'aria-valid-attr-value', 'duplicate-id-aria', 'button-name'])).toEqual([]);
  await form.getByRole('button', { name: 'Absenden' }).click();
  await expect(page.locator('.form-reference')).toHaveText(reference);
});

test('a form by tag waits for a relay that is away, and is sent once', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/forms/v1/wk_demo_pedalo_0000000000000006/report');
  await page.goto(`${chat.host}form.html`);
  const form = page.getByRole('form', { name: 'Ein Problem melden' });
  await form.getByLabel('Wo haben Sie es gesehen?').selectOption('site');
  await form.getByRole('button', { name: 'Weiter' }).click();
  await form.getByLabel('In wenigen Worten').fill('Die Karte bleibt grau');
  await form.getByLabel('Was haben Sie getan').fill('Ich habe die Karte geöffnet und eine Minute gewartet.');
  await form.getByRole('button', { name: 'Weiter' }).click();
  await form.getByLabel('nein', { exact: true }).check();
  await page.route(`${chat.relay}forms/**`, (route) => route.abort('connectionrefused'));
  await form.getByRole('button', { name: 'Absenden' }).click();
  const again = form.getByRole('button', { name: /noch einmal|erneut/i });
  await expect(again).toBeVisible();
  await page.unrouteAll({ behavior: 'wait' });
  watcher.problems.length = 0;
  const sent: string[] = [];
  page.on('response', (answer) => void (answer.status() === 201 && sent.push(answer.url())));
  await again.click();
  await expect(page.locator('.form-reference')).toHaveText(reference);
  expect(sent).toHaveLength(1);
});

test('pages and files of a form go to the relay without a script', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site('pedalo').url}en/forms/report-a-problem/`);
  await page.getByLabel('Where did you see it?').selectOption('app');
  const on = page.getByRole('button', { name: 'Continue' });
  await on.click();
  // What the answer asks for comes on a page of the relay.
  await page.getByLabel('On which phone?').selectOption('iPhone');
  await on.click();
  await page.getByLabel('In a few words').fill('The map stays grey');
  await page.getByLabel('What did you do').fill('I opened the map and waited for a minute.');
  const files = page.getByLabel('Pictures of it');
  const log = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('The map stays grey.') };
  // A browser forgets files between pages: they are asked for at the end.
  await expect(files).toBeHidden();
  await on.click();
  await page.getByLabel('no', { exact: true }).check();
  const send = page.getByRole('button', { name: 'Send' });
  // A form has to be open for a moment, which the page says.
  await expect(async () => {
    await files.setInputFiles({ ...log, name: 'log.exe' });
    await send.click();
    await expect(page.getByRole('alert')).toContainText('Files of this kind cannot be sent.', { timeout: 500 });
  }).toPass();
  await files.setInputFiles(log);
  await send.click();
  await expect(page.getByText(reference)).toBeVisible();
  await context.close();
});
