// Two customers who are one person, merged from the inbox and parted again.
import type { Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { openInbox, unique, visitorWho } from '../lib/inbox.js';
import { expect, test } from '../lib/test.js';

/** Opens a conversation among all that are open. */
async function openConversation(page: Page, question: string): Promise<void> {
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: question }).click();
  await expect(page.getByRole('heading', { name: 'Details' })).toBeVisible();
}

const merge = (page: Page) => page.getByRole('dialog', { name: 'Merge with another customer' });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`two customers become one, and two again, in ${colorScheme}`, async ({ page, browser }) => {
    await page.emulateMedia({ colorScheme });
    const [first, second] = [unique('My first question'), unique('My second question')];
    const phone = await visitorWho(browser, first);
    const desk = await visitorWho(browser, second);
    await openInbox(page);
    await openConversation(page, second);
    const button = page.getByRole('button', { name: 'Merge with another customer…' });
    await button.click();
    const dialog = merge(page);
    const search = dialog.getByRole('searchbox');
    await expect(search).toBeFocused();
    await expect(dialog.getByText('Nobody found.')).toBeVisible();
    // Nobody is chosen yet.
    await expect(dialog.getByRole('button', { name: 'Merge', exact: true })).toHaveAttribute('aria-disabled', 'true');

    await search.fill(first);
    const candidates = dialog.getByRole('group', { name: 'Who is the same person?' });
    await expect(candidates.getByRole('radio')).toHaveCount(1);
    await candidates.getByRole('radio').check();
    const sides = dialog.getByRole('group', { name: 'Who stays?' });
    await expect(sides.getByRole('radio')).toHaveCount(2);
    await expect(sides.getByText('1 conversation')).toHaveCount(2);
    await expect(sides.getByRole('radio').first()).toBeChecked();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(button).toBeFocused();

    await button.click();
    await search.fill(first);
    await candidates.getByRole('radio').check();
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(/^You merged Visitor [0-9A-F]{4} into this customer\./)).toBeVisible();
    await expect(page.getByText(/Can be undone until/)).toBeVisible();
    const log = page.getByRole('log', { name: 'Messages and notes' });
    await expect(log).toContainText(/You merged Visitor [0-9A-F]{4} into this customer/);
    const others = page.locator('.others');
    await expect(others).toContainText(first);
    expect(await violations(page)).toEqual([]);
    // The one who was merged goes on writing, with the session of before.
    const more = unique('And one more');
    await phone.getByRole('textbox').fill(more);
    await phone.getByRole('textbox').press('Enter');
    await expect(page.getByRole('button', { name: more })).toBeVisible();

    await page.getByRole('button', { name: 'Undo merge' }).click();
    await expect(page.getByRole('button', { name: 'Undo merge' })).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'Details' })).toBeFocused();
    await expect(log).toContainText(/You separated Visitor [0-9A-F]{4} from the customer again/);
    await expect(others).toBeHidden();
    const last = unique('Still me');
    await phone.getByRole('textbox').fill(last);
    await phone.getByRole('textbox').press('Enter');
    await expect(page.getByRole('button', { name: last })).toBeVisible();
    await phone.context().close();
    await desk.context().close();
  });
}

test('on a phone the dialog fits and both stand below each other', async ({ page, browser }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const [first, second] = [unique('From the phone'), unique('From the desk')];
  const phone = await visitorWho(browser, first);
  const desk = await visitorWho(browser, second);
  await openInbox(page);
  await page.getByRole('button', { name: 'All open' }).click();
  await page.getByRole('button', { name: second }).click();
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Merge with another customer…' }).click();
  const dialog = merge(page);
  await dialog.getByRole('searchbox').fill(first);
  await dialog.getByRole('group', { name: 'Who is the same person?' }).getByRole('radio').check();
  const sides = dialog.locator('.side');
  await expect(sides).toHaveCount(2);
  const [one, other] = [await sides.first().boundingBox(), await sides.last().boundingBox()];
  expect(other?.y).toBeGreaterThan(one?.y ?? Infinity);
  expect(await dialog.evaluate((it) => it.scrollWidth <= it.clientWidth)).toBe(true);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await phone.context().close();
  await desk.context().close();
});

test('who may not merge is not offered it', async ({ page, browser }) => {
  const question = unique('Leave me alone');
  const visitor = await visitorWho(browser, question);
  await openInbox(page, chat.colleague);
  await openConversation(page, question);
  await expect(page.getByRole('button', { name: 'Merge with another customer…' })).toHaveCount(0);
  await visitor.context().close();
});
