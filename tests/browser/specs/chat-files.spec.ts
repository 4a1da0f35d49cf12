// Files in the chat, from both sides: a visitor on a page of somebody else, an
// agent in the inbox.
import { deflateSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

interface Chosen {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A true PNG image of one colour. */
function png(name: string, width = 64, height = 48): Chosen {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(3 * width, Buffer.of(0, 121, 107))]);
  const pixels = deflateSync(Buffer.concat(Array(height).fill(row)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const buffer = Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
  return { name, mimeType: 'image/png', buffer };
}

/** Source: PNG specification, annex D. */
function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

const pdf = (name: string): Chosen => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n'),
});

const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;
const composer = (page: Page) => page.getByRole('textbox', { name: 'Your message' });
const log = (page: Page) => page.getByRole('log');

/** A visitor before a new conversation. */
async function open(page: Page): Promise<void> {
  await page.goto(`${chat.host}plain.html`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await expect(composer(page)).toBeFocused();
}

/** Chooses files by the button. */
async function choose(page: Page, files: Chosen[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles(files);
}

/** Drops or pastes files on an element. */
async function offer(target: Locator, event: 'drop' | 'paste', file: Chosen): Promise<void> {
  await target.evaluate(
    (element, [kind, name, type, text]) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
      const options = { bubbles: true, cancelable: true, composed: true };
      if (kind === 'drop') {
        element.dispatchEvent(new DragEvent('dragover', { ...options, dataTransfer: data }));
        element.dispatchEvent(new DragEvent('drop', { ...options, dataTransfer: data }));
      } else element.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }));
    },
    [event, file.name, file.mimeType, file.buffer.toString('base64')] as const,
  );
}

/** Whether something was drawn into the preview of a picture. */
async function expectPreview(of: Locator): Promise<void> {
  await expect(async () => {
    const pixel = await of.locator('canvas').first().evaluate((canvas: HTMLCanvasElement) => {
      // A copy: browsers complain of a canvas that is read again and again.
      const copy = new OffscreenCanvas(1, 1).getContext('2d')!;
      copy.drawImage(canvas, 1, 1, 1, 1, 0, 0, 1, 1);
      return Array.from(copy.getImageData(0, 0, 1, 1).data);
    });
    expect(pixel).toEqual([0, 121, 107, 255]);
  }).toPass();
}

/** An agent who looks at this conversation. */
async function agentAt(browser: Browser, question: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${chat.relay}inbox/`);
  await page.getByLabel('Email').fill(chat.email);
  await page.getByLabel('Password').fill(chat.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await expect(page.getByRole('log')).toContainText(question);
  return page;
}

test('a visitor sends a picture, and the agent answers with a document', async ({ page, browser }) => {
  await open(page);
  const question = unique('What is this');
  await choose(page, [png('bike.png')]);
  await expect(page.getByRole('button', { name: 'Remove bike.png' })).toBeVisible();
  await composer(page).fill(question);
  await composer(page).press('Enter');
  await expect(log(page)).toContainText('Sent');
  const own = log(page).getByRole('button', { name: /Save bike\.png/ });
  await expectPreview(own);

  const agent = await agentAt(browser, question);
  const got = agent.getByRole('link', { name: /Save bike\.png/ });
  await expectPreview(got);
  const kept = agent.waitForEvent('download');
  await got.click();
  expect(await readFile((await (await kept).path())!)).toEqual(png('bike.png').buffer);

  await choose(agent, [pdf('bill.pdf')]);
  await expect(agent.getByRole('button', { name: 'Remove bill.pdf' })).toBeVisible();
  await agent.getByRole('textbox', { name: /reply/i }).press('Enter');
  const bill = log(page).getByRole('button', { name: /Save bill\.pdf/ });
  await expect(bill).toBeVisible();
  const download = page.waitForEvent('download');
  await bill.click();
  expect((await download).suggestedFilename()).toBe('bill.pdf');
  expect(await readFile((await (await download).path())!)).toEqual(pdf('bill.pdf').buffer);
  // The history has them too, and an image that is not in memory is fetched.
  await page.reload();
  await expectPreview(log(page).getByRole('button', { name: /Save bike\.png/ }));
  await agent.context().close();
});

test('a message that is sent too early goes with its file', async ({ page }) => {
  await open(page);
  // The file is held up on its way.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/chat/v1/files', async (route) => {
    if (route.request().method() === 'POST') await held;
    await route.continue();
  });
  await choose(page, [pdf('slow.pdf')]);
  await expect(page.getByRole('progressbar', { name: 'Sending slow.pdf' })).toBeVisible();
  const question = unique('Too early');
  await composer(page).fill(question);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue(question);
  release();
  await expect(log(page).getByRole('button', { name: /Save slow\.pdf/ })).toBeVisible();
  await expect(log(page)).toContainText(question);
  await expect(composer(page)).toHaveValue('');
});

test('what is pasted or dropped is attached, and nothing is sent twice', async ({ page, browser }) => {
  await open(page);
  const question = unique('Two more');
  await offer(composer(page), 'paste', png('pasted.png'));
  await expect(page.getByRole('button', { name: 'Remove pasted.png' })).toBeVisible();
  await offer(page.getByRole('dialog'), 'drop', pdf('dropped.pdf'));
  await expect(page.getByRole('button', { name: 'Remove dropped.pdf' })).toBeVisible();
  await composer(page).fill(question);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await composer(page).press('Enter');
  await expect(log(page).getByRole('button', { name: /^Save/ })).toHaveCount(2);
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  const agent = await agentAt(browser, question);
  await expect(agent.getByRole('link', { name: /^Save/ })).toHaveCount(2);
  await offer(agent.getByRole('textbox', { name: /reply/i }), 'paste', png('answer.png'));
  await expect(agent.getByRole('button', { name: 'Remove answer.png' })).toBeVisible();
  await offer(agent.getByRole('log'), 'drop', pdf('more.pdf'));
  await expect(agent.getByRole('button', { name: 'Remove more.pdf' })).toBeVisible();
  // A note carries none, and they wait for the answer.
  await agent.getByRole('button', { name: 'Note', exact: true }).click();
  await expect(agent.getByRole('button', { name: 'Remove more.pdf' })).toBeHidden();
  await agent.getByRole('button', { name: 'Reply', exact: true }).click();
  const reply = agent.getByRole('textbox', { name: /reply/i });
  await reply.fill('Both of mine');
  await reply.press('Enter');
  await expect(log(page).getByRole('button', { name: /^Save/ })).toHaveCount(4);
  await agent.context().close();
});

test('a file that is not taken says why, and the others go', async ({ page, watcher }) => {
  watcher.expectedMissing.add('/chat/v1/files');
  await open(page);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  await choose(page, [
    { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: svg },
    { name: 'fake.png', mimeType: 'image/png', buffer: svg },
    { name: 'wrong.png', mimeType: 'image/png', buffer: pdf('').buffer },
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'large.txt', mimeType: 'text/plain', buffer: Buffer.alloc(5 * 1024 * 1024 + 1, 'x') },
    { name: 'good.txt', mimeType: 'text/plain', buffer: Buffer.from('good') },
  ]);
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('logo.svg')).toContainText('Files of this kind can’t be sent');
  await expect(row('fake.png')).toContainText('Files of this kind can’t be sent');
  await expect(row('wrong.png')).toContainText('doesn’t match');
  await expect(row('empty.txt')).toContainText('empty');
  await expect(row('large.txt')).toContainText('Up to 5 MB');
  const question = unique('One of six');
  await composer(page).fill(question);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await composer(page).press('Enter');
  await expect(log(page).getByRole('button', { name: /^Save/ })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(5);
  expect(await violations(page)).toEqual([]);
});

test('a file without a network waits, says so, and goes when it is back', async ({ page, watcher }) => {
  await open(page);
  await choose(page, [pdf('first.pdf')]);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await composer(page).press('Enter');
  await expect(log(page)).toContainText('Sent');
  await page.context().setOffline(true);
  await choose(page, [pdf('tunnel.pdf')]);
  const row = page.getByRole('listitem').filter({ hasText: 'tunnel.pdf' });
  await expect(row).toContainText('sent when you’re back');
  await page.context().setOffline(false);
  await expect(row).not.toContainText('sent when you’re back');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  const rest = watcher.problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'));
  watcher.problems.splice(0, watcher.problems.length, ...rest);
});

test('files are attached, removed and kept by the keyboard alone', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Attach files' })).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([pdf('one.pdf'), pdf('two.pdf')]);
  await expect(page.getByRole('button', { name: /^Remove/ })).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await page.getByRole('button', { name: 'Remove one.pdf' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove two.pdf' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(composer(page)).toBeFocused();
  await offer(composer(page), 'paste', png('three.png'));
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await page.keyboard.press('Enter');
  const save = log(page).getByRole('button', { name: /Save three\.png/ });
  await save.focus();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('three.png');
});

for (const [name, colorScheme] of [
  ['light', 'light'],
  ['dark', 'dark'],
] as const) {
  test(`axe finds nothing in files, ${name}`, async ({ page, browser }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    const question = unique('For a look');
    await choose(page, [png('bike.png'), pdf('bill.pdf')]);
    await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
    expect(await violations(page)).toEqual([]);
    await composer(page).fill(question);
    await composer(page).press('Enter');
    await expectPreview(log(page));
    expect(await violations(page)).toEqual([]);
    const agent = await agentAt(browser, question);
    await agent.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await choose(agent, [pdf('answer.pdf')]);
    await expect(agent.getByRole('button', { name: 'Remove answer.pdf' })).toBeVisible();
    await expectPreview(agent.getByRole('log'));
    expect(await violations(agent)).toEqual([]);
    await agent.context().close();
  });
}
