// What one seldom wants of a conversation: its text as a file, and silence; and
// what the settings of a brand take away. Notifications: chat-notify.spec.ts.
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;
const composer = (page: Page) => page.getByRole('textbox', { name: 'Your message' });
const log = (page: Page) => page.getByRole('log');
const menu = (page: Page) => page.getByRole('menu');
const opener = (page: Page) => page.getByRole('button', { name: 'Transcript and more' });

/** A visitor who has written. */
async function write(page: Page, question: string): Promise<void> {
  await page.goto(`${chat.host}plain.html`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await composer(page).fill(question);
  await composer(page).press('Enter');
  await expect(log(page)).toContainText('Sent');
}

async function transcript(page: Page, item: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).click();
  const kept = await download;
  return { name: kept.suggestedFilename(), text: await readFile((await kept.path())!, 'utf8') };
}

/** Counts the sounds of every page of a context. */
async function listen(context: BrowserContext): Promise<() => Promise<number>> {
  await context.addInitScript(() => {
    const { AudioContext } = window;
    Object.assign(window, {
      sounds: 0,
      AudioContext: class extends AudioContext {
        constructor() {
          super();
          (window as unknown as { sounds: number }).sounds++;
        }
      },
    });
  });
  return async () => {
    const counts = context.pages().map((page) => page.evaluate(() => (window as unknown as { sounds: number }).sounds));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };
}

/** Answers the settings of the widget with some of them changed. */
async function settings(page: Page, change: object): Promise<void> {
  await page.route('**/chat/v1/settings?*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), ...change } });
  });
}

test('the whole conversation is kept as a file, with what has to be fetched', async ({ page, browser }) => {
  const question = unique('How long is a chain');
  const agent = await Agent.signIn(browser);
  await write(page, question);
  const { id } = await agent.conversation(question);
  // More than one page of history.
  for (let count = 1; count <= 60; count++) await agent.answer(id, `Link ${count}\nof the chain`);
  await expect(log(page)).toContainText('Link 60');
  await page.reload();
  await expect(log(page)).toContainText('Link 60');
  await expect(log(page)).not.toContainText(question);

  await opener(page).click();
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  expect(await violations(page)).toEqual([]);
  const { name, text } = await transcript(page, 'Download the conversation');
  expect(name).toMatch(/^conversation \d{4}-\d\d-\d\d\.txt$/);
  expect(text.startsWith('\ufeff')).toBe(true);
  const plain = text.replace(/[\u200e\u2068\u2069\ufeff]/g, '');
  expect(plain).toContain(`You: ${question}\r\n`);
  for (let count = 1; count <= 60; count++) expect(plain).toContain(`Kim: Link ${count}\r\n    of the chain\r\n`);
  expect(plain.indexOf('Link 9\r')).toBeLessThan(plain.indexOf('Link 10\r'));
  await expect(menu(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  await agent.close();
});

test('from right to left every line begins at the right, and names stay in one piece', async ({ page }) => {
  await settings(page, { locale: 'ar', direction: 'rtl' });
  await page.goto(`${chat.host}plain.html`);
  await page.locator('kb-widget .launch').click();
  await page.locator('kb-widget .write').click();
  await page.getByRole('textbox').fill('Où est mon vélo ?');
  await page.getByRole('textbox').press('Enter');
  const more = page.getByRole('button', { name: 'نص المحادثة والمزيد' });
  await more.click();
  expect(await violations(page)).toEqual([]);
  const { name, text } = await transcript(page, 'تنزيل المحادثة');
  expect(name).toMatch(/^محادثة /);
  const lines = text.replace('\ufeff', '').split('\r\n').filter(Boolean);
  expect(lines.every((line) => line.startsWith('\u200f'))).toBe(true);
  expect(text).toContain('\u2068أنت\u2069: \u2068Où est mon vélo ?\u2069');
});

test('the menu works with the keyboard, and says when the relay cannot be asked', async ({ page, watcher }) => {
  await write(page, unique('Is there a menu'));
  await opener(page).focus();
  await page.keyboard.press('Enter');
  const items = menu(page).locator('button');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  // How many there are depends on what the browser allows.
  await page.keyboard.press('End');
  await expect(items.last()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  // The panel stays: one Escape is for one thing.
  await expect(log(page)).toBeVisible();

  await page.route('**/chat/v1/exchange', (route) => route.abort());
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText(/can’t be read just now/);
  await page.keyboard.press('Escape');
  await expect(opener(page)).toBeFocused();
  watcher.problems.length = 0;
});

test('an answer sounds once over two tabs, and not at all where the visitor said so', async ({ page, context, browser }) => {
  const sounds = await listen(context);
  const agent = await Agent.signIn(browser);
  const question = unique('Do I hear you');
  await write(page, question);
  const other = await context.newPage();
  await other.goto(`${chat.host}plain.html`);
  await other.getByRole('button', { name: 'Open chat' }).click();
  await other.getByRole('button', { name: question }).click();
  const { id } = await agent.conversation(question);
  await agent.answer(id, 'Loud and clear');
  for (const tab of [page, other]) await expect(log(tab)).toContainText('Loud and clear');
  await expect.poll(sounds).toBe(1);

  await opener(other).click();
  const sound = other.getByRole('menuitemcheckbox', { name: 'Sound for new answers' });
  await expect(sound).toBeChecked();
  await sound.click();
  await opener(other).click();
  await expect(sound).not.toBeChecked();
  await agent.answer(id, 'And now in silence');
  for (const tab of [page, other]) await expect(log(tab)).toContainText('And now in silence');
  // A tab that sounds has asked for the lock by the time it has the next answer.
  await agent.answer(id, 'Still');
  for (const tab of [page, other]) await expect(log(tab)).toContainText('Still');
  expect(await sounds()).toBe(1);
  await agent.close();
});

test('without files there is no button for them, and what is dropped goes nowhere', async ({ page }) => {
  await settings(page, { files: false });
  await write(page, unique('No files'));
  await expect(page.getByRole('button', { name: 'Attach files' })).toBeHidden();
  const isTaken = await log(page).evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'x.txt', { type: 'text/plain' }));
    const event = new DragEvent('drop', { bubbles: true, cancelable: true, composed: true, dataTransfer: data });
    element.dispatchEvent(event);
    return event.defaultPrevented;
  });
  expect(isTaken).toBe(false);
});

test('beside the articles chat comes and goes with the hours, without a reload', async ({ page }) => {
  const now = Date.now();
  await settings(page, {
    availability: 'hidden',
    changes: [
      { at: now + 60_000, availability: 'online' },
      { at: now + 120_000, availability: 'hidden' },
    ],
  });
  await page.clock.install({ time: now });
  await page.goto(`${chat.host}articles.html`);
  await page.locator('kb-widget .launch').click();
  const write = page.getByRole('button', { name: /send us a message/i });
  await expect(page.getByRole('combobox').or(page.getByRole('searchbox')).first()).toBeVisible();
  await expect(write).toBeHidden();
  await page.clock.runFor(61_000);
  await expect(write).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(write).toBeHidden();
});

test('where sockets are blocked, at most one request waits, whatever the network does', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, {
      WebSocket: class {
        constructor() {
          throw new DOMException('no sockets here', 'SecurityError');
        }
      },
    });
  });
  let open = 0;
  let most = 0;
  let asked = 0;
  page.on('request', (request) => {
    if (!request.url().endsWith('/exchange')) return;
    asked++;
    most = Math.max(most, ++open);
  });
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (request) => {
      if (request.url().endsWith('/exchange')) open--;
    });
  }
  await write(page, unique('By plain requests'));
  for (let round = 0; round < 3; round++) {
    const before = asked;
    // The browser says so, although the request under way survives.
    await page.evaluate(() => {
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('online'));
    });
    await expect.poll(() => asked).toBeGreaterThan(before + 1);
  }
  await composer(page).fill('One more');
  await composer(page).press('Enter');
  await expect(log(page)).toContainText('One more');
  await expect.poll(() => open).toBe(1);
});
