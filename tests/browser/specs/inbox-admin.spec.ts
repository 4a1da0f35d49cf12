// The reports of the inbox: what is counted, the files of all records, form
// hooks with what they receive, and who sees none of it.
import { readFileSync } from 'node:fs';
import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat, site } from '../lib/environment.js';
import { openInbox, unique } from '../lib/inbox.js';
import { expect, sideways, test } from '../lib/test.js';

const id = () => crypto.randomUUID().replaceAll('-', '');

/** Posts what a browser on the brand's pages would. */
async function keep(request: APIRequestContext, path: 'votes' | 'records', data: object): Promise<void> {
  const answer = await request.post(`${chat.relay}kb/v1/${chat.keys.pedalo}/${path}`, { data });
  expect(answer.status(), await answer.text()).toBe(202);
}

function vote(request: APIRequestContext, article: string, rest: object): Promise<void> {
  return keep(request, 'votes', { id: id(), article, version: '1', locale: 'en', visitor: id(), at: Date.now(), ...rest });
}

/** What stands in each cell of the row that this names. */
async function cells(page: Page, name: string | RegExp): Promise<string[]> {
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) }).first();
  await expect(row).toBeVisible();
  return row.getByRole('cell').evaluateAll((all) =>
    all.map((cell) => [...cell.childNodes].filter((node) => !(node as Element).matches?.('.column')).map((node) => node.textContent).join('').trim()));
}

async function openReports(page: Page): Promise<void> {
  await openInbox(page);
  await page.locator('#account').click();
  await page.getByRole('link', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeFocused();
}

/** The records of a file that a link of the report leads to. */
async function saved(page: Page, format: 'CSV' | 'JSON'): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: format }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

test('votes are counted by article, and counted again from the file they are the same', async ({ page, request }) => {
  const article = unique('article').replaceAll(' ', '-');
  const words = unique('Which key is meant');
  const known = (await (await request.get(`${site('pedalo').url}en/api/content.json`)).json()).articles[0];
  await vote(request, article, { helpful: true });
  await vote(request, article, { helpful: true });
  await vote(request, article, { helpful: false, reason: 'unclear', words });
  await vote(request, article, { helpful: true, at: Date.now() - 10 * 24 * 3_600_000 });
  await vote(request, known.id, { helpful: true });
  await openReports(page);
  await expect(page).toHaveTitle(/^Articles – /);
  expect(await cells(page, article)).toEqual(['3', '1', '75%', 'Hard to understand 1']);
  await expect(page.getByRole('listitem').filter({ hasText: words })).toContainText('No: Hard to understand');
  await expect(page.getByRole('rowheader').getByRole('link', { name: known.title })).toHaveAttribute('href', new URL(known.url, site('pedalo').url).href);
  await page.getByRole('link', { name: '7 days' }).click();
  await expect(async () => expect(await cells(page, article)).toEqual(['2', '1', '67%', 'Hard to understand 1'])).toPass();
  await page.reload();
  await expect(page.getByRole('link', { name: '7 days' })).toHaveAttribute('aria-current', 'true');
  expect(await cells(page, article)).toEqual(['2', '1', '67%', 'Hard to understand 1']);
  const records: any[] = JSON.parse(await saved(page, 'JSON'));
  const own = records.filter((record) => record.article === article);
  expect(own.map((record) => record.helpful).sort()).toEqual([false, true, true]);
  const csv = await saved(page, 'CSV');
  expect(csv.split('\r\n')[0]).toBe('brand,id,article,version,locale,helpful,reason,words,visitor,at');
  expect(csv.split('\r\n').filter((line) => line.includes(article))).toHaveLength(3);
});

test('offers, searches and invitations have their figures and files', async ({ page, request }) => {
  const [form, rule] = [id(), id()];
  const words = unique('flat tyre');
  const offer = (outcome: string, opened: string[]) => ({
    id: id(), surface: 'form', source: form, locale: 'en', offered: [form, 'other'], opened, outcome, at: Date.now(),
  });
  const step = (event: string) => ({ id: id(), rule, event, at: Date.now() });
  await keep(request, 'records', {
    consent: true,
    deflections: [offer('deflected', [form]), offer('continued', [form]), offer('continued', []), offer('unknown', [])],
    searches: [0, 0, 3].map((hits) => ({ id: id(), query: words, hits, locale: 'en', at: Date.now() })),
    invitations: [step('shown'), step('shown'), step('engaged'), step('converted')],
  });
  await openReports(page);
  const choose = (name: string) => page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name }).click();
  await choose('Deflection');
  // Offers, opened, solved, wrote all the same, rate.
  expect(await cells(page, `Form: ${form}`)).toEqual(['4', '2', '1', '2', '25%']);
  expect(await cells(page, new RegExp(`^${form}`))).toEqual(['4', '2', '1', '25%']);
  const offers: any[] = JSON.parse(await saved(page, 'JSON'));
  const outcomes = offers.filter((record) => record.source === form).map((record) => record.outcome);
  expect(outcomes.sort()).toEqual(['continued', 'continued', 'deflected', 'unknown']);
  await choose('Searches');
  expect(await cells(page, new RegExp(`^${words}`))).toEqual(['2']);
  const frequent = page.getByRole('table', { name: 'Most wanted' }).getByRole('row').filter({ hasText: words });
  await expect(frequent).toContainText('33%');
  expect((await saved(page, 'CSV')).split('\r\n').filter((line) => line.includes(words))).toHaveLength(3);
  await choose('Proactive chat');
  // Shown, chat opened, put away, wrote, rate.
  expect(await cells(page, new RegExp(`^${rule}`))).toEqual(['2', '1', '0', '1', '50%']);
  expect(JSON.parse(await saved(page, 'JSON')).filter((record: any) => record.rule === rule)).toHaveLength(4);
});

/** Posts a form with a file to the hook; the part of the page that shows it. */
async function received(page: Page, request: APIRequestContext): Promise<[Locator, string]> {
  const name = unique('Ann');
  const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('The lamp is broken.\n') };
  const answer = await request.post(new URL(chat.hook, chat.relay).href, {
    multipart: { name, empty: '', very_long_name_of_a_field_that_somebody_made_by_machine: 'w'.repeat(200), photo: file },
    headers: { referer: 'https://fair.example/' },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  await page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name: 'Form hooks' }).click();
  const hook = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'fair' }) });
  await expect(hook).toContainText('Takes forms');
  await expect(hook).toContainText(new URL(chat.hook, chat.relay).href);
  await hook.getByRole('link', { name: 'fair' }).click();
  const transaction = page.locator('.transactions > li').filter({ hasText: name });
  await transaction.locator('summary').click();
  return [transaction, name];
}

test('what a form hook received is read whole and happens once more if that is meant', async ({ page, request, watcher }) => {
  await openReports(page);
  const [transaction, name] = await received(page, request);
  for (const said of [name, 'w'.repeat(200), 'Empty', 'multipart/form-data', 'https://fair.example/', 'hooks.form.fair.receive']) {
    await expect(transaction).toContainText(said);
  }
  const link = transaction.getByRole('link', { name: 'notes.txt' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe('notes.txt');
  expect(readFileSync(await download.path(), 'utf8')).toBe('The lamp is broken.\n');
  const replay = transaction.getByRole('button', { name: 'Replay…' });
  const question = page.getByRole('dialog', { name: 'Replay this?' });
  await replay.click();
  await expect(question).toContainText('hooks.form.fair.receive');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(replay).toBeFocused();
  await expect(transaction.getByRole('status')).toBeEmpty();
  await replay.click();
  await question.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(transaction.getByRole('status')).toHaveText(/^Done:/);
  await expect(transaction).toContainText('Replayed once');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Form hook fair' })).toBeVisible();
  await expect(transaction.locator('summary')).toContainText('Replayed once');
  // The relay cannot write, which browsers report.
  await page.route('**/replay', (route) => {
    watcher.expectedMissing.add(new URL(route.request().url()).pathname);
    return route.fulfill({ status: 503, json: { code: 'unavailable', title: 'down' } });
  });
  await transaction.locator('summary').click();
  await replay.click();
  await question.getByRole('button', { name: 'Replay', exact: true }).click();
  await expect(transaction.getByRole('status')).toHaveText(/nothing has happened/);
});

test('by keyboard there and back, and no conversation is touched meanwhile', async ({ page }) => {
  await openInbox(page);
  await page.keyboard.press('g');
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeFocused();
  for (const key of ['j', 'Enter', 'e', 'r']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Reports, and back');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.locator('#account')).toBeFocused();
  await expect(page.getByRole('navigation', { name: 'Lists' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('figures that cannot be read are read again', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/inbox/v1/admin/counts');
  await page.route('**/admin/counts?*', (route) => route.fulfill({ status: 503, json: { code: 'unavailable', title: 'down' } }));
  await openReports(page);
  await expect(page.getByText('The figures can’t be read at the moment.')).toBeVisible();
  await page.unroute('**/admin/counts?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('The figures can’t be read at the moment.')).toBeHidden();
});

test('an agent sees no report, and is given none', async ({ page }) => {
  await openInbox(page, chat.colleague);
  await page.locator('#account').click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Reports' })).toBeHidden();
  await page.keyboard.press('Escape');
  await page.locator('body').press('g');
  await page.goto(`${chat.relay}inbox/#reports/hooks/fair`);
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Lists' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Reports' })).toBeHidden();
  for (const path of ['counts', 'records?kind=vote', 'hooks', 'transactions?hook=fair', 'transactions/x/files/y']) {
    const answer = await page.request.get(`${chat.relay}inbox/v1/admin/${path}`);
    expect(answer.status(), path).toBe(403);
  }
  const origin = new URL(chat.relay).origin;
  const replay = await page.request.post(`${chat.relay}inbox/v1/admin/transactions/x/replay`, { headers: { origin } });
  expect(replay.status()).toBe(403);
});

for (const [name, viewport, colorScheme] of [
  ['wide and light', { width: 1280, height: 900 }, 'light'],
  ['wide and dark', { width: 1280, height: 900 }, 'dark'],
  ['narrow and light', { width: 390, height: 844 }, 'light'],
  ['narrow and dark', { width: 390, height: 844 }, 'dark'],
] as const) {
  test(`reports hold for everybody, ${name}`, async ({ page, request }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await vote(request, 'x'.repeat(200), { helpful: false, reason: 'wrong', words: `مرحبا ${'long'.repeat(100)}` });
    await keep(request, 'records', {
      consent: true,
      deflections: [{ id: id(), surface: 'chat', locale: 'en', offered: ['x'.repeat(200)], opened: [], outcome: 'unknown', at: Date.now() }],
      searches: [{ id: id(), query: 'Donaudampfschifffahrtsgesellschaft'.repeat(5), hits: 0, locale: 'de', at: Date.now() }],
      invitations: [{ id: id(), rule: 'reader', event: 'shown', at: Date.now() }],
    });
    await openReports(page);
    for (const path of ['articles/all', 'deflection/30', 'searches/90', 'invitations/7', 'hooks']) {
      await page.goto(`${chat.relay}inbox/#reports/${path}`);
      await expect(page.locator('.tiles, .hooks')).toBeVisible();
      expect(await violations(page), path).toEqual([]);
      expect(await sideways(page), path).toBe(0);
      const wide = await page.locator('.report').evaluate((report) => report.scrollWidth - report.clientWidth);
      expect(wide, `${path}: wider than the screen`).toBe(0);
    }
    const [transaction] = await received(page, request);
    expect(await violations(page), 'a transaction').toEqual([]);
    await transaction.getByRole('button', { name: 'Replay…' }).click();
    expect(await violations(page), 'the question').toEqual([]);
    await page.setViewportSize({ ...viewport, width: Math.min(viewport.width, 360) });
    const wide = await page.locator('.report').evaluate((report) => report.scrollWidth - report.clientWidth);
    expect(wide, 'a transaction is wider than the screen').toBe(0);
  });
}
