// What is counted of who reads in the panel: votes, searches, and articles that
// were read before somebody wrote all the same.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat, site } from '../lib/environment.js';
import { expect, sideways, test } from '../lib/test.js';

const dialog = (page: Page) => page.getByRole('dialog');
const field = (page: Page) => dialog(page).getByRole('searchbox');
const vote = (page: Page) => dialog(page).getByRole('group', { name: 'Was this article helpful?' });
const popular = (page: Page) => dialog(page).getByRole('group', { name: 'Popular articles' }).getByRole('button');

async function open(page: Page, address = `${chat.host}articles.html`): Promise<void> {
  await page.goto(address);
  await page.locator('kb-widget .launch').click();
  await expect(field(page)).toBeFocused();
}

/** What was posted of a kind and taken, as it comes. */
function posted(page: Page, kind: 'votes' | 'searches' | 'deflections'): any[] {
  const all: any[] = [];
  page.on('response', (answer) => {
    if (!answer.ok() || answer.request().method() !== 'POST') return;
    const { pathname } = new URL(answer.url());
    if (pathname.endsWith('/votes') && kind === 'votes') all.push(answer.request().postDataJSON());
    if (pathname.endsWith('/records')) all.push(...(answer.request().postDataJSON()[kind] ?? []));
  });
  return all;
}

for (const [name, scheme] of [['light', 'light'], ['dark', 'dark']] as const) {
  test(`an article in the panel asks whether it helped, once for a version, ${name}`, async ({ page }) => {
    const votes = posted(page, 'votes');
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    await popular(page).first().click();
    const title = await dialog(page).getByRole('heading', { level: 3 }).first().innerText();
    expect(await violations(page)).toEqual([]);
    const no = vote(page).getByRole('button', { name: 'No' });
    await no.click();
    await expect(no).toHaveAttribute('aria-pressed', 'true');
    await expect(vote(page).getByRole('status')).toHaveText('Thank you for telling us.');
    await vote(page).getByLabel('It says too little').check();
    await vote(page).getByLabel('Would you like to tell us more?').fill('Where is the key?');
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    await vote(page).getByRole('button', { name: 'Send' }).click();
    await expect(vote(page).getByRole('status')).toContainText('We read every word');
    await expect(no).toBeFocused();
    await expect.poll(() => votes.length).toBe(2);
    expect(votes[1]).toMatchObject({ id: votes[0].id, helpful: false, reason: 'incomplete', words: 'Where is the key?', locale: 'en' });

    // The same version as on the site's own page.
    const { url } = await (await page.request.get(`${site('pedalo').url}en/api/articles/${votes[0].article}.json`)).json();
    const html = await (await page.request.get(new URL(url, site('pedalo').url).href)).text();
    expect(html).toMatch(new RegExp(`data-version="?${votes[0].version}`));

    // After a reload the article is open again, and the answer is known.
    await page.reload();
    await expect(dialog(page).getByRole('heading', { level: 3 }).first()).toHaveText(title);
    await expect(no).toHaveAttribute('aria-pressed', 'true');
    await vote(page).getByRole('button', { name: 'Yes' }).click();
    await expect.poll(() => votes.length).toBe(3);
    expect(votes[2]).toMatchObject({ helpful: true, visitor: votes[0].visitor, version: votes[0].version });
    await expect(no).toHaveAttribute('aria-pressed', 'false');
    await expect(vote(page).getByText('What could be better?')).toBeHidden();
  });
}

test('with the relay away a vote is kept and posted later', async ({ page, watcher }) => {
  const votes = posted(page, 'votes');
  await open(page);
  await popular(page).first().click();
  await expect(vote(page)).toBeVisible();
  await page.route(`${chat.relay}**`, (route) => route.abort('connectionrefused'));
  await vote(page).getByRole('button', { name: 'Yes' }).click();
  await expect(vote(page).getByRole('status')).toContainText('Your answer is sent later');
  await page.unrouteAll({ behavior: 'wait' });
  watcher.problems.length = 0;
  await page.reload();
  await expect.poll(() => votes).toMatchObject([{ helpful: true }]);
});

test('a help site without a relay asks nothing and counts nothing', async ({ page }) => {
  await open(page, `${site('paperwhale').url}en/`);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.evaluate(() => document.documentElement.setAttribute('data-consent', ''));
  await field(page).fill('gift');
  await dialog(page).locator('.found').getByRole('button').first().click();
  await expect(dialog(page).locator('.prose')).toBeVisible();
  await expect(dialog(page).getByRole('link', { name: /full page/i })).toBeVisible();
  await expect(vote(page)).toHaveCount(0);
  expect(asked.filter((url) => /vote|searches|records/.test(url))).toEqual([]);
});

test('searches in the panel are counted only where the visitor agreed', async ({ page }) => {
  const searches = posted(page, 'searches');
  await open(page);
  const result = dialog(page).locator('.found').getByRole('button').first();
  await field(page).fill('unlock');
  await expect(result).toBeVisible();
  await page.evaluate(() => document.documentElement.setAttribute('data-consent', ''));
  await field(page).fill('helm');
  await field(page).fill('helmet');
  await expect.poll(() => searches).toMatchObject([{ query: 'helmet', locale: 'en', hits: expect.any(Number) }]);
  expect(searches[0].hits).toBeGreaterThan(0);
  await field(page).fill('zzzqqqxxyy');
  await expect.poll(() => searches.at(-1)).toMatchObject({ query: 'zzzqqqxxyy', hits: 0 });
  expect(searches).toHaveLength(2);
});

test('an article that was read before the message has not helped', async ({ page }) => {
  const records = posted(page, 'deflections');
  await open(page);
  await field(page).fill('helmet');
  await dialog(page).locator('.found').getByRole('button').first().click();
  const article = dialog(page).locator('[data-article]');
  await expect(article).toBeVisible();
  const id = await article.getAttribute('data-article');
  await dialog(page).getByRole('button', { name: 'Send us a message' }).click();
  // Too short to be offered anything.
  await dialog(page).getByRole('textbox').fill('Hello');
  await dialog(page).getByRole('textbox').press('Enter');
  await expect(dialog(page).getByRole('log')).toContainText('Sent');
  await expect.poll(() => records).toMatchObject([{ surface: 'chat', outcome: 'continued', offered: [id], opened: [id], locale: 'en' }]);
  expect(records[0]).not.toHaveProperty('query');
});

test('an article found by a search has the focus where it begins to answer', async ({ page }) => {
  await open(page);
  for (const query of ['unlock', 'helmet']) {
    await field(page).fill(query);
    const hit = dialog(page).locator('.found').getByRole('button').first();
    await hit.click();
    await expect(dialog(page).locator('.prose')).toBeVisible();
    // The title, or the section that answers best.
    await expect(dialog(page).locator('article :focus')).toHaveCount(1);
    await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
    await expect(field(page)).toBeFocused();
  }
});
