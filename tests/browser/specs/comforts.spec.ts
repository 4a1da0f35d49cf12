// The small things that scripts add: scheme, menus, announcement.
import type { Page } from '@playwright/test';
import { site } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

const pedalo = site('pedalo');

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test('the choice of dark is kept and there from the first frame', async ({ page, context }) => {
  await page.goto(`${pedalo.url}en/`);
  const light = await background(page);
  const button = page.getByRole('banner').locator('button.theme-switch');
  for (let press = 0; press < 3 && (await page.locator('html').getAttribute('data-theme')) !== 'dark'; press += 1) await button.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await background(page);
  expect(dark).not.toBe(light);

  await context.addInitScript(() => {
    requestAnimationFrame(function look() {
      if (!document.body) return void requestAnimationFrame(look);
      (window as unknown as { firstFrame: string }).firstFrame = getComputedStyle(document.body).backgroundColor;
    });
  });
  await page.goto(`${pedalo.url}de/`);
  expect(await page.evaluate(() => (window as unknown as { firstFrame: string }).firstFrame)).toBe(dark);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('Escape closes a menu and gives the focus back', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  const menu = page.getByRole('banner').locator('details:has([data-locale])').first();
  await menu.locator('summary').click();
  await expect(menu).toHaveAttribute('open', '');
  await page.keyboard.press('Escape');
  await expect(menu).not.toHaveAttribute('open', '');
  await expect(menu.locator('summary')).toBeFocused();
});

test('a dismissed announcement stays away', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  const announcement = page.locator('[data-announcement]');
  await expect(announcement).toBeVisible();
  await announcement.getByRole('button').click();
  await expect(announcement).toBeHidden();
  await page.goto(`${pedalo.url}en/articles/`);
  await expect(page.locator('h1')).toBeVisible();
  await expect(announcement).toBeHidden();
});

test('the first Tab offers to skip to the content', async ({ page }) => {
  await page.goto(`${pedalo.url}en/articles/`);
  await page.keyboard.press('Tab');
  const skip = page.locator('a[href="#main"]');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('everything that has the focus shows it', async ({ page }) => {
  await page.goto(`${pedalo.url}en/`);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab');
    const shows = await page.evaluate(() => {
      const element = document.activeElement!;
      const around = [element, element.closest('form') ?? element, element.closest('li') ?? element];
      // A card shows the focus of its link on a layer above itself.
      const styles = [...around.map((one) => getComputedStyle(one)), getComputedStyle(element, '::after')];
      return styles.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none')
        ? ''
        : element.outerHTML.slice(0, 120);
    });
    expect(shows).toBe('');
  }
});
