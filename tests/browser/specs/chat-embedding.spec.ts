// What host pages call and hear: before the script is here, while it runs,
// after it was stopped; and a page that was written for another SDK.
import type { Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { chat } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';
import { token } from '../lib/token.js';

const launcher = (page: Page) => page.locator('kb-widget button.launch');

/** Calls a function of the widget; answers its response, or the error's parts. */
function call(page: Page, name: string, ...args: unknown[]): Promise<any> {
  return page.evaluate(
    ([name, args]) =>
      ((window as any).Helpwright[name](...args) as Promise<unknown>).then(
        (response) => response ?? null,
        (error) => ({ code: error.code, status: error.status, title: error.title, source: error.source, isError: error instanceof Error }),
      ),
    [name, args] as const,
  );
}

/** Words that no other test writes. */
const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;

test('calls before the script wait for it, and promises tell how they went', async ({ page }) => {
  await page.addInitScript(() => {
    const early: unknown[] = ((window as any).Helpwright = []);
    early.push(['addListener', 'onOpen', () => ((window as any).opened = true)]);
    early.push(['open', (...answer: unknown[]) => ((window as any).answered = answer)]);
  });
  await page.goto(`${chat.host}plain.html`);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.waitForFunction(() => (window as any).opened && (window as any).answered);
  expect(await page.evaluate(() => (window as any).answered.filter(Boolean))).toEqual([]);
  expect(await call(page, 'close')).toBeNull();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('calls before start and after stop fail with a code and throw nothing', async ({ page }) => {
  await page.goto(`${chat.host}manual.html`);
  const notStarted = { code: 'not_started', isError: true };
  for (const name of ['open', 'close', 'login', 'createConversation', 'getOpenConversations', 'stop']) {
    expect(await call(page, name), name).toMatchObject(notStarted);
  }
  const sync = () => page.evaluate(() => [(window as any).Helpwright.isChatAvailable(), (window as any).Helpwright.getUnreadCount()]);
  expect(await sync()).toEqual(['disabled', { total: 0, conversations: {} }]);
  expect(await call(page, 'start')).toBeNull();
  await expect(launcher(page)).toBeVisible();
  expect(await call(page, 'start')).toMatchObject({ code: 'already_started' });
  expect((await sync())[0]).toBe('online');
  expect(await call(page, 'stop')).toBeNull();
  expect(await call(page, 'open')).toMatchObject(notStarted);
  expect(await sync()).toEqual(['disabled', { total: 0, conversations: {} }]);
  // It can be started again, with a callback this time.
  const error = await page.evaluate(() => new Promise((done) => (window as any).Helpwright.start((_: unknown, error: unknown) => done(error ?? null))));
  expect(error).toBeNull();
  await expect(launcher(page)).toBeVisible();
});

test('an unknown brand is a typed error and nothing is shown', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/settings');
  await page.goto(`${chat.host}manual.html`);
  const told = await page.evaluate(
    () => new Promise<any>((done) => (window as any).Helpwright.start({ brandId: 'nobody' }, (response: unknown, error: any) => done([response, error.code, error.status, error.source]))),
  );
  expect(told).toEqual([undefined, 'unknown_brand', 404, 'nobody']);
  await expect(page.locator('kb-widget')).toHaveCount(0);
});

test('another schedule is heard, and one that is not there is a typed error', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/settings');
  await page.goto(`${chat.host}manual.html`);
  expect(await call(page, 'start', { scheduleId: 'sundays' })).toBeNull();
  expect(await page.evaluate(() => (window as any).Helpwright.isChatAvailable())).toBe('offline');
  await call(page, 'stop');
  expect(await call(page, 'start', { scheduleId: 'sunday' })).toMatchObject({ code: 'unknown_schedule', status: 404, source: 'sunday' });
  await expect(page.locator('kb-widget')).toHaveCount(0);
  expect(await call(page, 'start')).toBeNull();
  expect(await page.evaluate(() => (window as any).Helpwright.isChatAvailable())).toBe('online');
});

test('stop leaves no node, listener, timer, style or global behind', async ({ page }) => {
  await page.addInitScript(() => {
    // Counts what is alive: listeners by target and name, timers by number.
    const counts = { listeners: new Map<string, number>(), timers: new Set<number>() };
    (window as any).counts = counts;
    const name = (target: unknown, type: string) => `${(target as object)?.constructor?.name ?? 'Window'} ${type}`;
    const add = EventTarget.prototype.addEventListener;
    const remove = EventTarget.prototype.removeEventListener;
    EventTarget.prototype.addEventListener = function (type: string, ...rest: any[]) {
      const key = name(this ?? window, type);
      counts.listeners.set(key, (counts.listeners.get(key) ?? 0) + 1);
      return (add as any).call(this ?? window, type, ...rest);
    };
    EventTarget.prototype.removeEventListener = function (type: string, ...rest: any[]) {
      const key = name(this ?? window, type);
      counts.listeners.set(key, (counts.listeners.get(key) ?? 0) - 1);
      return (remove as any).call(this ?? window, type, ...rest);
    };
    const { setTimeout: set, clearTimeout: clear } = window;
    (window as any).setTimeout = (run: () => void, ms?: number) => {
      const number: number = (set as any)(() => {
        counts.timers.delete(number);
        run();
      }, ms);
      counts.timers.add(number);
      return number;
    };
    window.clearTimeout = (number) => {
      counts.timers.delete(number as number);
      clear(number);
    };
  });
  await page.goto(`${chat.host}manual.html`);
  const alive = () =>
    page.evaluate(() => {
      const { listeners, timers } = (window as any).counts;
      return {
        nodes: document.querySelectorAll('*').length,
        globals: Object.getOwnPropertyNames(window).sort(),
        styles: document.adoptedStyleSheets.length,
        title: document.title,
        // What an element of the widget listens to goes with the element.
        listeners: [...listeners].filter(([key, count]) => count && /^(Window|HTMLDocument|VisualViewport|BroadcastChannel|WebSocket) /.test(key)),
        timers: timers.size,
      };
    });
  const before = await alive();
  await call(page, 'start');
  await call(page, 'open');
  await page.getByRole('button', { name: /send us a message/i }).click();
  await page.getByRole('textbox').fill(unique('Soon gone'));
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log')).toContainText('Sent');
  expect(await alive()).not.toEqual(before);
  await call(page, 'stop');
  await expect.poll(alive).toEqual(before);
});

test('listeners hear what happens, and one that throws stops nobody', async ({ page, browser, watcher }) => {
  const agent = await Agent.signIn(browser);
  await page.goto(`${chat.host}plain.html`);
  await expect(launcher(page)).toBeVisible();
  await page.evaluate(() => {
    const heard: unknown[] = ((window as any).heard = []);
    const removed = () => heard.push('removed');
    const { Helpwright } = window as any;
    Helpwright.addListener('onMessageReceived', () => {
      throw new Error('a fault of the page');
    });
    Helpwright.addListener('onOpen', removed);
    Helpwright.removeListener('onOpen', removed);
    for (const event of ['onOpen', 'onClose', 'onConversationCreate', 'onMessageReceived', 'onUnread', 'onAgentTyping', 'onError']) {
      Helpwright.addListener(event, (payload: unknown) => heard.push([event, payload]));
    }
  });
  const question = unique('With listeners');
  const conversation = await call(page, 'createConversation', { message: question });
  expect(conversation).toMatchObject({ ended: false, isInAssistantMode: false });
  expect(new Date(conversation.createdAt).toISOString()).toBe(conversation.createdAt);
  const { id } = await agent.conversation(question);
  expect(id).toBe(conversation.conversationId);
  await expect.poll(() => call(page, 'getOpenConversations')).toMatchObject([{ conversationId: id, ended: false }]);
  await agent.typing(id, true);
  await call(page, 'close');
  await agent.answer(id, 'An answer');
  const heard = () => page.evaluate(() => (window as any).heard);
  const unread = { total: 1, conversations: { [id]: 1 } };
  await expect.poll(heard).toContainEqual(['onUnread', unread]);
  const events = await heard();
  expect(events).toContainEqual(['onConversationCreate', expect.objectContaining({ conversationId: id })]);
  expect(events).toContainEqual(['onMessageReceived', expect.objectContaining({ conversationId: id, body: 'An answer', name: 'Kim' })]);
  expect(events).toContainEqual(['onAgentTyping', { conversationId: id, typingIndicator: true }]);
  expect(events).not.toContain('removed');
  expect(await page.evaluate(() => (window as any).Helpwright.getUnreadCount())).toEqual(unread);
  // A fault of the page is the page's own to hear of.
  expect(watcher.problems.splice(0)).toEqual(['script: Error: a fault of the page']);
  // What is wrong is told by its name, and as an event.
  expect(await call(page, 'openConversationById', { conversationId: 'c0ffee' })).toMatchObject({ code: 'unknown_conversation', source: 'conversationId' });
  expect(await call(page, 'addListener', 'onOpened')).toMatchObject({ code: 'unknown_event', source: 'onOpened' });
  expect(await call(page, 'opne')).toMatchObject({ code: 'unknown_function', source: 'opne' });
  expect(await call(page, 'openKbArticle', 'a')).toMatchObject({ code: 'no_knowledge_base' });
  expect((await heard()).filter(([event]: string[]) => event === 'onError')).toHaveLength(4);
  expect(await call(page, 'openConversationById', { conversationId: id })).toBeNull();
  await expect(page.getByRole('log')).toContainText('An answer');
  await agent.close();
});

test('position, size and z-index are as the page wants', async ({ page }) => {
  await page.goto(`${chat.host}manual.html`);
  await call(page, 'start', { position: 'start', size: 'large', zIndex: 7, lang: 'de_de' });
  await expect(page.getByRole('button', { name: 'Chat öffnen' })).toBeVisible();
  const box = (await launcher(page).boundingBox())!;
  expect([box.x, box.width, box.height]).toEqual([20, 72, 72]);
  expect(await page.locator('kb-widget').evaluate((host) => getComputedStyle(host).zIndex)).toBe('7');
  await call(page, 'open');
  // It grows to its size while it opens.
  const place = async () => {
    const panel = (await page.getByRole('dialog').boundingBox())!;
    return [panel.x, panel.width];
  };
  await expect.poll(place).toEqual([20, 480]);
  await call(page, 'stop');
  await call(page, 'start', { hideChatIcon: true, lang: 'ar' });
  await expect(page.locator('kb-widget')).toHaveAttribute('dir', 'rtl');
  await expect(launcher(page)).toBeHidden();
  await call(page, 'open');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a login joins what was said before, and a logout leaves nothing', async ({ page, watcher }) => {
  for (const path of ['login', 'session']) watcher.expectedMissing.add(`/chat/v1/${path}`);
  await page.goto(`${chat.host}plain.html`);
  await expect(launcher(page)).toBeVisible();
  const question = unique('Before the login');
  const { conversationId } = await call(page, 'createConversation', { message: question });
  await expect(page.getByRole('log')).toContainText('Sent');
  const email = `${crypto.randomUUID()}@example.org`;
  expect(await call(page, 'isLoggedIn', { email })).toBe(false);
  expect(await call(page, 'login', { jwtToken: `${token({ email })}x` })).toMatchObject({ code: 'invalid_token', status: 401 });
  const stale = token({ email, iat: Math.floor(Date.now() / 1000) - 16 * 60 });
  expect(await call(page, 'login', { jwtToken: stale })).toMatchObject({ code: 'token_expired' });
  expect(await call(page, 'login', { jwtToken: token({ email }) })).toMatchObject({ email, externalId: null });
  expect(await call(page, 'isLoggedIn', { email: email.toUpperCase() })).toBe(true);
  expect(await call(page, 'getOpenConversations')).toMatchObject([{ conversationId }]);
  await expect(page.getByRole('log')).toContainText(question);
  // Another person of the same browser sees nothing of it.
  expect(await call(page, 'login', { jwtToken: token({ externalId: crypto.randomUUID() }) })).toMatchObject({ email: null });
  expect(await call(page, 'getOpenConversations')).toEqual([]);
  await expect(page.getByText(question)).toHaveCount(0);
  expect(await call(page, 'logout')).toBeNull();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  // The first one comes back on any device.
  expect(await call(page, 'login', { jwtToken: token({ email }) })).toMatchObject({ email });
  expect(await call(page, 'getOpenConversations')).toMatchObject([{ conversationId }]);
});

test('a page that was written for another SDK works unchanged', async ({ page, browser, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/customer');
  const agent = await Agent.signIn(browser);
  await page.route('**/token', (route) => route.fulfill({ body: token({ email: 'ann@example.org', externalId: 'ann' }) }));
  await page.goto(`${chat.host}compatibility.html`);
  const noted = () => page.evaluate(() => (window as any).noted);
  await expect.poll(async () => Object.keys((await noted()).answers).sort(), { timeout: 30_000 }).toEqual([
    'close',
    'createConversation',
    'describeConversation',
    'describeCustomer',
    'describeWrongly',
    'getOpenConversations',
    'isLoggedIn',
    'isLoggedInAsAnother',
    'login',
    'openConversationById',
    'openKbArticle',
    'openKbCategory',
    'openUnknown',
    'start',
  ]);
  const { answers, loadedWith, available, unread, question } = await noted();
  expect(loadedWith).toEqual(['start']);
  expect(available).toBe('online');
  expect(unread).toEqual({ total: 0, conversations: {} });
  const refused = (code: string) => ({ error: code, isError: true });
  expect(answers).toMatchObject({
    login: { response: { email: 'ann@example.org', externalId: 'ann' } },
    isLoggedIn: { response: true },
    isLoggedInAsAnother: { response: false },
    describeCustomer: { response: null },
    describeWrongly: refused('unknown_attribute'),
    createConversation: { response: { ended: false, isInAssistantMode: false } },
    describeConversation: { response: null },
    openConversationById: { response: null },
    openUnknown: refused('unknown_conversation'),
    openKbArticle: refused('no_knowledge_base'),
    openKbCategory: refused('no_knowledge_base'),
  });
  const id = answers.createConversation.response.conversationId;
  expect(answers.getOpenConversations.response).toContainEqual(expect.objectContaining({ conversationId: id }));
  // The agent sees who it is, and what the page said.
  expect((await agent.conversation(question)).id).toBe(id);
  expect(await agent.customer(id)).toMatchObject({
    email: 'ann@example.org',
    is_email_verified: true,
    external_id: 'ann',
    shared_emails: ['ann@work.example'],
    shared_phones: ['+4930123456'],
    shared_socials: [{ username: 'ann', type: 'twitter' }],
    attributes: { loyaltyTierStr: 'gold', ordersNum: 3 },
    conversation_attributes: { orderIdStr: 'A-17' },
  });
  await agent.answer(id, 'At the harbour');
  await expect.poll(async () => (await noted()).events.map(({ event }: { event: string }) => event)).toContain('onMessageReceived');
  await page.getByRole('button', { name: 'Need help?' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await agent.close();
});
