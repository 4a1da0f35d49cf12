// Articles before a chat: offered while the first message is written, opened in
// the panel, and what becomes of it, with a relay and without one.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, sideways, test } from '../lib/test.js';

const question = 'How do I unlock a bike with the app?';
const dialog = (page: Page) => page.getByRole('dialog');
const field = (page: Page) => dialog(page).getByRole('textbox');
const offer = (page: Page) => dialog(page).getByRole('region', { name: 'These articles may help' });
const write = (page: Page) => dialog(page).getByRole('button', { name: 'Send us a message' });

declare global {
  interface Window {
    heard: unknown[];
  }
}

/** Begins a conversation in the panel, and listens to what the page is told. */
async function begin(page: Page, address = `${chat.host}articles.html`): Promise<void> {
  await page.goto(address);
  await page.locator('kb-widget .launch').click();
  await page.evaluate(() => {
    window.heard = [];
    for (const event of ['onDeflection', 'onConversationCreate']) {
      (window as any).Helpwright.addListener(event, (payload: object) => window.heard.push({ event, ...payload }));
    }
  });
  const loaded = page.waitForResponse(/\/widget\/records\.js$/);
  await write(page).click();
  await loaded;
  await expect(field(page)).toBeFocused();
}

const outcomes = (page: Page) =>
  page.evaluate(() => window.heard.filter((one: any) => one.event == 'onDeflection').map((one: any) => one.outcome));

/** The deflections that were posted and taken, as they come. */
function posted(page: Page): any[] {
  const all: any[] = [];
  page.on('response', (answer) => {
    if (answer.url().endsWith('/records') && answer.ok()) all.push(...(answer.request().postDataJSON()?.deflections ?? []));
  });
  return all;
}

test('an article that solves it ends the message, and nothing is stored', async ({ page }) => {
  const records = posted(page);
  await begin(page);
  await field(page).fill('unlock');
  await field(page).fill(question);
  await expect(offer(page)).toBeVisible();
  const titles = await offer(page).getByRole('listitem').allInnerTexts();
  expect(titles.length).toBeLessThanOrEqual(3);
  await expect(dialog(page).locator('.composer [role=status]').last()).toHaveText('Articles that may help are shown above the field.');
  // Nobody was sent away from the field.
  await expect(field(page)).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await offer(page).getByRole('button', { name: titles[0]! }).focus();
  await page.keyboard.press('Enter');
  const heading = dialog(page).getByRole('heading', { level: 3 }).first();
  await expect(heading).toHaveText(titles[0]!);
  await expect(heading).toBeFocused();

  await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  await expect(field(page)).toHaveValue(question);
  await expect(offer(page).getByRole('listitem')).toHaveText(titles);
  await offer(page).getByRole('button', { name: titles[0]! }).click();
  await dialog(page).getByRole('button', { name: 'This solved it' }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Glad that helped' })).toBeFocused();

  await expect.poll(() => records.at(-1)).toMatchObject({
    surface: 'chat', locale: 'en', outcome: 'deflected', helpful: true, opened: [expect.any(String)],
  });
  expect(records.at(-1).offered).toHaveLength(titles.length);
  // Nobody agreed to be counted with words.
  expect(JSON.stringify(records)).not.toContain('unlock');
  expect(await outcomes(page)).toEqual(['unknown', 'deflected']);
  await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  await expect(write(page)).toBeVisible();
  await expect(dialog(page).getByRole('heading', { name: 'Your conversations' })).toBeHidden();
  await write(page).click();
  await expect(field(page)).toHaveValue('');
  await expect(offer(page)).toBeHidden();
});

test('who writes all the same has continued, and is asked no more', async ({ page }) => {
  const records = posted(page);
  await begin(page);
  await page.evaluate(() => document.documentElement.setAttribute('data-consent', ''));
  await field(page).fill(question);
  await offer(page).getByRole('button').first().click();
  await dialog(page).getByRole('button', { name: 'Back to my message' }).click();
  await expect(field(page)).toHaveValue(question);
  await field(page).press('Enter');
  await expect(offer(page)).toBeHidden();
  await expect(dialog(page).getByRole('log')).toContainText('Sent');
  await expect.poll(() => records.at(-1)).toMatchObject({ surface: 'chat', outcome: 'continued', query: question });
  expect(await page.evaluate(() => window.heard.map((one: any) => one.event))).toContain('onConversationCreate');
  expect(await outcomes(page)).toEqual(['unknown', 'continued']);
  // The conversation has begun: what is written now is for a person.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await field(page).fill('How do I pay for a ride with my card?');
  await field(page).press('Enter');
  await expect(dialog(page).getByRole('log')).toContainText('How do I pay');
  expect(asked.filter((url) => url.includes('/search/') || url.endsWith('/records'))).toEqual([]);
});

test('Escape and a button put the offer away, and the panel stays open', async ({ page }) => {
  await begin(page);
  await field(page).fill(question);
  await expect(offer(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(offer(page)).toBeHidden();
  await expect(field(page)).toBeFocused();
  await expect(field(page)).toHaveValue(question);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await page.reload();
  await begin(page);
  await field(page).fill(question);
  await offer(page).getByRole('button', { name: 'Not now' }).click();
  await expect(offer(page)).toBeHidden();
  await expect(field(page)).toBeFocused();
});

test('with the relay down articles still answer, and what is counted is posted later', async ({ page, watcher }) => {
  const records = posted(page);
  await begin(page);
  watcher.refuses = true;
  let isDown = true;
  await page.route(`${chat.relay}**`, (route) => (isDown ? route.abort('connectionrefused') : route.continue()));
  await field(page).fill(question);
  await offer(page).getByRole('button').first().click();
  await dialog(page).getByRole('button', { name: 'This solved it' }).click();
  await expect(dialog(page).getByRole('heading', { name: 'Glad that helped' })).toBeFocused();
  await expect.poll(() => page.evaluate(() => localStorage['kb-records'])).toContain('deflected');
  expect(records).toEqual([]);
  isDown = false;
  await page.reload();
  await expect.poll(() => records.at(-1)).toMatchObject({ surface: 'chat', outcome: 'deflected' });
  await expect.poll(() => page.evaluate(() => localStorage['kb-records'])).toBeUndefined();
});

test('a brand that does not want it offers nothing', async ({ page }) => {
  await page.route(`${chat.relay}chat/v1/settings?**`, async (route) => {
    const answer = await route.fetch();
    return route.fulfill({ response: answer, json: { ...(await answer.json()), suggestions: false } });
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${chat.host}articles.html`);
  await page.locator('kb-widget .launch').click();
  await write(page).click();
  await field(page).fill(question);
  await field(page).press('Enter');
  await expect(dialog(page).getByRole('log')).toContainText('Sent');
  expect(asked.filter((path) => path.endsWith('offer.js') || path.includes('/search/'))).toEqual([]);
});

for (const [name, scheme] of [['light', 'light'], ['dark', 'dark']] as const) {
  test(`axe finds nothing in the offer, its article and the thanks, ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await begin(page);
    await field(page).fill(question);
    await expect(offer(page)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await offer(page).getByRole('button').first().click();
    await expect(dialog(page).getByRole('button', { name: 'This solved it' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'This solved it' }).click();
    await expect(dialog(page).getByRole('heading', { name: 'Glad that helped' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
