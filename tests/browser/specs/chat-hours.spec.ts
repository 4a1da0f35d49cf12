// Chat when somebody is there and when nobody is: the brand `owl` opens and
// closes every half an hour and hides in between, `night` is next to never
// open. The relay's clock is the real one, the browser's is the test's.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

const launcher = (page: Page) => page.getByRole('button', { name: 'Open chat' });
const log = (page: Page) => page.getByRole('log');
const form = (page: Page) => page.getByRole('form', { name: /answer by email/i });

interface Settings {
  availability: string;
  changes: { at: number; availability: string }[];
}

async function settings(page: Page, brand: string): Promise<Settings> {
  const answer = await page.request.get(`${chat.relay}chat/v1/settings?key=${chat.keys[brand]}`);
  return answer.json();
}

/** Opens a host page with the widget of another brand, also after a reload. */
async function visit(page: Page, brand: string, lang = 'en'): Promise<void> {
  await page.addInitScript(
    (options) => addEventListener('load', () => (window as any).Helpwright?.start(options)),
    { brandId: brand, lang },
  );
  await page.goto(`${chat.host}manual.html`);
}

async function openNight(page: Page, words: string): Promise<void> {
  await visit(page, 'night');
  await launcher(page).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await page.getByRole('textbox', { name: 'Your message' }).fill(words);
  await page.getByRole('textbox', { name: 'Your message' }).press('Enter');
  await expect(form(page)).toBeVisible();
}

const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;

test('the launcher comes and goes at the boundary, without a reload', async ({ page }) => {
  const { availability, changes } = await settings(page, 'owl');
  expect(changes.length).toBeGreaterThan(10);
  await page.clock.install({ time: changes[0]!.at - 60_000 });
  await visit(page, 'owl');
  await expect(launcher(page)).toBeVisible({ visible: availability === 'online' });
  await page.evaluate(() => ((window as any).stays = true));
  for (const change of changes.slice(0, 3)) {
    await page.clock.fastForward(change.at - (await page.evaluate(() => Date.now())) - 30_000);
    await expect(launcher(page)).toBeVisible({ visible: change.availability !== 'online' });
    await page.clock.fastForward(31_500);
    await expect(launcher(page)).toBeVisible({ visible: change.availability === 'online' });
  }
  expect(await page.evaluate(() => (window as any).stays)).toBe(true);
});

test('who is away says when somebody is back, in the visitor’s zone', async ({ page }) => {
  const { availability, changes } = await settings(page, 'night');
  expect(availability).toBe('offline');
  await visit(page, 'night');
  await launcher(page).click();
  const dialog = page.getByRole('dialog');
  const weekday = new Date(changes[0]!.at).toLocaleDateString('en', { weekday: 'long' });
  await expect(dialog).toContainText(`Back ${weekday}`);
  await expect(dialog).toContainText('your time');
  await expect(dialog).toContainText('The lake is dark');
  expect(await violations(page)).toEqual([]);
});

test('a missed chat asks for an address, checks it and keeps it for the agents', async ({ page, browser }) => {
  const words = unique('Is anybody there');
  await openNight(page, words);
  await expect(log(page)).toContainText('Nobody could answer just now');
  await expect(page.getByRole('button', { name: 'End conversation' })).toBeHidden();
  expect(await violations(page)).toEqual([]);

  // By keyboard alone: a wrong address is told, and the focus is where it is
  // corrected.
  const email = page.getByLabel('Your email address');
  await page.getByLabel('Your name (optional)').focus();
  await page.keyboard.type('Ann');
  await page.keyboard.press('Tab');
  await expect(email).toBeFocused();
  await page.keyboard.type('ann@example');
  await page.keyboard.press('Enter');
  await expect(form(page).getByRole('alert')).toContainText('name@example.com');
  await expect(email).toBeFocused();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('.com');
  await page.keyboard.press('Enter');
  await expect(form(page)).toBeHidden();
  await expect(log(page)).toBeFocused();
  await expect(log(page)).toContainText('You left your email address');

  await page.reload();
  await expect(log(page)).toContainText('You left your email address');
  await expect(form(page)).toBeHidden();

  const agent = await (await browser.newContext()).newPage();
  await agent.goto(`${chat.relay}inbox/`);
  await agent.getByLabel('Email').fill(chat.email);
  await agent.getByLabel('Password').fill(chat.password);
  await agent.getByRole('button', { name: 'Sign in' }).click();
  await agent.getByRole('button', { name: 'All open' }).click();
  const row = agent.getByRole('button', { name: words });
  await expect(row).toContainText('Ann');
  await expect(row).toContainText('Missed');
  await row.click();
  await expect(agent.getByText('Missed: nobody answered in time')).toBeVisible();
  await expect(agent.getByRole('link', { name: 'ann@example.com' })).toBeVisible();
  await expect(agent.getByText('not verified')).toBeVisible();
  expect(await violations(agent)).toEqual([]);
  await agent.context().close();
});

for (const [name, locale, colorScheme, viewport] of [
  ['a phone in the dark', 'de', 'dark', { width: 390, height: 780 }],
  ['right to left', 'ar', 'light', { width: 1280, height: 800 }],
] as const) {
  test(`axe finds nothing in a missed chat, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await visit(page, 'night', locale);
    await page.locator('kb-widget button.launch').click();
    await page.locator('kb-widget .write').click();
    await page.locator('kb-widget textarea').fill('?!');
    await page.locator('kb-widget textarea').press('Enter');
    await expect(page.locator('kb-widget form.contact')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}
