// What an agent wants to be told of: a table of choices, kept at once, the
// same in every tab, and followed by what calls.
import type { Locator, Page } from '@playwright/test';
import { violations } from '../lib/axe.js';
import { chat } from '../lib/environment.js';
import { openInbox } from '../lib/inbox.js';
import { expect, sideways, test } from '../lib/test.js';

const missed = 'A chat was not answered in time: Pop-up';

async function openChoices(page: Page): Promise<Locator> {
  await page.getByLabel('Your menu').click();
  await page.getByRole('button', { name: 'What you are told of…' }).click();
  const dialog = page.getByRole('dialog', { name: 'What you are told of' });
  await expect(dialog.getByRole('table')).toBeVisible();
  return dialog;
}

async function choose(dialog: Locator, cell: string, choice: string): Promise<void> {
  const kept = dialog.page().waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
  await dialog.getByLabel(cell).selectOption({ label: choice });
  await kept;
  await expect(dialog.getByRole('status')).toHaveText('Saved');
}

const chosen = (dialog: Locator, cell: string) => dialog.getByLabel(cell).locator('option:checked');

// They change what one agent has chosen.
test.describe.configure({ mode: 'serial' });

test('a choice is kept, and every tab shows it', async ({ page, context }) => {
  await openInbox(page, chat.colleague);
  const dialog = await openChoices(page);
  await expect(dialog.getByRole('columnheader')).toHaveText(['In the inbox', 'Pop-up']);
  await expect(dialog.getByRole('rowheader')).toHaveCount(4);
  await expect(dialog).toContainText('Emails are not offered here');
  const tab = await context.newPage();
  await tab.goto(`${chat.relay}inbox/#notifications`);
  const there = tab.getByRole('dialog', { name: 'What you are told of' });
  await expect(there.getByRole('table')).toBeVisible();
  await expect(tab).toHaveURL(`${chat.relay}inbox/#`);

  await choose(dialog, missed, 'Never');
  await expect(chosen(there, missed)).toHaveText('Never');
  await choose(dialog, missed, 'When away');
  await expect(chosen(there, missed)).toHaveText('When away');
  await page.reload();
  const again = await openChoices(page);
  await expect(chosen(again, missed)).toHaveText('When away');
  await choose(again, missed, 'Always');
  await expect(chosen(there, missed)).toHaveText('Always');
});

test('by keyboard alone, quiet hours are chosen and the focus comes back', async ({ page }) => {
  await openInbox(page, chat.colleague);
  await page.getByLabel('Your menu').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'What you are told of…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What you are told of' });
  const quiet = dialog.getByLabel('Quiet outside these hours');
  await expect(quiet).toBeVisible();
  const before = await quiet.locator('option:checked').textContent();
  await quiet.focus();
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('status')).toHaveText('Saved');
  await expect(quiet.locator('option:checked')).not.toHaveText(before ?? '');
  await quiet.selectOption({ label: 'Never quiet' });
  await expect(dialog.getByRole('status')).toHaveText('Saved');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Your menu')).toBeFocused();
});

test('what could not be saved is said, and shown no longer', async ({ page, watcher }) => {
  await openInbox(page, chat.colleague);
  const dialog = await openChoices(page);
  await expect(chosen(dialog, missed)).toHaveText('Always');
  watcher.expectedMissing.add('/inbox/v1/notifications');
  await page.route('**/inbox/v1/notifications', (route) =>
    route.request().method() === 'PUT' ? route.fulfill({ status: 503, body: '{}' }) : route.fallback());
  await dialog.getByLabel(missed).selectOption({ label: 'Never' });
  await expect(dialog.getByRole('status')).toContainText('not saved');
  await expect(chosen(dialog, missed)).toHaveText('Always');
  await page.unroute('**/inbox/v1/notifications');
  await choose(dialog, missed, 'Never');
  await choose(dialog, missed, 'Always');
});

for (const [name, viewport, colorScheme] of [
  ['wide and light', { width: 1280, height: 900 }, 'light'],
  ['wide and dark', { width: 1280, height: 900 }, 'dark'],
  ['narrow and light', { width: 360, height: 740 }, 'light'],
  ['narrow and dark', { width: 360, height: 740 }, 'dark'],
] as const) {
  test(`the choices have no flaw for axe, ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openInbox(page, chat.colleague);
    const dialog = await openChoices(page);
    expect(await violations(page)).toEqual([]);
    expect(await sideways(page)).toBe(0);
    const cut = await dialog.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(cut).toBe(0);
    if (viewport.width === 360) {
      const box = await dialog.getByLabel(missed).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
  });
}
