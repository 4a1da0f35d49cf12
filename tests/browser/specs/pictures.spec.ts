// The pictures of widget and inbox in the README: `cargo xtask pictures` runs
// this, and nobody else. A picture shows what is true: a visitor has written,
// and an agent has answered.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { chat, picturesFolder } from '../lib/environment.js';
import { signIn } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

/** Largest picture, in bytes: the README shows several. */
const MOST_BYTES = 120_000;

const desk = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5, colorScheme: 'light' } as const;
const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const;

/** Writes what is on the screen as WebP, which Chromium itself makes. */
async function keep(page: Page, name: string): Promise<void> {
  const png = (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
  const blank = await page.context().newPage();
  const webp = await blank.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d')!.drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.86);
  }, png);
  await blank.close();
  const bytes = Buffer.from(webp.split(',')[1]!, 'base64');
  expect(bytes.length, name).toBeLessThan(MOST_BYTES);
  await mkdir(picturesFolder, { recursive: true });
  await writeFile(path.join(picturesFolder, `${name}.webp`), bytes);
}

async function visitor(browser: Browser, options: BrowserContextOptions, locale: string, host = 'plain.html'): Promise<Page> {
  const page = await (await browser.newContext({ ...options, locale })).newPage();
  // The host page is English; the visitor of a picture reads this.
  await page.route('**/chat/v1/settings?*', async (route) => {
    const url = new URL(route.request().url());
    url.searchParams.set('lang', locale);
    const response = await route.fetch({ url: url.href });
    // The tests have a second brand with the articles of the first one.
    await route.fulfill({ response, json: { ...(await response.json()), name: 'Pedalo' } });
  });
  await page.goto(chat.host + host);
  await page.locator('kb-widget .launch').click();
  await expect(page.locator('kb-widget .write')).toBeVisible();
  return page;
}

/** A conversation of these lines, the visitor's first. */
async function converse(page: Page, agent: Agent, lines: string[]): Promise<string> {
  await page.locator('kb-widget .write').click();
  const composer = page.locator('kb-widget textarea');
  let id = '';
  for (const [index, line] of lines.entries()) {
    if (index % 2) await agent.answer(id, line);
    else {
      await composer.fill(line);
      await composer.press('Enter');
      id = (await agent.conversation(line)).id;
    }
    await expect(page.locator('kb-widget .bubble').last()).toHaveText(line);
  }
  return id;
}

test('a conversation, from both sides', async ({ browser }) => {
  const agent = await Agent.signIn(browser);
  const page = await visitor(browser, { ...desk, viewport: { width: 900, height: 800 } }, 'en');
  await converse(page, agent, [
    'Hello! My bike was collected on Monday. Is it ready?',
    'Hello! Your city bike is on the stand right now: new chain, new brake pads. It will be ready tomorrow at noon.',
    'Wonderful. Can you bring it to my office?',
    'Of course! This is what a delivery includes: https://pedalo.example/delivery Where shall we come?',
    'Lindenallee 12, second floor. Thank you!',
  ]);
  await keep(page, 'widget');

  const others: [string, string[]][] = [
    ['fr', ['Bonjour, la livraison est-elle possible le samedi ?']],
    ['de', ['Guten Tag, ich habe meinen Schlüssel im Rahmenschloss abgebrochen.', 'Oh je! Wir kommen heute noch vorbei.']],
    ['en', ['How much is a winter check for an e-bike?']],
  ];
  for (const [locale, lines] of others) {
    const other = await visitor(browser, desk, locale);
    await converse(other, agent, lines);
    await other.context().close();
  }
  const inbox = await (await browser.newContext(desk)).newPage();
  await signIn(inbox);
  await inbox.getByRole('button', { name: 'All open' }).click();
  await inbox.getByRole('button', { name: /Lindenallee/ }).click();
  await expect(inbox.getByRole('log')).toContainText('Lindenallee');
  await keep(inbox, 'inbox');
});

test('on a phone, from right to left, in the dark', async ({ browser }) => {
  const agent = await Agent.signIn(browser);
  const page = await visitor(browser, { ...phone, colorScheme: 'dark' }, 'ar');
  await converse(page, agent, [
    'مرحبًا، انكسرت سلسلة دراجتي في الطريق إلى العمل. هل يمكنكم المساعدة اليوم؟',
    'مرحبًا! نعم، يصلك أحد زملائنا خلال ساعة. أين الدراجة الآن؟',
    'أمام محطة القطار المركزية، المدخل الشرقي. شكرًا جزيلًا!',
  ]);
  await keep(page, 'widget-arabic-dark');
  const start = await visitor(browser, { ...phone, colorScheme: 'light' }, 'en', 'articles.html');
  await expect(start.locator('kb-widget .topics .item').first()).toBeVisible();
  await keep(start, 'widget-phone');
});
