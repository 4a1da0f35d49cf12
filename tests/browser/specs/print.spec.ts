// An article on paper: the text, and nothing to press.
import { sites } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, test } from '../lib/test.js';

for (const site of sites) {
  test(`an article of ${site.brand} prints as text`, async ({ page }) => {
    const article = pagesOf(site).find((built) => built.kind === 'article' && built.locale === 'en' && built.html.includes('<figure class="code'))
      ?? pagesOf(site).find((built) => built.kind === 'article')!;
    await page.goto(article.url);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.locator('h1')).toBeVisible();
    await expect(page.getByRole('search')).toBeHidden();
    await expect(page.locator('[data-toc]').first()).toBeHidden();
    for (const button of await page.getByRole('button').all()) await expect(button).toBeHidden();
    const [red = 0, green = 0, blue = 0] = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      context.fillStyle = getComputedStyle(document.querySelector('h1')!).color;
      context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data];
    });
    expect(red + green + blue, 'dark ink also where the screen is dark').toBeLessThan(300);
  });
}
