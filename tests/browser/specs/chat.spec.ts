// The chat from both sides: a visitor on a page of somebody else, an agent.
import type { Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { withoutRules } from '../lib/rules.js';
import { expect, test } from '../lib/test.js';

const launcher = (page: Page) => page.getByRole('button', { name: /open chat|chat öffnen/i });
const composer = (page: Page) => page.getByRole('textbox');
const log = (page: Page) => page.getByRole('log');

/** Opens a new conversation and writes its first message. */
async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

async function open(page: Page, host = 'plain.html'): Promise<void> {
  await page.goto(chat.host + host);
  await launcher(page).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await expect(composer(page)).toBeFocused();
}

/** Words that no other test writes. */
const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;

test('a visitor writes, an agent answers, and the visitor sees it', async ({ page, browser }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  const question = unique('Where is my bike');
  await write(page, question);
  await expect(log(page)).toContainText(question);
  const { id } = await agent.conversation(question);
  await agent.typing(id, true);
  await expect(page.getByText(/is writing/)).toBeVisible();
  await agent.answer(id, 'At the harbour');
  await expect(log(page)).toContainText('At the harbour');
  await agent.state((item, given) => item.id === given && item.seen_by_visitor === 2, id);
  await agent.close();
});

test('nothing is stored and little is loaded before somebody touches it', async ({ page }) => {
  await withoutRules(page);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(`${chat.host}plain.html`);
  await expect(launcher(page)).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(requests.sort()).toEqual(['/chat/v1/settings', '/plain.html', '/widget.js']);
  const kept = await page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
  }));
  expect(kept).toEqual({ cookies: '', local: 0, session: 0, databases: 0 });
});

test('a reload in the middle keeps conversation and draft', async ({ page, browser }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  const question = unique('Before the reload');
  await write(page, question);
  const { id } = await agent.conversation(question);
  await composer(page).fill('half a sentence');
  await page.reload();
  await agent.answer(id, 'While you were away');
  // The panel is open again, where it was.
  await expect(log(page)).toContainText(question);
  await expect(log(page)).toContainText('While you were away');
  await expect(composer(page)).toHaveValue('half a sentence');
  await agent.close();
});

test('what is written offline is sent once when the network is back', async ({ page, browser, watcher }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  const question = unique('Before the tunnel');
  await write(page, question);
  const { id } = await agent.conversation(question);
  await page.context().setOffline(true);
  for (const word of ['one', 'two', 'three']) await write(page, word);
  await expect(log(page)).toContainText('three');
  await page.context().setOffline(false);
  await agent.state((item, given) => item.id === given && item.seq === 4, id);
  expect(await agent.texts(id)).toEqual([question, 'one', 'two', 'three']);
  // An attempt to connect meanwhile is reported by the browser itself.
  const rest = watcher.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'));
  watcher.problems.splice(0, Infinity, ...rest);
  await agent.close();
});

test('two tabs show the same conversation over one socket', async ({ page, context, browser }) => {
  const agent = await Agent.signIn(browser);
  let sockets = 0;
  context.on('page', (opened) => opened.on('websocket', () => sockets++));
  page.on('websocket', () => sockets++);
  await open(page);
  const question = unique('From the first tab');
  await write(page, question);
  const { id } = await agent.conversation(question);
  const second = await context.newPage();
  await second.goto(`${chat.host}plain.html`);
  await launcher(second).click();
  await second.getByText(question).first().click();
  await expect(log(second)).toContainText(question);
  await write(second, 'From the second tab');
  await expect(log(page)).toContainText('From the second tab');
  await agent.answer(id, 'To both');
  await expect(log(page)).toContainText('To both');
  await expect(log(second)).toContainText('To both');
  expect(sockets).toBe(1);
  expect(await agent.texts(id)).toEqual([question, 'From the second tab', 'To both']);
  await agent.close();
});

test('the styles of a hostile page change nothing', async ({ page }) => {
  await open(page, 'hostile.html');
  const dialog = page.getByRole('dialog');
  const box = (await dialog.boundingBox())!;
  expect(box.width).toBeGreaterThan(300);
  expect(box.height).toBeGreaterThan(400);
  await write(page, unique('Still usable'));
  await expect(log(page)).toContainText('Still usable');
});

test('everything is done by keyboard, and focus comes back to the launcher', async ({ page }) => {
  await page.goto(`${chat.host}plain.html`);
  await launcher(page).focus();
  await page.keyboard.press('Enter');
  const start = page.getByRole('button', { name: /send us a message/i });
  await expect(start).toBeVisible();
  await start.focus();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('By keyboard');
  await page.keyboard.press('Enter');
  await expect(log(page)).toContainText('By keyboard');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(launcher(page)).toBeFocused();
});

test('stop leaves nothing behind', async ({ page }) => {
  await open(page);
  await write(page, unique('Soon gone'));
  // A browser complains of a socket that is closed while it opens.
  await expect(log(page)).toContainText('Sent');
  await page.evaluate(() => (window as any).Helpwright.stop());
  await expect(page.locator('kb-widget')).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the open widget, ${colorScheme}`, async ({ page, browser }) => {
    const agent = await Agent.signIn(browser);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${chat.host}plain.html`);
    await launcher(page).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /send us a message/i }).click();
    const question = unique('With a link https://example.com/a');
    await write(page, question);
    const { id } = await agent.conversation(question);
    await agent.answer(id, 'An answer');
    await expect(log(page)).toContainText('An answer');
    expect(await violations(page)).toEqual([]);
    await agent.close();
  });
}
