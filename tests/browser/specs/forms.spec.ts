// Forms of the site with JavaScript: conditions, pages, mistakes, files, articles
// that answer first, and a relay that is not there. What a real relay makes of it
// is tested in chat-forms.spec.ts.
import { createHash } from 'node:crypto';
import { violations } from '../lib/axe.js';
import { byAddress, byMail, site } from '../lib/environment.js';
import { fakeRelay } from '../lib/relay.js';
import { expect, test } from '../lib/test.js';

const pedalo = site('pedalo');
const paperwhale = site('paperwhale');
const contact = `${pedalo.url}en/forms/contact/`;
const report = `${pedalo.url}en/forms/report-a-problem/`;

test.beforeEach(({ watcher }) => {
  // The pages name a relay that a test plays itself; refusing is part of its play.
  for (const form of ['contact', 'report']) watcher.expectedMissing.add(`/forms/v1/wk_demo_pedalo_0000000000000006/${form}`);
});

test('later questions follow the answers, are announced, and are kept out of the payload when they go', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(contact);
  await expect(page.getByLabel('Amount in euros')).toBeHidden();
  await page.getByLabel('What is it about?').selectOption('refund');
  await expect(page.getByLabel('Amount in euros')).toBeVisible();
  await expect(page.getByRole('status').first()).toContainText('New question: Amount in euros');
  await page.getByLabel('Amount in euros').fill('12.5');
  await page.getByLabel('What is it about?').selectOption('account');
  await expect(page.getByLabel('Amount in euros')).toBeHidden();
  await expect(page.getByRole('status').first()).toContainText('No longer needed: Amount in euros');
  await page.getByLabel('Your message').fill('I cannot sign in with my old address.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  const thanks = page.getByRole('heading', { name: 'Thank you' });
  await expect(thanks).toBeFocused();
  await expect(page.getByText('HW-7K3M-Q9XA')).toBeVisible();
  expect(relay.submissions).toHaveLength(1);
  const sent = JSON.parse(relay.submissions[0]!);
  expect(sent.answers).toEqual({
    topic: ['account'], message: ['I cannot sign in with my old address.'], email: ['ann@example.com'], source: ['help-site'],
  });
  expect(sent.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const hash = createHash('sha256').update(`${sent.proof.token}:${sent.proof.nonce}`).digest();
  expect(hash[0], 'eight zero bits').toBe(0);
  expect(sent).toMatchObject({ locale: 'en', trap: '', page: contact });
});

test('mistakes are listed with links, stand at their fields, and go when they are corrected', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(contact);
  await page.getByLabel('What is it about?').selectOption('refund');
  await page.getByLabel('Amount in euros').fill('900');
  await page.getByLabel('Your message').fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  const summary = page.getByRole('group', { name: /Please look at 3 answers again/ });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveText(['Amount in euros', 'Your message', 'E-mail address']);
  const amount = page.getByLabel('Amount in euros');
  await expect(amount).toHaveAttribute('aria-invalid', 'true');
  await expect(amount).toHaveAccessibleDescription(/500/);
  expect(await violations(page)).toEqual([]);
  await summary.getByRole('link', { name: 'Amount in euros' }).click();
  await expect(amount).toBeFocused();
  await amount.fill('9');
  await expect(amount).not.toHaveAttribute('aria-invalid');
  expect(relay.submissions).toEqual([]);
});

test('what the relay refuses is shown as what the page refuses', async ({ page }) => {
  const relay = await fakeRelay(page);
  relay.answer = { status: 422, body: { code: 'invalid_answers', fields: [{ field: 'email', reason: 'no_email' }] } };
  await page.goto(`${contact}?topic=account`);
  await page.getByLabel('Your message').fill('I cannot sign in any more.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('E-mail address')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('group', { name: 'Please look at one answer again' })).toBeFocused();
});

test('a form on several pages goes on and back without loss, with its files', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(report);
  await page.getByLabel('Where did you see it?').selectOption('app');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('On which phone?')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('On which phone?').selectOption('iPhone');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Step 2 of 3')).toBeVisible();
  await expect(page.locator('legend:has-text("What happens")')).toBeFocused();
  await page.getByLabel('In a few words').fill('The map stays grey');
  await page.getByLabel('What did you do').fill('I opened the map and waited for a minute.');
  await page.getByLabel('Pictures of it').setInputFiles([
    { name: 'map.png', mimeType: 'image/png', buffer: Buffer.from('first') },
    { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('second') },
  ]);
  await page.getByRole('button', { name: 'Remove log.txt' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('On which phone?')).toHaveValue('iPhone');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('In a few words')).toHaveValue('The map stays grey');
  await expect(page.getByText('map.png')).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('no', { exact: true }).check();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  expect(relay.submissions[0]).toContain('name="hw.submission"');
  expect(relay.submissions[0]).toContain('name="files"; filename="map.png"');
  expect(relay.submissions[0]).not.toContain('log.txt');
});

test('what was written survives a reload, and can be thrown away', async ({ page }) => {
  await fakeRelay(page);
  await page.goto(contact);
  await page.getByLabel('What is it about?').selectOption('ride');
  await page.getByLabel('Number of the bike').fill('PB-042');
  await page.reload();
  await expect(page.getByLabel('Number of the bike')).toHaveValue('PB-042');
  await page.getByRole('button', { name: 'Start over' }).click();
  await expect(page.getByLabel('Number of the bike')).toBeHidden();
  await page.reload();
  await expect(page.getByLabel('What is it about?')).toHaveValue('');
});

test('the address of the page fills in what may be filled in', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(`${contact}?topic=account&source=app&message=I%20cannot%20sign%20in%20today`);
  await expect(page.getByLabel('Your message')).toHaveValue('I cannot sign in today');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  expect(JSON.parse(relay.submissions[0]!).answers.source).toEqual(['app']);
});

test('with the relay stopped nothing is lost, and there is another way', async ({ page, watcher }) => {
  const relay = await fakeRelay(page);
  relay.isDown = true;
  watcher.refuses = true;
  await page.goto(`${contact}?topic=account`);
  await page.getByLabel('Your message').fill('I cannot sign in any more.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('We can’t be reached right now')).toBeVisible();
  const mail = page.getByRole('link', { name: 'Write an e-mail instead' });
  await expect(mail).toHaveAttribute('href', /^mailto:help@pedalo\.example\?.*cannot%20sign%20in/);
  await expect(page.getByLabel('Your message')).toHaveValue('I cannot sign in any more.');
  expect(await violations(page)).toEqual([]);
  relay.isDown = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  expect(relay.submissions).toHaveLength(1);
});

test('what is sent offline goes out by itself, once', async ({ page, context, watcher }) => {
  const relay = await fakeRelay(page);
  await page.goto(`${contact}?topic=account`);
  await page.getByLabel('Your message').fill('I cannot sign in any more.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  relay.isDown = true;
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('You’re offline')).toBeVisible();
  watcher.problems.splice(0);
  relay.isDown = false;
  await context.setOffline(false);
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  expect(relay.submissions).toHaveLength(1);
});

test('articles that answer are offered in place, and an answer ends it', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(`${contact}?topic=ride`);
  const message = page.getByLabel('Your message');
  await message.fill('unl');
  await expect(page.getByText('These articles may help')).toBeHidden();
  await message.fill('How do I unlock a bike with the app?');
  const offer = page.getByRole('region', { name: 'These articles may help' });
  await expect(offer).toBeVisible();
  expect(await offer.getByRole('button').count()).toBeLessThanOrEqual(3);
  await expect(page.getByRole('status').first()).toContainText('Articles that may help');
  const first = offer.getByRole('button').first();
  const title = await first.innerText();
  await first.click();
  const article = page.getByRole('dialog', { name: title });
  await expect(article).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(first).toBeFocused();
  await expect(message).toHaveValue('How do I unlock a bike with the app?');
  await first.click();
  await article.getByRole('button', { name: 'This solved it' }).click();
  await expect(page.getByRole('heading', { name: 'Glad that helped' })).toBeFocused();
  expect(relay.submissions).toEqual([]);
  await expect.poll(() => relay.records.flatMap((one) => one.deflections ?? []).at(-1)).toMatchObject({
    surface: 'form', source: 'contact', locale: 'en', outcome: 'deflected', helpful: true,
  });
  // Nobody agreed to be counted with words.
  expect(JSON.stringify(relay.records)).not.toContain('unlock');
});

test('an offer that did not help goes along with the form, and is kept while the relay is away', async ({ page, watcher }) => {
  const relay = await fakeRelay(page);
  relay.isDown = true;
  await page.goto(`${contact}?topic=ride`);
  await page.getByLabel('Your message').fill('How do I unlock a bike with the app?');
  await expect(page.getByRole('region', { name: 'These articles may help' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => localStorage['kb-records'])).toContain('deflections');
  watcher.problems.splice(0);
  relay.isDown = false;
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  const sent = JSON.parse(relay.submissions[0]!);
  await expect.poll(() => relay.records.flatMap((one) => one.deflections ?? []).at(-1)).toMatchObject({ id: sent.offer, outcome: 'continued' });
  await expect.poll(() => page.evaluate(() => localStorage['kb-records'])).toBeUndefined();
});

test('what is about nothing in the articles is offered nothing', async ({ page }) => {
  await fakeRelay(page);
  await page.goto(`${contact}?topic=other`);
  // Whatever the index is asked for has been read when this comes back.
  const read = page.waitForResponse(/\/search\/terms|\/search\/.*t\d|\/en\/search\//);
  await page.getByLabel('Your message').fill('Xylophones kvetch quietly.');
  await read;
  await expect(page.getByText('These articles may help')).toBeHidden();
});

test('nothing is loaded for a form before it is touched', async ({ page }) => {
  await fakeRelay(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(contact, { waitUntil: 'networkidle' });
  expect(asked.filter((path) => /\.wasm|\/form\.[0-9a-f]+\.js|challenge/.test(path))).toEqual([]);
});

test('an article asks whether it helped, in two steps, once for a version', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(`${paperwhale.url}en/`);
  await page.getByRole('main').locator('a[href*="articles/"]').first().click();
  const vote = page.getByRole('region', { name: 'Was this article helpful?' });
  await vote.getByRole('button', { name: 'No' }).click();
  await expect(vote.getByRole('status')).toHaveText('Thank you for telling us.');
  await vote.getByLabel('It says too little').check();
  await vote.getByLabel('Would you like to tell us more?').fill('Where is the key?');
  expect(await violations(page)).toEqual([]);
  await vote.getByRole('button', { name: 'Send' }).click();
  await expect(vote.getByRole('status')).toContainText('We read every word');
  await expect.poll(() => relay.votes.length).toBe(2);
  expect(relay.votes[1]).toMatchObject({ helpful: false, reason: 'incomplete', words: 'Where is the key?', id: relay.votes[0]!.id });
  await page.reload();
  await expect(vote.getByRole('button', { name: 'No' })).toHaveAttribute('aria-pressed', 'true');
  await vote.getByRole('button', { name: 'Yes' }).click();
  await expect.poll(() => relay.votes.length).toBe(3);
  expect(relay.votes[2]).toMatchObject({ helpful: true, visitor: relay.votes[0]!.visitor, version: relay.votes[0]!.version });
});

test('searches are counted only after the reader agreed', async ({ page }) => {
  const relay = await fakeRelay(page);
  await page.goto(`${pedalo.url}en/search/?q=unlock`);
  const hits = page.getByRole('main').getByRole('listitem').getByRole('link');
  await expect(hits.first()).toBeVisible();
  await page.evaluate(() => { document.documentElement.dataset.consent = ''; });
  await page.getByRole('search').getByRole('searchbox').fill('helmet');
  await expect.poll(() => relay.records.flatMap((one) => one.searches ?? [])).toHaveLength(1);
  expect(relay.records[0]!.searches![0]).toMatchObject({ query: 'helmet', locale: 'en' });
  expect(relay.records[0]!.searches![0]!.hits).toBeGreaterThan(0);
});

for (const scheme of ['light', 'dark'] as const) {
  for (const locale of ['en', 'ar']) {
    test(`forms hold for everybody, ${locale}, ${scheme}`, async ({ page }) => {
      await fakeRelay(page);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      for (const [one, path] of [[pedalo, 'contact'], [paperwhale, 'ask'], [pedalo, 'report-a-problem']] as const) {
        await page.goto(`${one.url}${locale}/forms/${path}/`);
        await page.getByRole('main').getByRole('combobox').first().focus();
        await page.keyboard.press('ArrowDown');
        // Until the check is here the browser's own looks at the answers.
        await expect(page.locator('#form')).toHaveAttribute('novalidate');
        await page.getByRole('main').locator('[type=submit]').click();
        await expect(page.locator('.form-errors')).toBeFocused();
        expect(await violations(page), path).toEqual([]);
      }
    });
  }
}

test('too many forms say when they can be sent again, and keep what was written', async ({ page }) => {
  const relay = await fakeRelay(page);
  relay.answer = { status: 429, body: { code: 'rate_limited', status: 429, retry_after_ms: 150_000 } };
  await page.goto(`${contact}?topic=account`);
  await page.getByLabel('Your message').fill('I cannot sign in any more.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('.form-note')).toContainText('send them again in 3 minutes');
  await expect(page.getByLabel('Your message')).toHaveValue('I cannot sign in any more.');
  expect(await violations(page)).toEqual([]);
  relay.answer = { status: 201, body: { reference: 'HW-7K3M-Q9XA' } };
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  const ids = relay.submissions.map((one) => JSON.parse(one).id);
  expect(ids).toEqual([ids[0], ids[0]]);
});

test('after a reload files are asked for again, and nothing is sent without them', async ({ page }) => {
  const relay = await fakeRelay(page);
  const picture = { name: 'map.png', mimeType: 'image/png', buffer: Buffer.from('first') };
  const log = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('second') };
  await page.goto(report);
  await page.getByLabel('Where did you see it?').selectOption('app');
  await page.getByLabel('On which phone?').selectOption('iPhone');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('In a few words').fill('The map stays grey');
  await page.getByLabel('What did you do').fill('I opened the map and waited for a minute.');
  // A phone calls every picture the same.
  await page.getByLabel('Pictures of it').setInputFiles([picture, picture, log]);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('no', { exact: true }).check();
  await page.reload();
  await page.getByRole('button', { name: 'Send' }).click();
  // The page with the files is shown, and says which they were.
  const summary = page.getByRole('group', { name: 'Please look at one answer again' });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('Please choose your files once more.');
  await expect(page.getByRole('listitem').filter({ hasText: 'map.png' })).toContainText(Array(2).fill('Please choose your files once more.'));
  expect(await violations(page)).toEqual([]);
  expect(relay.submissions).toEqual([]);
  // They are chosen again, one by one, and the last one is taken back.
  await page.getByLabel('Pictures of it').setInputFiles(picture);
  await expect(page.locator('.files').getByText('Please choose')).toHaveCount(2);
  await page.getByLabel('Pictures of it').setInputFiles(picture);
  await expect(page.locator('.files').getByText('Please choose')).toHaveCount(1);
  await page.getByRole('button', { name: 'Remove log.txt' }).click();
  await expect(page.getByLabel('Pictures of it')).toBeFocused();
  await expect(page.locator('.files').getByText('Please choose')).toHaveCount(0);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeFocused();
  expect(relay.submissions).toHaveLength(1);
  expect(relay.submissions[0]).toContain('filename="map.png"');
  expect(relay.submissions[0]).not.toContain('log.txt');
});

test('a form that was unpublished meanwhile says so, and nothing written is lost', async ({ page }) => {
  const relay = await fakeRelay(page);
  relay.answer = { status: 410, body: { code: 'form_unpublished', status: 410 } };
  await page.goto(`${contact}?topic=account`);
  await page.getByLabel('Your message').fill('I cannot sign in any more.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  await page.getByRole('button', { name: 'Send' }).click();
  const note = page.locator('.form-note');
  await expect(note).toContainText('This form is no longer in use');
  await expect(note.getByRole('link', { name: 'Write an e-mail instead' })).toHaveAttribute('href', /^mailto:help@pedalo\.example\?.*cannot%20sign%20in/);
  await expect(page.getByLabel('Your message')).toHaveValue('I cannot sign in any more.');
  expect(await violations(page)).toEqual([]);
});

test('without a relay a form becomes a letter, with its answers by name', async ({ page, watcher }) => {
  await page.goto(`${byMail.url}en/forms/contact/`);
  await page.getByLabel('What is it about?').selectOption('refund');
  await page.getByLabel('Amount in euros').fill('900');
  await page.getByLabel('Your message').fill('The last ride was charged twice.');
  await page.getByLabel('E-mail address').fill('ann@example.com');
  const send = page.getByRole('button', { name: 'Send' });
  await send.click();
  await expect(page.getByRole('group', { name: 'Please look at one answer again' })).toBeFocused();
  await page.getByLabel('Amount in euros').fill('9');
  await send.click();
  await expect(page.locator('.form-note')).toContainText('Your e-mail program opens with your answers');
  const href = await page.getByRole('link', { name: 'Write an e-mail instead' }).getAttribute('href');
  expect(href).toMatch(/^mailto:help@pedalo\.example\?subject=Write%20to%20us&body=/);
  const letter = new URLSearchParams(href!.split('?')[1]).get('body');
  expect(letter).toContain('Amount in euros\n9');
  expect(letter).toContain('Your message\nThe last ride was charged twice.');
  expect(letter).not.toContain('help-site');
  // There is no e-mail program here.
  watcher.problems.splice(0, Infinity, ...watcher.problems.filter((problem) => !problem.includes('mailto:')));
});

test('without a relay a form goes to an address that takes it, with its files and without what is hidden', async ({ page, watcher }) => {
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await page.route('https://forms.example/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Taken</title><h1>Taken</h1></html>' }));
  await page.goto(`${byAddress.url}en/forms/report-a-problem/`);
  await page.getByLabel('Where did you see it?').selectOption('app');
  await page.getByLabel('On which phone?').selectOption('iPhone');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('In a few words').fill('The map stays grey');
  await page.getByLabel('What did you do').fill('I opened the map and waited for a minute.');
  await page.getByLabel('Pictures of it').setInputFiles({ name: 'map.png', mimeType: 'image/png', buffer: Buffer.from('first') });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('no', { exact: true }).check();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('heading', { name: 'Taken' })).toBeVisible();
  const request = await posted;
  expect(request.url()).toBe('https://forms.example/in');
  const body = request.postDataBuffer()!.toString('utf8');
  expect(body).toContain('name="system"\r\n\r\niPhone');
  expect(body).toContain('name="files"; filename="map.png"');
  expect(body).not.toContain('name="page"');
  expect(body).not.toContain('name="email"');
  watcher.thirdParty.length = 0;
});
