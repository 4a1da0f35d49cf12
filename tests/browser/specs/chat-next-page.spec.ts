// From page to page in one tab: what stays open, what was begun, and that
// nothing is kept for whoever has touched nothing.
import type { Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { chat } from '../lib/environment.js';
import { withoutRules } from '../lib/rules.js';
import { expect, test } from '../lib/test.js';

const launcher = (page: Page) => page.locator('kb-widget .launch');
const dialog = (page: Page) => page.getByRole('dialog');
const composer = (page: Page) => dialog(page).getByRole('textbox');
const log = (page: Page) => page.getByRole('log');
const start = (page: Page) => page.getByRole('button', { name: /send us a message/i });
const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;

/** What has the focus on the page; the body if nothing has. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.localName);

test('the draft of a first message is there on the next page, and nothing is sent before it is', async ({ page, context }) => {
  let sessions = 0;
  context.on('request', (request) => void (request.url().endsWith('/chat/v1/sessions') && sessions++));
  await page.goto(`${chat.host}plain.html`);
  await launcher(page).click();
  await start(page).click();
  await composer(page).fill('Half a first');
  await page.goto(`${chat.host}hostile.html`);
  await expect(composer(page)).toHaveValue('Half a first');
  // Nobody is taken away from the page.
  expect(await focused(page)).toBe('body');
  await dialog(page).getByRole('button', { name: /back/i }).click();
  await start(page).click();
  await expect(composer(page)).toHaveValue('Half a first');
  await dialog(page).getByRole('button', { name: 'Close chat' }).click();
  // Another start in this page finds nothing to open again.
  expect(await page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.endsWith(':open')))).toEqual([]);
  await page.reload();
  await expect(launcher(page)).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  // In another tab nothing is open, and the draft is the same.
  const second = await context.newPage();
  await second.goto(`${chat.host}plain.html`);
  await launcher(second).click();
  await start(second).click();
  await expect(composer(second)).toBeFocused();
  await expect(composer(second)).toHaveValue('Half a first');
  expect(sessions).toBe(0);
  const question = unique('A whole first');
  await composer(second).fill(question);
  await composer(second).press('Enter');
  await expect(log(second)).toContainText('Sent');
  await dialog(second).getByRole('button', { name: /back/i }).click();
  await start(second).click();
  await expect(composer(second)).toHaveValue('');
  await expect(log(second)).not.toContainText(question);
});

test('a message of the page begins the conversation, and the visitor’s draft goes on in it', async ({ page }) => {
  await page.goto(`${chat.host}plain.html`);
  await launcher(page).click();
  await start(page).click();
  await composer(page).fill('Half a first');
  const message = unique('From the page');
  await page.evaluate((given) => (window as any).Helpwright.createConversation({ message: given }), message);
  await expect(log(page)).toContainText(message);
  await expect(log(page)).toContainText('Sent');
  await expect(composer(page)).toHaveValue('Half a first');
  // It is begun: on another page the next one is another, whatever is known of this one.
  const kept = await page.evaluate(() => Object.keys(localStorage).map((name) => name.split(':').pop()));
  expect(kept).toContain('drafts');
  expect(kept).not.toContain('begun');
});

test('an open conversation is open on the next page, as far as it was scrolled', async ({ page, browser }) => {
  const agent = await Agent.signIn(browser);
  await page.goto(`${chat.host}plain.html`);
  await launcher(page).click();
  await start(page).click();
  const question = unique('How long is it');
  await composer(page).fill(question);
  await composer(page).press('Enter');
  const { id } = await agent.conversation(question);
  for (let count = 1; count <= 30; count++) await agent.answer(id, `Line ${count}\nand more of it`);
  await expect(log(page)).toContainText('Line 30');
  await log(page).evaluate((box) => (box.scrollTop = -400));
  await page.goto(`${chat.host}hostile.html`);
  await expect(log(page)).toContainText('Line 30');
  await expect.poll(() => log(page).evaluate((box) => Math.round(box.scrollTop))).toBe(-400);
  expect(await focused(page)).toBe('body');
  // Over a reload that nobody has touched anything before, too.
  await page.reload();
  await expect.poll(() => log(page).evaluate((box) => Math.round(box.scrollTop))).toBe(-400);
  await composer(page).focus();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(launcher(page)).toBeFocused();
  await page.reload();
  await expect(launcher(page)).toHaveAccessibleName(/Open chat/);
  await expect(dialog(page)).toBeHidden();
  await agent.close();
});

test('an article is open on the next page', async ({ page }) => {
  await page.goto(`${chat.host}articles.html`);
  await launcher(page).click();
  await dialog(page).getByRole('group', { name: 'Popular articles' }).getByRole('button').first().click();
  const heading = dialog(page).getByRole('heading', { level: 3 }).first();
  await expect(heading).toBeFocused();
  const title = await heading.innerText();
  await page.reload();
  await expect(heading).toHaveText(title);
  expect(await focused(page)).toBe('body');
  await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  await expect(dialog(page).getByRole('searchbox')).toBeFocused();
});

test('whoever opens the panel before its article is there can use it at once', async ({ page }) => {
  await page.goto(`${chat.host}articles.html`);
  await launcher(page).click();
  await dialog(page).getByRole('group', { name: 'Popular articles' }).getByRole('button').first().click();
  const heading = dialog(page).getByRole('heading', { level: 3 }).first();
  await expect(heading).toBeFocused();
  const title = await heading.innerText();
  let go = () => {};
  const held = new Promise<void>((done) => (go = done));
  await page.route(/\/api\/articles\/[^/]+\.json$/, async (route) => {
    await held;
    await route.continue();
  });
  await Promise.all([page.waitForRequest(/\/api\/articles\//), page.reload()]);
  await expect(dialog(page)).toBeHidden();
  await launcher(page).click();
  await expect(dialog(page).getByRole('searchbox')).toBeFocused();
  go();
  await expect(heading).toHaveText(title);
  await expect(heading).toBeFocused();
});

test('a page that opens the panel itself leaves nothing in the browser of whoever touches nothing', async ({ page }) => {
  await withoutRules(page);
  await page.addInitScript(() => {
    Object.assign(window, {
      kept: [localStorage.length, sessionStorage.length],
      Helpwright: [['addListener', 'onOpen', () => fetch('/plain.html?opened')], ['open']],
    });
    // What records the test's traces counts as a touch.
    Object.defineProperty(UserActivation.prototype, 'hasBeenActive', { get: () => false });
  });
  const opened = () => page.waitForRequest(/\?opened$/);
  await Promise.all([opened(), page.goto(`${chat.host}plain.html`)]);
  await Promise.all([opened(), page.reload()]);
  expect(await page.evaluate(() => (window as any).kept)).toEqual([0, 0]);
});
