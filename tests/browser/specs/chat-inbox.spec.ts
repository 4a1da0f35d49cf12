// The inbox, by hand and by keyboard, with a visitor at the other end.
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { signIn, unique, visitorWho } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

test('an agent signs in, answers, and is still signed in after a reload', async ({ page, browser }) => {
  const question = unique('Can I bring a dog');
  const visitor = await visitorWho(browser, question);
  await signIn(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await expect(page.getByRole('log')).toContainText(question);
  const reply = page.getByRole('textbox', { name: /reply/i });
  await reply.fill('In the basket, yes');
  await reply.press('Enter');
  await expect(visitor.getByRole('log')).toContainText('In the basket, yes');
  await visitor.getByRole('textbox').fill('She is a big dog');
  await visitor.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log')).toContainText('She is a big dog');
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Lists' })).toBeVisible();
  await visitor.context().close();
});

test('a wrong password is told kindly', async ({ page, watcher }) => {
  // Whoever is refused is told so by a 403, which browsers report.
  watcher.expectedMissing.add('/inbox/v1/session');
  await signIn(page, 'a wrong long password');
  await expect(page.getByRole('alert')).toContainText('don’t go together');
});

test('a note stays among agents', async ({ page, browser }) => {
  const question = unique('May I ask something');
  const visitor = await visitorWho(browser, question);
  await signIn(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  const note = page.getByRole('textbox', { name: /note/i });
  await note.fill('Asks often');
  await note.press('Enter');
  await expect(page.getByRole('log')).toContainText('Asks often');
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  const reply = page.getByRole('textbox', { name: /reply/i });
  await reply.fill('Of course');
  await reply.press('Enter');
  await expect(visitor.getByRole('log')).toContainText('Of course');
  await expect(visitor.getByRole('log')).not.toContainText('Asks often');
  await visitor.context().close();
});

for (const [name, viewport, colorScheme] of [
  ['wide and light', { width: 1280, height: 900 }, 'light'],
  ['narrow and dark', { width: 360, height: 740 }, 'dark'],
] as const) {
  test(`axe finds nothing in the inbox, ${name}`, async ({ page, browser }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto(`${chat.relay}inbox/`);
    await expect(page.getByLabel('Email')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    const question = unique('For a look');
    const visitor = await visitorWho(browser, question);
    await signIn(page);
    await page.getByRole('button', { name: 'All open' }).click();
    await expect(page.getByRole('button', { name: question })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: question }).click();
    await expect(page.getByRole('log')).toContainText(question);
    expect(await violations(page)).toEqual([]);
    await visitor.context().close();
  });
}
