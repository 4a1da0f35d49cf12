// Too much at once: the panel says when what waits is sent, and sends it then.
// The refusals are those of the relay, put on its way by the test, so that no
// other test comes near a limit.
import type { Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

const composer = (page: Page) => page.getByRole('textbox');
const log = (page: Page) => page.getByRole('log');
const timer = (page: Page) => page.getByRole('timer');
const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;

async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
}

async function open(page: Page): Promise<void> {
  await page.goto(`${chat.host}plain.html`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
}

/** Refuses the message with this text once; answers when it came, in ms. */
async function refuse(page: Page, text: string, retryAfterMs: number): Promise<number[]> {
  const times: number[] = [];
  await page.routeWebSocket(/\/chat\/v1\/socket$/, (socket) => {
    const relay = socket.connectToServer();
    socket.onMessage((message) => {
      const frame = JSON.parse(String(message));
      if (frame.type === 'send' && frame.body === text) times.push(Date.now());
      if (frame.type !== 'send' || frame.body !== text || times.length > 1) return relay.send(message);
      socket.send(JSON.stringify({ type: 'refused', id: frame.id, code: 'rate_limited', retry_after_ms: retryAfterMs }));
    });
  });
  return times;
}

for (const scheme of ['light', 'dark'] as const) {
  test(`what is refused for a while is sent by itself, in order, and the panel counts down, ${scheme}`, async ({ page, browser }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const agent = await Agent.signIn(browser);
    const [first, second, third] = [unique('One'), unique('Two'), unique('Three')];
    const times = await refuse(page, second, 6000);
    await open(page);
    await write(page, first);
    const { id } = await agent.conversation(first);
    await write(page, second);
    await expect(timer(page)).toHaveText(/Too many messages at once\. What waits is sent in \d seconds?\./);
    await expect(page.getByRole('status').last()).toContainText('Too many messages at once');
    const before = await timer(page).innerText();
    await expect(timer(page)).not.toHaveText(before);
    expect(await violations(page)).toEqual([]);
    await write(page, third);
    await expect(log(page)).toContainText(third);
    await expect(log(page)).not.toContainText('Waits for a connection');
    await expect(timer(page)).toBeHidden();
    await agent.state((item, given) => item.id === given && item.seq === 3, id);
    expect(await agent.texts(id)).toEqual([first, second, third]);
    expect(times).toHaveLength(2);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(6000);
    await agent.close();
  });
}

test('a first message waits as well where too many visitors come from one place, and is kept over a reload', async ({ page, browser, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/sessions');
  const agent = await Agent.signIn(browser);
  const headers = { 'access-control-allow-origin': '*' };
  let asked = 0;
  let wait = 150_000;
  await page.route('**/chat/v1/sessions', (route) => {
    if (route.request().method() !== 'POST' || ++asked > 2) return route.continue();
    return route.fulfill({ status: 429, headers, json: { code: 'rate_limited', status: 429, retry_after_ms: wait } });
  });
  await open(page);
  const question = unique('The first word');
  await write(page, question);
  await expect(timer(page)).toContainText('in 3 minutes');
  // Nothing else is said of the connection, and nobody hurries past the limit.
  await expect(page.getByText('Connecting again')).toBeHidden();
  await page.keyboard.press('Escape');
  await page.locator('kb-widget .launch').click();
  await expect(timer(page)).toContainText('in 3 minutes');
  expect(asked).toBe(1);
  wait = 3000;
  await page.reload();
  await page.locator('kb-widget .launch').click();
  await agent.conversation(question);
  expect(asked).toBe(3);
  await agent.close();
});
