// What is kept of a customer, handed over and erased from the inbox.
import { readFileSync } from 'node:fs';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { openInbox, unique, visitorWho } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

test('what is kept of a customer is handed over, and erased for good', async ({ page, browser, watcher }) => {
  // The conversation that is gone is asked for once more by its address.
  watcher.expectedMissing.add('/inbox/v1/conversations/');
  const question = unique('Forget me');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  const row = page.getByRole('button', { name: question });
  await row.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export data' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^customer-[0-9a-f]+\.json$/);
  expect(readFileSync(await download.path(), 'utf8')).toContain(question);

  await page.getByRole('button', { name: 'Erase customer…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase this customer?' });
  // What is asked first does no harm.
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(row).toBeVisible();

  await page.getByRole('button', { name: 'Erase customer…' }).click();
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
  await expect(page.getByText('This conversation doesn’t exist any longer')).toBeVisible();

  // The visitor begins anew, without a word of before.
  await expect(visitor.getByText(question)).toHaveCount(0);
  const again = unique('Hello again');
  await visitor.getByRole('textbox').fill(again);
  await visitor.getByRole('textbox').press('Enter');
  await expect(visitor.getByRole('log')).toContainText('Sent');
  await expect(page.getByRole('button', { name: again })).toBeVisible();
  await visitor.context().close();
});

test('who may not erase is not offered it', async ({ page, browser }) => {
  const question = unique('Keep me');
  const visitor = await visitorWho(browser, question);
  await openInbox(page, chat.colleague);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await expect(page.getByRole('heading', { name: 'Details' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Erase customer…' })).toHaveCount(0);
  await visitor.context().close();
});
