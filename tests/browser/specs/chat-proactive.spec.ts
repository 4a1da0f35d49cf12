// Invitations to chat, with Playwright's clock in place of waiting.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { withoutRules } from '../lib/rules.js';
import { expect, test } from '../lib/test.js';

interface Rule {
  id: string;
  when?: object;
  delay_seconds?: number;
  caps?: { per_session?: number; per_day?: number; ever?: number };
  quiet_days?: number;
  message?: Record<string, string>;
}

interface Given {
  rules: Rule[];
  memory?: 'none' | 'session' | 'visitor';
  settings?: object;
  host?: string;
}

const START = new Date('2026-11-23T12:00:00Z');
const bubble = (page: Page) => page.locator('kb-widget .invite');

/** What browsers have posted: event by event. */
async function counted(page: Page): Promise<string[]> {
  const events: string[] = [];
  await page.route('**/kb/v1/*/records', async (route) => {
    for (const { rule, event } of route.request().postDataJSON().invitations) events.push(`${rule} ${event}`);
    await route.fulfill({ status: 202, headers: { 'access-control-allow-origin': '*' } });
  });
  return events;
}

/** Gives the rules with the settings, as a relay does. */
async function give(page: Page, { rules, memory = 'session', settings = {} }: Given): Promise<void> {
  await page.route('**/chat/v1/settings?*', async (route) => {
    const answer = await route.fetch();
    const json = await answer.json();
    const proactive = {
      version: 1,
      memory,
      respects_privacy: true,
      rules: rules.map((rule) => ({ message: { [json.locale]: `This is ${rule.id}` }, ...rule })),
      texts: { dismiss: 'Not now' },
    };
    await route.fulfill({ response: answer, json: { ...json, idle: '/widget/proactive.js', proactive, ...settings } });
  });
}

/** Waits until the rules are looked at: the bubble's styles come then. */
async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const root = document.querySelector('kb-widget')?.shadowRoot;
    return root?.adoptedStyleSheets.some((sheet) => /invite/.test(sheet.cssRules[0]?.cssText ?? ''));
  });
}

/** Opens a page of somebody else, and waits until the rules are looked at. */
async function visit(page: Page, address = 'plain.html'): Promise<void> {
  await page.goto(chat.host + address);
  await ready(page);
}

/** Lets time pass, second by second, with what happens in each of them. */
async function pass(page: Page, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) await page.clock.runFor(1000);
}

test.beforeEach(async ({ page }) => {
  await page.clock.install({ time: START });
});

test('a visitor is invited after the delay, opens the chat by it, and nothing is stored before a word', async ({ page }) => {
  const events = await counted(page);
  let sessions = 0;
  page.on('request', (request) => void (request.url().endsWith('/chat/v1/sessions') && sessions++));
  await give(page, { rules: [{ id: 'hello', delay_seconds: 10 }] });
  await visit(page);
  await page.evaluate(() => document.querySelector('main')!.append(Object.assign(document.createElement('input'), { id: 'mine', ariaLabel: 'Mine' })));
  await page.locator('#mine').focus();
  await pass(page, 8);
  await expect(bubble(page)).toHaveCount(0);
  await pass(page, 4);
  await expect(bubble(page)).toHaveText(/This is hello/);
  // It takes no focus, and is told to those who do not see it.
  await expect(page.locator('#mine')).toBeFocused();
  await expect(page.getByRole('status')).toContainText('This is hello');
  expect(await violations(page)).toEqual([]);
  expect(events).toEqual(['hello shown']);

  await bubble(page).getByRole('button', { name: 'This is hello' }).click();
  await page.clock.resume();
  await expect(page.getByRole('textbox', { name: 'Your message' })).toBeFocused();
  await expect(bubble(page)).toHaveCount(0);
  expect(sessions).toBe(0);
  expect(events).toEqual(['hello shown', 'hello engaged']);
  await page.getByRole('textbox', { name: 'Your message' }).fill(`You asked first ${crypto.randomUUID()}`);
  await page.getByRole('textbox', { name: 'Your message' }).press('Enter');
  await expect(page.getByRole('log')).toContainText('Sent');
  await expect.poll(() => events).toEqual(['hello shown', 'hello engaged', 'hello converted']);
});

test('who puts an invitation away is left alone, over reloads and tabs', async ({ page, context }) => {
  const events = await counted(page);
  const rules = [{ id: 'first', delay_seconds: 2 }, { id: 'second', delay_seconds: 4 }];
  await give(page, { rules, memory: 'visitor' });
  await visit(page);
  await pass(page, 3);
  await bubble(page).getByRole('button', { name: 'Not now' }).click();
  await expect(bubble(page)).toHaveCount(0);
  await pass(page, 20);
  await expect(bubble(page)).toHaveCount(0);
  await visit(page);
  await pass(page, 20);
  await expect(bubble(page)).toHaveCount(0);

  const other = await context.newPage();
  await give(other, { rules, memory: 'visitor' });
  await visit(other);
  await pass(other, 20);
  await expect(bubble(other)).toHaveCount(0);
  expect(events).toEqual(['first shown', 'first dismissed']);

  // The next day the other rule may; this one is silent for a week. A tab that
  // is looked at all the time would be one long visit.
  for (const tab of [page, other]) await tab.goto('about:blank');
  await page.clock.fastForward('24:00:00');
  const later = await context.newPage();
  await counted(later);
  await give(later, { rules, memory: 'visitor' });
  await visit(later);
  await pass(later, 6);
  await expect(bubble(later)).toHaveText(/This is second/);
});

test('tabs of one session know of each other’s invitations, and a tab that is open alone has its own', async ({ page, context }) => {
  await counted(page);
  const rules = [{ id: 'first' }, { id: 'second', delay_seconds: 4 }];
  await give(page, { rules });
  await visit(page);
  await pass(page, 2);
  await bubble(page).getByRole('button', { name: 'Not now' }).click();

  const other = await context.newPage();
  await counted(other);
  await give(other, { rules });
  await visit(other);
  await pass(other, 8);
  await expect(bubble(other)).toHaveCount(0);

  // Nothing outlives the tabs.
  for (const tab of [page, other]) await tab.close();
  const later = await context.newPage();
  await counted(later);
  await give(later, { rules });
  await visit(later);
  await pass(later, 2);
  await expect(bubble(later)).toHaveText(/This is first/);
});

test('what a page says of its customer later counts from then on, and so does the brand', async ({ page }) => {
  await counted(page);
  const when = { all: [
    { field: 'brand', is: 'pedalo' }, { field: 'customer.planStr', is: 'pro' }, { field: 'customer.loggedIn', is: false },
  ] };
  const message = { en: '{{customer.ridesNum}} rides since {{customer.sinceAt}}!' };
  await give(page, { rules: [{ id: 'pro', when, message }] });
  await visit(page);
  await pass(page, 3);
  await expect(bubble(page)).toHaveCount(0);
  const customAttributes = { planStr: 'pro', ridesNum: 1234, sinceAt: '2026-05-01' };
  await page.evaluate((given) => (window as any).Helpwright.describeCustomer({ customAttributes: given }), customAttributes);
  await pass(page, 2);
  await expect(bubble(page)).toHaveText(/1,234 rides since May 1, 2026!/);
});

test('the first rule in order that holds is the one, and each as often as it may', async ({ page }) => {
  const events = await counted(page);
  const rules = [
    { id: 'plans', when: { field: 'page.path', contains: '/plans' } },
    { id: 'anybody', caps: { per_session: 2 } },
  ];
  await give(page, { rules });
  await visit(page);
  await pass(page, 1);
  await expect(bubble(page)).toHaveText(/This is anybody/);
  for (const round of [2, 3]) {
    await visit(page);
    await pass(page, 3);
    await expect(bubble(page)).toHaveCount(round === 2 ? 1 : 0);
  }
  // The same page under another address, without a load: looked at anew.
  await page.evaluate(() => history.pushState({}, '', '/plans'));
  await pass(page, 2);
  await expect(bubble(page)).toHaveText(/This is plans/);
  expect(events).toEqual(['anybody shown', 'anybody shown', 'plans shown']);
});

test('a condition that stops to hold lets its rule wait anew', async ({ page }) => {
  await counted(page);
  await give(page, { rules: [{ id: 'here', when: { field: 'page.path', matches: '/here' }, delay_seconds: 5 }] });
  await visit(page);
  await page.evaluate(() => history.pushState({}, '', '/here'));
  await pass(page, 4);
  await page.evaluate(() => history.pushState({}, '', '/there'));
  await pass(page, 4);
  await page.evaluate(() => history.pushState({}, '', '/here'));
  await pass(page, 4);
  await expect(bubble(page)).toHaveCount(0);
  await pass(page, 3);
  await expect(bubble(page)).toBeVisible();
});

test('what the visitor does and what the page tells can be asked', async ({ page }) => {
  await counted(page);
  const rules = [
    { id: 'cart', when: { field: 'event.cart_left', is: true } },
    { id: 'pro', when: { field: 'customer.planStr', is: 'pro' } },
    { id: 'leaving', when: { field: 'page.exit', is: true } },
    { id: 'deep', when: { field: 'page.scroll', greater: 90 } },
    { id: 'campaign', when: { all: [{ field: 'utm.source', is: 'mail' }, { field: 'device', is: 'desktop' }] } },
  ];
  await give(page, { rules });
  const invited = async (id: string) => {
    await pass(page, 1);
    await expect(bubble(page)).toHaveText(new RegExp(`This is ${id}`));
  };
  await page.addInitScript(() => {
    // A short page is read to its end at once.
    document.addEventListener('DOMContentLoaded', () => (document.body.style.minHeight = '5000px'));
  });
  await visit(page, 'plain.html?utm_source=mail');
  await invited('campaign');

  const fresh = async () => {
    await page.evaluate(() => sessionStorage.clear());
    await visit(page);
  };
  await fresh();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await invited('deep');
  await fresh();
  await page.mouse.move(200, 200);
  await page.evaluate(() => document.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: -1 })));
  await invited('leaving');
  await fresh();
  await page.evaluate(() => (window as any).Helpwright.track('cart_left'));
  await invited('cart');
  await fresh();
  await page.evaluate(async () => {
    await (window as any).Helpwright.stop();
    await (window as any).Helpwright.start({ customer: { planStr: 'pro' } });
  });
  await ready(page);
  await invited('pro');
});

test('nobody is invited who did not want to be, or while chat is out of reach', async ({ browser }) => {
  const quiet = async (given: Given, prepare: (page: Page) => Promise<unknown>) => {
    const page = await (await browser.newContext()).newPage();
    await page.clock.install({ time: START });
    await counted(page);
    await give(page, given);
    await prepare(page);
    await page.goto(`${chat.host}plain.html`);
    await page.waitForLoadState('networkidle');
    await pass(page, 5);
    await expect(bubble(page)).toHaveCount(0);
    await page.context().close();
  };
  const rules = [{ id: 'hello' }];
  await quiet({ rules }, (page) =>
    page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })),
  );
  await quiet({ rules }, (page) => page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1' })));
  await quiet({ rules, settings: { availability: 'hidden', changes: [] } }, async () => undefined);
  await quiet({ rules }, (page) =>
    page.addInitScript(() => {
      Object.assign(window, { Helpwright: [] });
      document.addEventListener('DOMContentLoaded', () => document.querySelector('script[data-key]')?.setAttribute('data-proactive', 'false'));
    }),
  );
});

test('a launcher of the page hears of it, and does what the bubble does', async ({ page }) => {
  const events = await counted(page);
  await give(page, { rules: [{ id: 'hello' }] });
  await page.addInitScript(() => {
    const own = window as any;
    own.Helpwright = [];
    own.heard = [];
    own.Helpwright.push(['addListener', 'onProactive', (invitation: object) => own.heard.push(invitation)]);
    document.addEventListener('DOMContentLoaded', () => document.querySelector('script[data-key]')?.setAttribute('data-hide-chat-icon', 'true'));
  });
  await visit(page);
  await pass(page, 2);
  await expect.poll(() => page.evaluate(() => (window as any).heard.map((one: any) => [one.rule, one.message]))).toEqual([
    ['hello', 'This is hello'],
  ]);
  await expect(bubble(page)).toHaveCount(0);
  await page.evaluate(() => (window as any).heard[0].dismiss());
  await expect.poll(() => events).toEqual(['hello shown', 'hello dismissed']);
});

test('what the relay could not be told is told later', async ({ page, watcher }) => {
  const events: string[] = [];
  let isDown = true;
  await page.route('**/kb/v1/*/records', async (route) => {
    if (isDown) return route.abort();
    for (const { rule, event } of route.request().postDataJSON().invitations) events.push(`${rule} ${event}`);
    await route.fulfill({ status: 202, headers: { 'access-control-allow-origin': '*' } });
  });
  await give(page, { rules: [{ id: 'hello' }], memory: 'visitor' });
  await visit(page);
  await pass(page, 2);
  await expect(bubble(page)).toBeVisible();
  isDown = false;
  await bubble(page).getByRole('button', { name: 'Not now' }).click();
  await expect.poll(() => events).toEqual(['hello shown', 'hello dismissed']);
  watcher.problems.length = 0;
});

test('without rules nothing is asked for and nothing is stored; with them nothing but what the site says', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await withoutRules(page);
  await page.goto(`${chat.host}plain.html`);
  await page.waitForLoadState('networkidle');
  await pass(page, 3);
  expect(asked.filter((path) => path.includes('proactive'))).toEqual([]);
  const kept = () => page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(await kept()).toEqual([]);

  await counted(page);
  await give(page, { rules: [{ id: 'hello', delay_seconds: 2 }], memory: 'none' });
  await visit(page);
  await pass(page, 4);
  await expect(bubble(page)).toBeVisible();
  expect(await kept()).toEqual([]);
});

test('nobody is invited into what is open already, be it the panel or a conversation', async ({ page }) => {
  const events = await counted(page);
  await give(page, { rules: [{ id: 'hello', delay_seconds: 5, caps: { per_session: 9 } }] });
  await visit(page);
  await page.locator('kb-widget .launch').click();
  await page.clock.resume();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.clock.pauseAt(new Date(START.getTime() + 3_600_000));
  await pass(page, 10);
  await expect(bubble(page)).toHaveCount(0);
  await page.clock.resume();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await page.getByRole('textbox').fill(`A conversation that is open ${crypto.randomUUID()}`);
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log')).toContainText('Sent');
  await page.getByRole('button', { name: 'Close chat' }).first().click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.clock.pauseAt(new Date(START.getTime() + 7_200_000));
  await pass(page, 10);
  await expect(bubble(page)).toHaveCount(0);
  expect(events).toEqual([]);
});

for (const [name, scheme, lang] of [
  ['light', 'light', 'en'],
  ['dark', 'dark', 'en'],
  ['right to left', 'light', 'ar'],
] as const) {
  test(`an invitation holds for everybody and moves for nobody who does not want it, ${name}`, async ({ page }) => {
    await counted(page);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await give(page, { rules: [{ id: 'hello' }] });
    await page.addInitScript((locale) => {
      document.addEventListener('DOMContentLoaded', () => document.querySelector('script[data-key]')?.setAttribute('data-lang', locale));
    }, lang);
    await visit(page);
    await pass(page, 2);
    await expect(bubble(page)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const { direction, animation, moving } = await bubble(page).evaluate((element) => ({
      direction: getComputedStyle(element).direction,
      animation: getComputedStyle(element).animationName,
      moving: element.getAnimations({ subtree: true }).length,
    }));
    expect([direction, animation, moving]).toEqual([lang == 'ar' ? 'rtl' : 'ltr', 'none', 0]);
    const box = (await bubble(page).boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
  });
}
