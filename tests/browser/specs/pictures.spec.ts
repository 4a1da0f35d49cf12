// The pictures of forms, widget and inbox in the README: `cargo xtask pictures` runs
// this, and nobody else. A picture shows what is true: a visitor has written,
// and an agent has answered.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { Agent } from '../lib/agent.js';
import { chat, picturesFolder, site } from '../lib/environment.js';
import { openInbox, signIn } from '../lib/inbox.js';
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

test('a form that answers first, on a desk and on a phone', async ({ browser }) => {
  const page = await (await browser.newContext({ ...desk, viewport: { width: 1100, height: 1080 } })).newPage();
  await page.goto(`${site('pedalo').url}en/forms/contact/`);
  await page.getByLabel('What is it about?').selectOption('refund');
  await page.getByLabel('Amount in euros').fill('4.50');
  await page.getByLabel('Your message').pressSequentially('How do I get my money back for a ride?', { delay: 5 });
  await expect(page.getByText('These articles may help')).toBeVisible();
  await keep(page, 'form');

  const small = await (await browser.newContext({ ...phone, colorScheme: 'dark', locale: 'de' })).newPage();
  await small.goto(`${site('paperwhale').url}de/forms/report-a-problem/`);
  await small.getByLabel('Wo haben Sie es gesehen?').selectOption('app');
  await keep(small, 'form-phone');
});

test('an invitation, and what came of it', async ({ browser, request }) => {
  const page = await (await browser.newContext({ ...desk, viewport: { width: 760, height: 560 } })).newPage();
  await page.route('**/chat/v1/settings?*', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    const rule = { id: 'reader', delay_seconds: 0, message: { [json.locale]: 'Is something still unclear? Ask us, we’re here.' } };
    const proactive = { version: 1, memory: 'none', respects_privacy: true, rules: [rule], texts: { dismiss: 'Not now' } };
    await route.fulfill({ response, json: { ...json, idle: '/widget/proactive.js', proactive } });
  });
  await page.goto(`${chat.host}plain.html`);
  await expect(page.locator('kb-widget .invite')).toBeVisible();
  await keep(page, 'invitation');

  const post = async (path: string, data: object) => {
    const answer = await request.post(`${chat.relay}kb/v1/${chat.keys.pedalo}/${path}`, { data });
    expect(answer.status(), await answer.text()).toBe(202);
  };
  const id = () => crypto.randomUUID().replaceAll('-', '');
  const { articles } = await (await request.get(`${site('pedalo').url}en/api/content.json`)).json();
  // Twelve days of readers, as they are: most are content, a few say why not.
  const offers: object[] = [];
  for (const [index, article] of articles.slice(0, 8).entries()) {
    for (let reader = 0; reader < 23 - 2 * index; reader++) {
      const helpful = (reader * 7 + index * 3) % 10 < 8;
      const words = index == 1 && !helpful ? ['Which of the two codes?', 'The picture shows the old lock.'][reader % 2] : '';
      const at = Date.now() - ((reader * 5 + index) % 12) * 86_400_000;
      const why = helpful ? {} : { reason: ['unclear', 'wrong', 'incomplete'][(reader + index) % 3], words };
      await post('votes', { id: id(), article: article.id, version: '1', locale: 'en', visitor: id(), at, helpful, ...why });
      const outcome = ['deflected', 'continued', 'deflected', 'unknown'][(reader + index) % 4];
      offers.push({
        id: id(), surface: reader % 3 ? 'form' : 'chat', source: reader % 3 ? 'contact' : 'chat', locale: 'en',
        offered: [article.id], opened: outcome == 'unknown' ? [] : [article.id], outcome, at,
      });
    }
  }
  for (let first = 0; first < offers.length; first += 20) {
    await post('records', { consent: true, deflections: offers.slice(first, first + 20), searches: [], invitations: [] });
  }
  const inbox = await (await browser.newContext(desk)).newPage();
  await openInbox(inbox);
  await inbox.goto(`${chat.relay}inbox/#reports/deflection/30`);
  await expect(inbox.getByRole('rowheader').getByRole('link', { name: articles[0].title })).toBeVisible();
  await keep(inbox, 'reports');
});
