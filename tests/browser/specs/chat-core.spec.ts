// The chat without an interface: a page draws its own, by the functions of
// another SDK or of ours.
import type { Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { chat } from '../lib/environment.js';
import { unique } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';
import { token } from '../lib/token.js';

/** What a call answers, or `{ error }` with its code. */
function call(page: Page, name: string, ...args: unknown[]): Promise<any> {
  return page.evaluate(
    ([name, args]) => {
      const core = (window as any).KustomerCore;
      return Promise.resolve(core[name as string](...(args as unknown[]))).catch((error: any) => ({ error: error.code, isError: error instanceof Error }));
    },
    [name, args] as const,
  );
}

const events = (page: Page, name: string): Promise<any[]> =>
  page.evaluate((name) => (window as any).noted.events.filter((one: any) => one.event === name).map((one: any) => one.payload), name);

async function open(page: Page): Promise<void> {
  await page.goto(`${chat.host}core.html`);
  await expect.poll(() => page.evaluate(() => (window as any).noted)).toMatchObject({ isLoaded: true, started: 'yes' });
}

test('a page draws its own chat, and the next page goes on with it', async ({ page, browser }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  expect(await call(page, 'isChatAvailable')).toBe('online');
  expect(await page.evaluate(() => Object.keys(localStorage)), 'nothing is stored of who only looks').toEqual([]);
  const question = unique('Is it ready');
  const conversation = await call(page, 'createConversation', { message: question });
  expect(conversation).toMatchObject({ ended: false, isInAssistantMode: false });
  const conversationId = conversation.conversationId;
  expect(await events(page, 'onConversationCreate')).toEqual([conversation]);
  expect((await agent.conversation(question)).id).toBe(conversationId);

  await agent.answer(conversationId, 'Tomorrow at noon');
  await expect(page.getByRole('listitem')).toHaveText('Kim: Tomorrow at noon');
  await expect.poll(() => call(page, 'getUnreadCount')).toMatchObject({ total: expect.any(Number), conversations: { [conversationId]: expect.any(Number) } });
  await expect.poll(async () => (await call(page, 'getUnreadCount')).total).toBeGreaterThan(0);
  expect(await call(page, 'markRead', { conversationId })).toBeNull();
  expect((await call(page, 'getUnreadCount')).total).toBe(0);

  const sent = await call(page, 'sendMessage', { conversationId, body: 'Wonderful' });
  expect(sent).toMatchObject({ conversationId, body: 'Wonderful' });
  const { messages, hasMore } = await call(page, 'getMessages', { conversationId });
  expect(messages.map(({ body, direction }: any) => [direction, body])).toEqual([
    ['in', question], ['out', 'Tomorrow at noon'], ['in', 'Wonderful'],
  ]);
  expect(hasMore).toBe(false);

  await open(page);
  expect(await call(page, 'getOpenConversations')).toMatchObject([{ conversationId }]);
  await agent.answer(conversationId, 'See you then');
  await expect(page.getByRole('listitem')).toHaveText('Kim: See you then');
  expect(await call(page, 'endConversation', { conversationId })).toMatchObject({ conversationId, ended: true });
  expect(await events(page, 'onConversationEnded')).toMatchObject([{ conversationId, ended: true }]);
  expect(await call(page, 'getOpenConversations')).toEqual([]);

  // The widget of the same site has the same visitor.
  await page.goto(`${chat.host}plain.html`);
  await page.locator('kb-widget .launch').click();
  await expect(page.locator('kb-widget')).toContainText('See you then');
});

test('what is said while the relay is out of reach arrives once', async ({ page, browser, watcher }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  const question = unique('Hello');
  const { conversationId } = await call(page, 'createConversation', { message: question });
  let fails = 2;
  await page.route('**/chat/v1/exchange', async (route) => {
    const isSaid = route.request().postDataJSON().frames.length > 0;
    if (!isSaid || fails <= 0) return route.continue();
    // Once before it reaches the relay, once after.
    if (fails-- === 2) return route.abort();
    await route.fetch();
    await route.abort();
  });
  const later = unique('And one thing more');
  expect(await call(page, 'sendMessage', { conversationId, body: later })).toMatchObject({ body: later });
  expect(fails).toBe(0);
  const { messages } = await call(page, 'getMessages', { conversationId });
  expect(messages.map(({ body }: any) => body)).toEqual([question, later]);
  expect((await agent.conversation(later)).id).toBe(conversationId);
  // The two requests that were cut.
  expect(watcher.problems.splice(0).every((one) => one.includes('ERR_FAILED'))).toBe(true);
});

test('two first words at once are of one visitor, in their order', async ({ page, browser }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  const words = [unique('First'), unique('Second'), unique('Third')];
  const conversationId = crypto.randomUUID();
  await page.evaluate(([id, words]) => Promise.all((words as string[]).map((body) => (window as any).KustomerCore.sendMessage({ conversationId: id, body }))), [conversationId, words] as const);
  const { messages } = await call(page, 'getMessages', { conversationId });
  expect(messages.map(({ body }: any) => body)).toEqual(words);
  expect(await events(page, 'onConversationCreate')).toHaveLength(1);
  expect((await agent.conversation(words[2]!)).id).toBe(conversationId);
});

test('files, the help site and the settings are there as well', async ({ page }) => {
  await open(page);
  const sent = await page.evaluate(async () => {
    const core = (window as any).KustomerCore;
    const { conversationId } = await core.createConversation();
    const file = new File(['What broke, and when.\n'], 'notes.txt', { type: 'text/plain' });
    await core.sendMessage({ conversationId, attachments: [{ file }] });
    return (await core.getMessages({ conversationId })).messages;
  });
  expect(sent).toMatchObject([{ attachments: [{ name: 'notes.txt', contentType: 'text/plain' }] }]);
  const { rootCategory, categories } = await call(page, 'getCategories');
  expect(rootCategory.children.length).toBeGreaterThan(2);
  const categoryId = rootCategory.children.find((id: string) => categories[id].children.length === 0) ?? rootCategory.children[0];
  const { articles } = await call(page, 'getArticles', { categoryId, lang: 'de' });
  expect(articles[0]).toMatchObject({ articleId: expect.any(String), title: expect.any(String), url: expect.stringContaining('/de/') });
  expect(await call(page, 'getChatSettings')).toMatchObject({ enabled: true, closableChat: true, lang: 'en' });
});

test('whoever logs in is known to the agents', async ({ page, browser }) => {
  const agent = await Agent.signIn(browser);
  await open(page);
  const email = `${crypto.randomUUID()}@example.org`;
  expect(await call(page, 'login', { jwtToken: token({ email }) })).toMatchObject({ email });
  expect(await call(page, 'isLoggedIn', { email })).toBe(true);
  const question = unique('It is me');
  const { conversationId } = await call(page, 'createConversation', { message: question });
  await agent.conversation(question);
  expect(await agent.customer(conversationId)).toMatchObject({ email, is_email_verified: true });
  expect(await call(page, 'logout')).toBeNull();
  expect(await call(page, 'getConversations')).toEqual([]);
});

test('what is wrong is told by a code and never thrown', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/exchange');
  await open(page);
  const error = (code: string) => ({ error: code, isError: true });
  expect(await call(page, 'init')).toEqual(error('already_started'));
  expect(await call(page, 'addListener', 'onMesage', null)).toEqual(error('unknown_event'));
  expect(await call(page, 'sendMessage', { body: 'Hello' })).toEqual(error('invalid_argument'));
  expect(await call(page, 'sendMessage', { conversationId: 'c1', body: ' ' })).toEqual(error('invalid_argument'));
  expect(await call(page, 'markRead', { conversationId: 'c1' })).toEqual(error('unknown_conversation'));
  expect(await call(page, 'getMessages', { conversationId: 'c1' })).toEqual(error('unknown_conversation'));
  expect(await call(page, 'submitSatisfactionForm', {})).toEqual(error('not_supported'));
  expect(await call(page, 'sendMessage', { conversationId: 'c1', body: 'x'.repeat(10_001) })).toEqual(error('too_long'));
  // Callbacks are told the same as promises.
  const told = await page.evaluate(() => new Promise((done) => (window as any).KustomerCore.markRead({ conversationId: 'c1' }, (response: unknown, error: any) => done([response ?? null, error.code]))));
  expect(told).toEqual([null, 'unknown_conversation']);
});
