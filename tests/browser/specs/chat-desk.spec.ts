// The agents' desk: several agents, search, shortcuts, articles, calls.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { openInbox, unique, visitorWho } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

/** Opens the conversation of which this is the last message. */
async function open(page: Page, message: string): Promise<void> {
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: message }).click();
  await expect(page.getByRole('log')).toContainText(message);
}

/** An agent at another desk: a context has a session of its own. */
async function another(browser: Browser, email = chat.email): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await openInbox(page, email);
  return { context, page };
}

/** One article, in the place of the help site. */
async function giveArticles(page: Page): Promise<void> {
  await page.route('**/en/api/content.json', (route) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: {
        version: 1, locale: 'en', direction: 'ltr', name: 'Pedalo Help', url: '/help/en/', categories: [],
        articles: [{
          id: 'a1', title: 'Follow a parcel', description: 'Where it is.', url: '/help/en/articles/parcel-a1/',
          locale: 'en', categories: [], tags: ['delivery'], featured: false, updated_at: null, reading_minutes: 1,
        }],
      },
    }),
  );
}

test('whoever takes a conversation joins it, and the visitor is told', async ({ page, browser }) => {
  const question = unique('Is anybody there');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await open(page, question);
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await expect(page.getByRole('log')).toContainText('You joined');
  await expect(page.getByRole('log')).not.toContainText('You took');
  await expect(visitor.getByRole('log')).toContainText('Kim joined');
  await visitor.context().close();
});

test('two agents at one conversation know of each other', async ({ page, browser }) => {
  const question = unique('Two hands');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  const lee = await another(browser, chat.colleague);
  await open(page, question);
  await open(lee.page, question);
  await expect(page.getByText('Also here: Lee')).toBeVisible();
  await expect(lee.page.getByText('Also here: Kim')).toBeVisible();
  await lee.page.getByRole('textbox', { name: /reply/i }).pressSequentially('Let me see');
  await expect(page.getByText('Replying right now: Lee')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await lee.page.getByRole('textbox', { name: /reply/i }).press('Enter');
  await expect(page.getByRole('log')).toContainText('Let me see');
  await expect(page.getByText('Replying right now: Lee')).toBeHidden();
  await lee.context.close();
  await expect(page.getByText('Also here: Lee')).toBeHidden();
  await visitor.context().close();
});

test('a search finds a word in any message by keyboard alone', async ({ page, browser }) => {
  const word = `zeppelin${crypto.randomUUID().slice(0, 6)}`;
  const visitor = await visitorWho(browser, `My ${word} has no bell`);
  await visitor.getByRole('textbox').fill('And it rains');
  await visitor.getByRole('textbox').press('Enter');
  await openInbox(page);
  await page.keyboard.press('/');
  const field = page.getByRole('searchbox');
  await expect(field).toBeFocused();
  await page.keyboard.type(word.toUpperCase().slice(0, -1));
  await expect(page.getByText('1 conversation found')).toBeVisible();
  await expect(page.locator('mark')).toHaveText(word);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log')).toContainText('And it rains');
  await field.fill(`${word} nowhere`);
  await expect(page.getByText('Nothing found')).toBeVisible();
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await expect(page.getByText('Nothing found')).toBeHidden();
  await visitor.context().close();
});

test('a search that cannot be asked says so and can be repeated', async ({ page, watcher }) => {
  await openInbox(page);
  watcher.expectedMissing.add('/inbox/v1/search');
  await page.route('**/inbox/v1/search?*', (route) => route.fulfill({ status: 503, body: '{}' }));
  await page.getByRole('searchbox').fill('anything');
  await expect(page.getByText('can’t be reached')).toBeVisible();
  await page.unroute('**/inbox/v1/search?*');
  await page.getByRole('button', { name: 'Search again' }).click();
  await expect(page.getByText('can’t be reached')).toBeHidden();
});

test('a slash offers texts and articles in the language of the customer', async ({ page, browser }) => {
  const question = unique('Where is my parcel');
  const visitor = await visitorWho(browser, question);
  await giveArticles(page);
  await openInbox(page);
  await open(page, question);
  const reply = page.getByRole('textbox', { name: /reply/i });
  await reply.fill('/');
  const offers = page.getByRole('listbox');
  await expect(offers.getByRole('option')).toHaveCount(4);
  await expect(offers.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  expect(await violations(page)).toEqual([]);
  await reply.pressSequentially('parc');
  await expect(offers.getByRole('option')).toHaveCount(1);
  await reply.press('Enter');
  await expect(reply).toHaveValue(/^Follow a parcel: http:\/\/127\.0\.0\.1:\d+\/help\/en\/articles\/parcel-a1\/$/);
  await expect(offers).toBeHidden();
  await reply.press('Enter');
  await expect(visitor.getByRole('link', { name: /parcel-a1/ })).toBeVisible();

  await reply.fill('/part');
  await reply.press('Tab');
  await expect(reply).toHaveValue('The part is ordered. You hear from us as soon as it is here.');
  await expect(page.getByText('With this message:')).toBeVisible();
  await reply.press('Enter');
  await expect(page.getByRole('log')).toContainText('You added the tag parts');
  await expect(page.getByRole('log')).toContainText('Waiting for parts');
  await expect(page.getByLabel('Status')).toHaveValue('snoozed/waiting-for-parts');
  await visitor.context().close();
});

test('Escape closes what a slash offers and leaves the text', async ({ page, browser }) => {
  const question = unique('One more question');
  const visitor = await visitorWho(browser, question);
  await giveArticles(page);
  await openInbox(page);
  await open(page, question);
  const reply = page.getByRole('textbox', { name: /reply/i });
  await reply.fill('/hel');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await reply.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  await expect(reply).toHaveValue('/hel');
  await expect(reply).toBeFocused();
  await visitor.context().close();
});

test('a sub status is chosen, shown, and goes with its status', async ({ page, browser }) => {
  const question = unique('My chain is rusty');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await open(page, question);
  await page.getByLabel('Status').selectOption('open/needs-workshop');
  await expect(page.getByRole('log')).toContainText('Needs the workshop');
  await expect(page.getByRole('button', { name: question })).toContainText('Needs the workshop');
  await page.getByRole('button', { name: 'Done', exact: true }).last().click();
  await expect(page.getByLabel('Status')).toHaveValue('done/');
  await visitor.context().close();
});

test('a presence is shown at every desk and kept', async ({ page, browser }) => {
  await openInbox(page);
  const other = await another(browser);
  await page.getByLabel('Your menu').click();
  await page.getByRole('button', { name: 'Busy' }).click();
  await other.page.getByLabel('Your menu').click();
  await expect(other.page.getByRole('button', { name: 'Busy' })).toHaveAttribute('aria-pressed', 'true');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Busy' })).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('Your menu')).toHaveAccessibleName(/Busy/);
  await page.getByLabel('Your menu').click();
  await page.getByRole('button', { name: 'Available' }).click();
  await expect(page.getByRole('button', { name: 'Available' })).toHaveAttribute('aria-pressed', 'true');
  await other.context.close();
});

/** Notes every notification instead of showing it. */
async function noteNotifications(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    // An empty tab has no storage, and no inbox either.
    if (location.protocol === 'about:') return;
    class Noted {
      static permission = 'default';
      static requestPermission() {
        Noted.permission = 'granted';
        return Promise.resolve('granted');
      }
      constructor(title: string, options: NotificationOptions) {
        const noted = JSON.parse(localStorage.getItem('noted') ?? '[]');
        localStorage.setItem('noted', JSON.stringify([...noted, `${title}: ${options.body}`]));
      }
    }
    // What was allowed in one tab is allowed in all.
    if (localStorage.getItem('noted')) Noted.permission = 'granted';
    Object.defineProperty(window, 'Notification', { value: Noted });
  });
}

/** How many notifications there were with these words. */
const noted = (page: Page, words: string) =>
  page.evaluate((given) => {
    const all: string[] = JSON.parse(localStorage.getItem('noted') ?? '[]');
    return all.filter((one) => one.includes(given)).length;
  }, words);

test('of two tabs one calls, and none for what is looked at', async ({ page, context, browser }) => {
  await noteNotifications(context);
  await openInbox(page);
  await page.getByLabel('Your menu').click();
  await page.getByRole('switch', { name: 'Notifications' }).click();
  await expect(page.getByRole('switch', { name: 'Notifications' })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Sound' })).not.toBeChecked();
  await page.keyboard.press('Escape');
  const tab = await context.newPage();
  await tab.goto(`${chat.relay}inbox/`);
  await expect(tab.getByRole('navigation', { name: 'Lists' })).toBeVisible();
  const question = unique('Does it ring');
  const visitor = await visitorWho(browser, question);
  await expect.poll(() => noted(page, question)).toBe(1);

  await tab.bringToFront();
  await open(tab, question);
  await tab.getByRole('textbox', { name: /reply/i }).focus();
  const more = unique('Still there');
  await visitor.getByRole('textbox').fill(more);
  await visitor.getByRole('textbox').press('Enter');
  await expect(tab.getByRole('log')).toContainText(more);
  // A conversation nobody looks at comes after it: had there been a call, it
  // would have come before this one.
  const last = unique('Something else');
  const other = await visitorWho(browser, last);
  await expect.poll(() => noted(page, last)).toBe(1);
  expect(await noted(page, more)).toBe(0);
  expect(await noted(page, question)).toBe(1);
  await visitor.context().close();
  await other.context().close();
});

test('a first visit leaves no error behind', async ({ page, watcher }) => {
  await page.goto(`${chat.relay}inbox/`);
  await expect(page.getByLabel('Email')).toBeVisible();
  expect(watcher.problems).toEqual([]);
});

test('everything fits on a small phone', async ({ page, browser }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const question = unique('A rather long question that has to be cut somewhere on a small screen');
  const visitor = await visitorWho(browser, question);
  await giveArticles(page);
  await openInbox(page);
  const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await page.getByLabel('Your menu').click();
  await expect(page.getByRole('button', { name: 'Away' })).toBeInViewport();
  expect(await sideways()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').fill(question.slice(-8));
  await expect(page.getByText('1 conversation found')).toBeVisible();
  await page.locator('.results .row').click();
  await page.getByRole('textbox', { name: /reply/i }).fill('/');
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeInViewport();
  expect(await sideways()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await visitor.context().close();
});
