// From a letter back into its conversation: in a browser that knows nothing of
// it, without scripts, and on a phone from right to left.
import { execFileSync } from 'node:child_process';
import type { Browser, Page, Route } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, test, Watcher } from '../lib/test.js';
import { token } from '../lib/token.js';

const dialog = (page: Page) => page.getByRole('dialog');
const composer = (page: Page) => dialog(page).getByRole('textbox');
const log = (page: Page) => page.getByRole('log');
const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;

/** A customer with an address, who has asked on a page of the brand; the agent has answered. */
async function answered(page: Page, browser: Browser): Promise<{ agent: Agent; id: string; answer: string; link: string }> {
  const agent = await Agent.signIn(browser);
  const question = unique('Where is my bell');
  const answer = unique('We have found it');
  await page.goto(`${chat.host}plain.html`);
  const jwtToken = token({ email: `${crypto.randomUUID()}@example.org` });
  await page.evaluate((given) => (window as any).Helpwright.login(given), { jwtToken });
  await page.evaluate((message) => (window as any).Helpwright.createConversation({ message }), question);
  const { id } = await agent.conversation(question);
  await agent.answer(id, answer);
  const link = execFileSync(chat.program, ['mail', 'link', id], { cwd: chat.folder, encoding: 'utf8' }).trim();
  return { agent, id, answer, link };
}

test('a link of a letter goes on with the conversation in a browser that knows nothing of it', async ({ page, browser }) => {
  const { agent, id, answer, link } = await answered(page, browser);
  const context = await browser.newContext();
  const watcher = new Watcher(context);
  const fresh = await context.newPage();
  await fresh.goto(link);
  await expect(fresh.getByRole('heading', { name: 'Your conversation with Pedalo' })).toBeVisible();
  expect(await violations(fresh)).toEqual([]);
  expect(await fresh.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);

  await fresh.getByRole('button', { name: 'Continue the conversation' }).click();
  await expect(log(fresh)).toContainText(answer);
  const shown = new URL(fresh.url());
  expect(shown.pathname).toBe('/widget/conversation');
  expect([...shown.searchParams.keys()]).toEqual(['key', 'locale']);
  const thanks = unique('Thank you');
  await composer(fresh).fill(thanks);
  await composer(fresh).press('Enter');
  await expect(log(fresh)).toContainText('Sent');
  await expect.poll(() => agent.texts(id)).toContain(thanks);

  // Whoever closes it finds it again, and so does a reload.
  await composer(fresh).press('Escape');
  await expect(dialog(fresh)).toBeHidden();
  expect(await violations(fresh)).toEqual([]);
  await fresh.getByRole('button', { name: 'Continue the conversation' }).click();
  await expect(log(fresh)).toContainText(thanks);
  await fresh.reload();
  await expect(log(fresh)).toContainText(thanks);

  // Another letter leads the same person there again, with the draft kept.
  await composer(fresh).fill('Half a line');
  await fresh.goto(link);
  await fresh.getByRole('button', { name: 'Continue the conversation' }).click();
  await expect(log(fresh)).toContainText(thanks);
  await expect(composer(fresh)).toHaveValue('Half a line');
  expect(watcher.problems).toEqual([]);
  expect(watcher.thirdParty).toEqual([]);
  await context.close();
  await agent.close();
});

test('a relay that does not answer costs no draft, and the button tries again', async ({ page, browser }) => {
  const { agent, answer, link } = await answered(page, browser);
  const context = await browser.newContext();
  const fresh = await context.newPage();
  await fresh.goto(link);
  await fresh.getByRole('button', { name: 'Continue the conversation' }).click();
  await expect(log(fresh)).toContainText(answer);
  await composer(fresh).fill('Half a line');

  const asked = '**/chat/v1/session';
  for (const fails of [(route: Route) => route.abort(), (route: Route) => route.fulfill({ status: 503 })]) {
    await fresh.goto(link);
    await fresh.route(asked, fails);
    await fresh.getByRole('button', { name: 'Continue the conversation' }).click();
    await expect(fresh.getByText('Your conversation opens in a moment')).toBeVisible();
    await expect(fresh.getByRole('button', { name: 'Continue the conversation' })).toBeVisible();
    expect(new URL(fresh.url()).pathname).not.toBe('/widget/conversation');
    await fresh.unroute(asked);
    await fresh.getByRole('button', { name: 'Continue the conversation' }).click();
    await expect(log(fresh)).toContainText(answer);
    await expect(composer(fresh)).toHaveValue('Half a line');
  }
  await context.close();
  await agent.close();
});

test('without scripts the page says so, and leads to the brand', async ({ page, browser }) => {
  const { agent, link } = await answered(page, browser);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(link);
  await plain.getByRole('button', { name: 'Continue the conversation' }).click();
  await expect(plain.getByText('This needs JavaScript')).toBeVisible();
  await expect(plain.getByRole('link', { name: /^Answer on/ })).toHaveAttribute('href', new URL(chat.host).origin);
  await context.close();
  await agent.close();
});

test('on a phone and from right to left it is the same', async ({ page, browser }) => {
  const { agent, answer, link } = await answered(page, browser);
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, colorScheme: 'dark' });
  const phone = await context.newPage();
  await phone.goto(link.replace(/locale=\w+/, 'locale=ar'));
  await expect(phone.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await violations(phone)).toEqual([]);
  const button = phone.getByRole('button');
  expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await button.click();
  await expect(log(phone)).toContainText(answer);
  await expect(phone.locator('kb-widget')).toHaveAttribute('dir', 'rtl');
  await context.close();
  await agent.close();
});
