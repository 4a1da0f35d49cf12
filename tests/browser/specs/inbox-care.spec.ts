// What agents do for a customer beside answering: end the chat, block who abuses it,
// look at what else the person has written.
import { violations } from '../lib/axe.js';
import { openInbox, unique, visitorWho } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

test('an agent ends a chat, and the visitor may write again', async ({ page, browser }) => {
  const question = unique('Ends soon');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await page.getByRole('button', { name: 'End chat…' }).click();
  const dialog = page.getByRole('dialog', { name: 'End this chat?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'End chat' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('You ended the chat')).toBeVisible();
  await expect(page.getByRole('button', { name: 'End chat…' })).toBeHidden();
  await expect(visitor.getByText('This conversation has ended. Write again and it goes on.')).toBeVisible();

  await visitor.getByRole('textbox').fill(unique('Thank you'));
  await visitor.getByRole('textbox').press('Enter');
  await expect(page.getByRole('button', { name: 'End chat…' })).toBeVisible();
  await visitor.context().close();
});

test('who is blocked is told politely, and let in again', async ({ page, browser }) => {
  const question = unique('Very rude');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await page.getByRole('button', { name: 'Block customer…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Block this customer?' });
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Block', exact: true }).click();
  await expect(page.getByText(/Blocked since/)).toBeVisible();
  await expect(page.getByText('You blocked the customer')).toBeVisible();

  await visitor.getByRole('textbox').fill('Even ruder');
  await visitor.getByRole('textbox').press('Enter');
  await expect(visitor.getByText('This conversation can’t take more messages.')).toBeVisible();

  await page.getByRole('button', { name: 'Unblock customer' }).click();
  await expect(page.getByText('You unblocked the customer')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Block customer…' })).toBeVisible();
  await visitor.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('log', { name: 'Messages and notes' })).toContainText('Even ruder');
  await visitor.context().close();
});

test('what else a customer has written stands beside the conversation, and opens', async ({ page, browser }) => {
  const first = unique('First question');
  const second = unique('Second question');
  const visitor = await visitorWho(browser, first);
  await visitor.getByRole('button', { name: 'Back to the start' }).click();
  await visitor.getByRole('button', { name: /send us a message/i }).click();
  await visitor.getByRole('textbox').fill(second);
  await visitor.getByRole('textbox').press('Enter');
  await expect(visitor.getByRole('log')).toContainText('Sent');
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('region', { name: 'Conversations' }).getByRole('button', { name: second }).click();
  const details = page.getByRole('region', { name: 'Details' });
  await expect(details.getByRole('heading', { name: 'Other conversations' })).toBeVisible();
  const other = details.getByRole('button', { name: first });
  await expect(other).toContainText('Open');
  expect(await violations(page)).toEqual([]);
  await other.click();
  await expect(page.getByRole('log', { name: 'Messages and notes' })).toContainText(first);
  await expect(details.getByRole('button', { name: second })).toBeVisible();
  await visitor.context().close();
});

test('what was seen is told with its time, once it was on the screen', async ({ page, browser }) => {
  const question = unique('Long talk');
  const visitor = await visitorWho(browser, question);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  const composer = page.getByRole('textbox', { name: 'Your reply' });
  const answer = async (text: string) => {
    await composer.fill(text);
    await composer.press('Enter');
    await expect(visitor.getByRole('log')).toContainText(text);
  };
  for (const number of [1, 2, 3, 4]) await answer(`Answer ${number}${' and more'.repeat(80)}`);
  const receipt = page.getByRole('listitem').filter({ hasText: /^Seen \d/ });
  await expect(receipt).toBeVisible();
  await expect(receipt).toHaveAttribute('title', /^Delivered: .*\nSeen: /);

  // Somebody who reads what was said before has not seen what comes below.
  const log = visitor.getByRole('log');
  await log.evaluate((element) => (element.scrollTop = -element.scrollHeight));
  await answer('The last answer');
  await expect(page.getByRole('listitem').filter({ hasText: /^Delivered \d/ })).toBeVisible();
  await log.evaluate((element) => (element.scrollTop = 0));
  await expect(receipt).toBeVisible();
  await visitor.context().close();
});
