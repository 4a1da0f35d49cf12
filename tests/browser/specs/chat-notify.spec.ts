// Notifications of the browser for answers. No browser without a screen shows
// one: a class in the place of its own records what it is asked for.
import type { BrowserContext, Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

/** A notification that a page has asked for. */
interface Noted {
  title: string;
  body: string;
  tag: string;
  isClosed: boolean;
}

const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;
const log = (page: Page) => page.getByRole('log');
const opener = (page: Page) => page.getByRole('button', { name: 'Transcript and more' });
const item = (page: Page) => page.getByRole('menuitemcheckbox', { name: 'Notify me in this browser' });

/** A visitor who has written. */
async function write(page: Page, question: string): Promise<void> {
  await page.goto(`${chat.host}plain.html`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await page.getByRole('textbox', { name: 'Your message' }).fill(question);
  await page.getByRole('textbox', { name: 'Your message' }).press('Enter');
  await expect(log(page)).toContainText('Sent');
}

/** Records notifications on every page of a context; a visitor who is asked says `answer`. */
async function record(context: BrowserContext, answer: 'granted' | 'denied'): Promise<void> {
  await context.addInitScript((given) => {
    // An empty tab has no storage.
    if (location.protocol === 'about:') return;
    const noted: any[] = [];
    class Recorded {
      // What was allowed in one tab is allowed in all.
      static get permission() {
        return localStorage.getItem('permission') ?? 'default';
      }
      static requestPermission() {
        localStorage.setItem('permission', given);
        localStorage.setItem('asked', String(1 + Number(localStorage.getItem('asked'))));
        return Promise.resolve(given);
      }
      constructor(title: string, { body, tag }: any) {
        for (const one of noted) if (one.tag === tag) one.isClosed = true;
        noted.push(Object.assign(this, { title, body, tag, isClosed: false }));
      }
      close() {
        (this as any).isClosed = true;
        (this as any).onclose?.();
      }
    }
    Object.assign(window, { noted });
    Object.defineProperty(window, 'Notification', { value: Recorded });
  }, answer);
}

const notedOf = (page: Page): Promise<Noted[]> =>
  page.evaluate(() => (window as any).noted.map(({ title, body, tag, isClosed }: any) => ({ title, body, tag, isClosed })));

/** What all tabs of a visitor have asked for. */
const noted = async (context: BrowserContext) => (await Promise.all(context.pages().map(notedOf))).flat();

const timesAsked = (page: Page) => page.evaluate(() => Number(localStorage.getItem('asked')));

/** Makes a page think that nobody sees it, or that somebody does: every tab of a browser without a screen is seen. */
async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((given) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: given });
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: given ? 'hidden' : 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

/** Switches notifications on, or off again. */
async function choose(page: Page, isOn: boolean): Promise<void> {
  await opener(page).click();
  await expect(item(page)).toBeChecked({ checked: !isOn });
  await item(page).click();
  await expect(page.getByRole('menu')).toBeHidden();
}

test('an answer that nobody sees is shown once over two tabs, to whoever has asked for it', async ({ page, context, browser }) => {
  await record(context, 'granted');
  const agent = await Agent.signIn(browser);
  const question = unique('Will you tell me');
  await write(page, question);
  const { id } = await agent.conversation(question);
  await hide(page, true);
  await agent.answer(id, 'Nobody asked for this');
  await expect(log(page)).toContainText('Nobody asked for this');
  await hide(page, false);

  await opener(page).click();
  await expect(item(page)).not.toBeChecked();
  expect(await violations(page)).toEqual([]);
  expect(await timesAsked(page)).toBe(0);
  await item(page).click();
  await expect(page.getByRole('menu')).toBeHidden();
  expect(await timesAsked(page)).toBe(1);

  const other = await context.newPage();
  await other.goto(`${chat.host}plain.html`);
  await other.evaluate((conversationId) => (window as any).Helpwright.openConversationById({ conversationId }), id);
  await expect(log(other)).toContainText(question);
  for (const tab of [page, other]) await hide(tab, true);
  const long = '\u{1f6b2}'.repeat(200);
  for (const [count, body] of [long, 'The second', 'The third'].entries()) {
    await agent.answer(id, body);
    await expect.poll(async () => (await noted(context)).filter((one) => body.startsWith(one.body)).length).toBe(1);
    // A tab that shows it again would have done so before the next one.
    expect(await noted(context)).toHaveLength(count + 1);
  }
  const all = await noted(context);
  expect(all.map(({ title, tag }) => ({ title, tag }))).toEqual(Array(3).fill({ title: 'Kim', tag: id }));
  expect(all.map(({ body }) => body)).toContain('\u{1f6b2}'.repeat(120));

  // Whoever comes back has seen it, in all tabs; where one is seen, none calls.
  await hide(other, false);
  await expect.poll(async () => (await noted(context)).every((one) => one.isClosed)).toBe(true);
  await agent.answer(id, 'Seen at once');
  for (const tab of [page, other]) await expect(log(tab)).toContainText('Seen at once');
  await hide(other, true);
  await agent.answer(id, 'The last');
  await expect.poll(async () => (await noted(context)).map(({ body }) => body)).toContain('The last');
  expect((await noted(context)).map(({ body }) => body)).not.toContain('Seen at once');
  expect(await noted(context)).toHaveLength(4);
  await agent.close();
});

test('notifications are switched off where they were switched on, and lead to the conversation', async ({ page, context, browser }) => {
  await record(context, 'granted');
  const agent = await Agent.signIn(browser);
  const question = unique('Where does it lead');
  await write(page, question);
  const { id } = await agent.conversation(question);
  await choose(page, true);
  await choose(page, false);
  await hide(page, true);
  await agent.answer(id, 'Unheard');
  await expect(log(page)).toContainText('Unheard');
  await choose(page, true);
  // It was allowed already.
  expect(await timesAsked(page)).toBe(1);
  await page.evaluate(() => (window as any).Helpwright.close());
  await expect(log(page)).toBeHidden();
  await agent.answer(id, 'Heard');
  await expect.poll(() => notedOf(page)).toEqual([{ title: 'Kim', body: 'Heard', tag: id, isClosed: false }]);

  await page.evaluate(() => (window as any).noted[0].onclick());
  await expect(log(page)).toContainText('Heard');
  expect((await notedOf(page))[0]?.isClosed).toBe(true);
  await agent.close();
});

test('who says no to the browser is told so, and is not offered it again', async ({ page, context }) => {
  await record(context, 'denied');
  await write(page, unique('No, thank you'));
  await opener(page).click();
  await item(page).click();
  await expect(page.getByRole('alert')).toHaveText(/doesn’t allow notifications/);
  await page.keyboard.press('Escape');
  await expect(opener(page)).toBeFocused();
  await opener(page).click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Sound for new answers' })).toBeVisible();
  await expect(item(page)).toHaveCount(0);
});

/** How many listeners of the page's visibility there are. */
async function listeners(context: BrowserContext): Promise<(page: Page) => Promise<number>> {
  await context.addInitScript(() => {
    const heard = new Set<unknown>();
    const { addEventListener, removeEventListener } = document;
    Object.assign(window, { heard });
    Object.assign(document, {
      addEventListener(...given: [string, any, any]) {
        if (given[0] === 'visibilitychange') heard.add(given[1]);
        addEventListener.apply(document, given);
      },
      removeEventListener(...given: [string, any, any]) {
        if (given[0] === 'visibilitychange') heard.delete(given[1]);
        removeEventListener.apply(document, given);
      },
    });
  });
  return (page) => page.evaluate(() => (window as any).heard.size);
}

test('a logout forgets the choice and closes what is shown', async ({ page, context, browser, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/session');
  await record(context, 'granted');
  const count = await listeners(context);
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.endsWith(':notices')).length);
  const agent = await Agent.signIn(browser);
  const question = unique('Do you forget me');
  await write(page, question);
  const { id } = await agent.conversation(question);
  await choose(page, true);
  expect(await kept()).toBe(1);
  const before = await count(page);
  await hide(page, true);
  await agent.answer(id, 'Still here');
  await expect.poll(() => notedOf(page)).toMatchObject([{ body: 'Still here', isClosed: false }]);
  expect(await count(page)).toBe(before + 1);
  await page.evaluate(() => (window as any).Helpwright.logout());
  expect(await kept()).toBe(0);
  await expect.poll(() => notedOf(page)).toMatchObject([{ body: 'Still here', isClosed: true }]);
  expect(await count(page)).toBe(before);
  await agent.close();
});

test('a widget that was stopped leaves nothing on the screen, and listens to nothing', async ({ page, context, browser }) => {
  await record(context, 'granted');
  const count = await listeners(context);
  const agent = await Agent.signIn(browser);
  const question = unique('Is this the end');
  await write(page, question);
  const { id } = await agent.conversation(question);
  await choose(page, true);
  await hide(page, true);
  await agent.answer(id, 'Before the end');
  await expect.poll(() => notedOf(page)).toMatchObject([{ body: 'Before the end', isClosed: false }]);
  await page.evaluate(() => (window as any).Helpwright.stop());
  await expect.poll(() => notedOf(page)).toMatchObject([{ body: 'Before the end', isClosed: true }]);
  await expect.poll(() => count(page)).toBe(0);
  await agent.close();
});
