// The help site in the widget: alone and without a relay, beside the chat, on
// pages of somebody else; and the widget in a frame where WASM is forbidden.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat, site } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, sideways, test } from '../lib/test.js';

const alone = site('paperwhale');
const launcher = (page: Page) => page.locator('kb-widget .launch');
const dialog = (page: Page) => page.getByRole('dialog');
const field = (page: Page) => dialog(page).getByRole('searchbox');
const found = (page: Page) => dialog(page).locator('.found');

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await launcher(page).click();
  await expect(field(page)).toBeFocused();
}

test('a help site alone is searched and read with no relay at all', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await open(page, `${alone.url}en/`);
  await expect(launcher(page)).toHaveAccessibleName('Close help');
  await field(page).fill('gift');
  await expect(found(page).getByRole('status')).toContainText(/result/);
  const hit = found(page).getByRole('button').first();
  const title = await hit.locator('strong').textContent();
  await hit.click();
  const heading = dialog(page).getByRole('heading', { level: 3 });
  await expect(heading).toHaveText(title!);
  await expect(dialog(page).locator('.prose')).toContainText(/\w{3,}/);
  const whole = dialog(page).getByRole('link', { name: /full page/i });
  expect(await whole.getAttribute('href')).toContain(`${alone.url}en/`);

  await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  await expect(field(page)).toHaveValue('gift');
  await expect(found(page).getByRole('button').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(launcher(page)).toBeFocused();
  expect(requests.filter((url) => !url.startsWith(alone.url))).toEqual([]);
});

test('categories lead to articles, and back the same way', async ({ page }) => {
  await open(page, `${alone.url}en/`);
  const topics = dialog(page).getByRole('group', { name: 'Topics' });
  const topic = topics.getByRole('button').first();
  const name = await topic.locator('strong').textContent();
  await topic.click();
  const heading = dialog(page).getByRole('heading', { level: 3 }).first();
  await expect(heading).toHaveText(name!);
  await expect(heading).toBeFocused();
  await dialog(page).getByRole('group', { name: 'Articles' }).getByRole('button').first().click();
  await expect(dialog(page).locator('.prose')).toBeVisible();
  await expect(heading).not.toHaveText(name!);
  const back = dialog(page).getByRole('button', { name: 'Back', exact: true });
  await back.click();
  await expect(heading).toHaveText(name!);
  await back.click();
  await expect(field(page)).toBeFocused();
});

test('nothing but loader and settings is loaded before the first touch', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(`${alone.url}en/`);
  await expect(launcher(page)).toBeVisible();
  await page.waitForLoadState('networkidle');
  const ours = requests.filter((path) => path.includes('/widget')).map((path) => path.split('/').at(-1));
  expect(ours.sort()).toEqual(['en.json', 'widget.js']);
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);
});

test('a question without an answer says what to do next', async ({ page }) => {
  await open(page, `${alone.url}en/`);
  await field(page).fill('zzzqqqxxyy');
  await expect(found(page).getByRole('status')).toContainText('Nothing found for “zzzqqqxxyy”.');
  await expect(dialog(page).getByRole('button', { name: /send us a message/i })).toHaveCount(0);
  await expect(dialog(page).getByRole('group', { name: 'Topics' })).toBeVisible();
});

test('a page that is gone and a site that is away are told, and tried again', async ({ page, watcher }) => {
  let status = 404;
  await page.route('**/api/categories/*.json', (route) => (status ? route.fulfill({ status }) : route.continue()));
  await open(page, `${alone.url}en/`);
  const topic = dialog(page).getByRole('group', { name: 'Topics' }).getByRole('button').first();
  await topic.click();
  await expect(dialog(page).getByRole('alert')).toContainText('isn’t here any more');
  await dialog(page).getByRole('button', { name: 'Go to the start' }).click();
  status = 503;
  await topic.click();
  await expect(dialog(page).getByRole('alert')).toContainText('can’t be reached');
  status = 0;
  await dialog(page).getByRole('button', { name: 'Try again' }).click();
  await expect(dialog(page).getByRole('group', { name: 'Articles' })).toBeVisible();
  watcher.problems.length = 0;
});

test('every article of the site can be read in the panel', async ({ page }) => {
  test.slow();
  const ids = await (await page.request.get(`${alone.url}en/api/content.json`)).json();
  await open(page, `${alone.url}en/`);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() == 'error' && complaints.push(message.text()));
  for (const article of ids.articles) {
    await field(page).fill(article.title);
    const hit = found(page).getByRole('button').filter({ has: page.getByText(article.title, { exact: true }) });
    await hit.first().click();
    await expect(dialog(page).getByRole('heading', { level: 3 }).first()).toHaveText(article.title);
    await expect(dialog(page).locator('.prose')).toContainText(/\w/);
    await dialog(page).getByRole('button', { name: 'Back', exact: true }).click();
  }
  expect(complaints).toEqual([]);
});

test('Arabic reads from the right, and shows what is not translated as such', async ({ page }) => {
  await open(page, `${alone.url}ar/`);
  await expect(dialog(page)).toHaveAttribute('dir', 'rtl');
  await expect(field(page)).toHaveAttribute('placeholder', 'ابحث عن إجابة…');
  await dialog(page).getByRole('group', { name: 'المواضيع' }).getByRole('button').first().click();
  await dialog(page).getByRole('group', { name: 'المقالات' }).getByRole('button').first().click();
  await expect(dialog(page).locator('.prose')).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await sideways(page)).toBe(0);
  const inner = await dialog(page).locator('.home').evaluate((box) => box.scrollWidth - box.clientWidth);
  expect(inner).toBe(0);
});

test('beside the chat: articles first, a person where they do not help', async ({ page }) => {
  await open(page, `${chat.host}articles.html`);
  await expect(dialog(page).getByRole('group', { name: 'Popular articles' })).toBeVisible();
  await expect(dialog(page).getByRole('button', { name: /send us a message/i })).toBeVisible();
  await field(page).fill('unlock');
  await found(page).getByRole('button').first().click();
  await expect(dialog(page).locator('.prose')).toBeVisible();
  await dialog(page).getByRole('button', { name: /send us a message/i }).click();
  await expect(dialog(page).getByRole('textbox')).toBeFocused();
  await dialog(page).getByRole('textbox').fill('The article did not help');
  await dialog(page).getByRole('textbox').press('Enter');
  await expect(dialog(page).getByRole('log')).toContainText('Sent');
  await dialog(page).getByRole('button', { name: /back/i }).click();
  await field(page).fill('zzzqqqxxyy');
  await expect(found(page).getByRole('status')).toContainText('Nothing found');
  await expect(dialog(page).getByRole('button', { name: /send us a message/i })).toBeVisible();
});

test('links between articles stay in the panel, others leave it', async ({ page }) => {
  const pages = pagesOf(site('pedalo')).filter((built) => built.kind == 'article' && built.locale == 'en');
  await open(page, `${chat.host}articles.html`);
  const linking = await Promise.all(
    pages.map(async ({ path }) => {
      const id = decodeURI(path).replace(/\/(index\.html)?$/, '').split('-').at(-1);
      const answer = await page.request.get(`${site('pedalo').url}en/api/articles/${id}.json`);
      return answer.json();
    }),
  );
  const from = linking.find((article) => article.links?.some((link: any) => link.page.startsWith('articles/')));
  await field(page).fill(from.title);
  await found(page).getByRole('button').first().click();
  await expect(dialog(page).getByRole('heading', { level: 3 }).first()).toHaveText(from.title);
  const target = from.links.find((link: any) => link.page.startsWith('articles/'));
  await dialog(page).locator(`.prose a[href*="${target.url}"]`).first().click();
  await expect(dialog(page).getByRole('heading', { level: 3 }).first()).not.toHaveText(from.title);
  for (const link of await dialog(page).locator('.prose a[target=_blank]').all()) {
    expect(await link.getAttribute('rel')).toBe('noopener');
  }
});

for (const [name, scheme, locale] of [
  ['light', 'light', 'en'],
  ['dark', 'dark', 'en'],
  ['right to left', 'light', 'ar'],
] as const) {
  test(`axe finds nothing in search, category and article, ${name}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await open(page, `${alone.url}${locale}/`);
    const lists = dialog(page).getByRole('group');
    await expect(lists.last()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await field(page).fill(locale == 'ar' ? 'كتاب' : 'book');
    await expect(found(page).getByRole('button').first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await field(page).fill('');
    await lists.last().getByRole('button').first().click();
    await lists.last().getByRole('button').first().click();
    await expect(dialog(page).locator('.prose')).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('where the policy forbids WASM, the widget runs in a frame', async ({ page }) => {
  await page.goto(`${chat.host}no-wasm.html`);
  await launcher(page).click();
  const frame = page.frameLocator('kb-widget iframe');
  await expect(frame.getByRole('dialog')).toBeVisible();
  await frame.getByRole('button', { name: /send us a message/i }).click();
  await frame.getByRole('textbox').fill('Out of a frame');
  await frame.getByRole('textbox').press('Enter');
  await expect(frame.getByRole('log')).toContainText('Sent');
  await frame.getByRole('textbox').press('Escape');
  await expect(page.locator('kb-widget iframe')).toBeHidden();
  await expect(launcher(page)).toBeFocused();
  const opened = await page.evaluate(() => new Promise((done) => {
    const api = (window as any).Helpwright;
    api.addListener('onOpen', () => done('opened'));
    api.open();
  }));
  expect(opened).toBe('opened');
  await expect(frame.getByRole('log')).toContainText('Out of a frame');
});

test('no other page shows the frame', async ({ page, watcher }) => {
  const answer = await page.request.get(`${chat.relay}widget/frame?key=nobody`);
  expect(answer.status()).toBe(401);
  const key = await page.request.get(`${chat.host}no-wasm.html`).then((page) => page.text());
  const address = `${chat.relay}widget/frame?key=${/data-key="([^"]+)"/.exec(key)![1]}`;
  await page.route(`${chat.relay}stranger`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><iframe src="${address}"></iframe>` }));
  await page.goto(`${chat.relay}stranger`);
  await expect.poll(() => watcher.problems.join()).toContain('frame-ancestors');
  watcher.problems.length = 0;
});
