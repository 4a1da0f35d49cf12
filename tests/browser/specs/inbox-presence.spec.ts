// Whether the customer is there: in the list, above the conversation, beside it.
import { violations } from '../lib/axe.js';
import { openInbox, unique, visitorWho } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

test('when and where a message was seen is found by keyboard', async ({ page, browser }) => {
  const question = unique('Who reads this');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  const composer = page.getByRole('textbox', { name: 'Your reply' });
  await composer.fill('You do');
  await composer.press('Enter');
  await expect(visitor.getByRole('log')).toContainText('You do');
  const device = /Chrome on \w+/;
  await expect(page.getByRole('listitem').filter({ hasText: /^Seen \d/ })).toContainText(device);

  const message = page.locator('.bubble.me').filter({ hasText: 'You do' });
  await page.getByRole('log').focus();
  await page.keyboard.press('Tab');
  await expect(message.locator('summary')).toBeFocused();
  await page.keyboard.press('Enter');
  const lines = message.getByRole('listitem');
  await expect(lines).toHaveCount(3);
  await expect(lines.nth(0)).toHaveText(/^Sent: /);
  await expect(lines.nth(1)).toHaveText(/^Delivered: .*, Chrome on \w+$/);
  await expect(lines.nth(2)).toHaveText(/^Seen: .*, Chrome on \w+$/);
  expect(await violations(page)).toEqual([]);
  await visitor.context().close();
});

test('an agent sees that the customer is there, and since when no longer', async ({ page, browser }) => {
  const question = unique('Are you there');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  const row = page.getByRole('button', { name: question });
  await expect(row.locator('.presence')).toBeVisible();
  await expect(row).toHaveAccessibleName(/Here now/);
  await row.click();
  const head = page.locator('.head');
  await expect(head).toContainText('Here now');
  await expect(page.locator('.details-pane')).toContainText('Here now');
  expect(await violations(page)).toEqual([]);

  // A page that is loaded again makes nobody leave.
  await visitor.reload();
  await expect(head).toContainText('Here now');

  await visitor.context().close();
  // It takes the relay a while to be sure.
  await expect(head).toContainText('Last seen 1 minute ago', { timeout: 40_000 });
  await expect(page.locator('.details-pane')).toContainText('Last seen 1 minute ago');
  await expect(row.locator('.presence')).toBeHidden();
  await expect(row).not.toHaveAccessibleName(/Here now/);
  expect(await violations(page)).toEqual([]);
});
