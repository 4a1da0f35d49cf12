// Dark is dark where the system says so, with no choice stored.
import { sites } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

for (const site of sites) {
  test(`${site.brand} follows a dark system`, async ({ page }) => {
    await page.goto(`${site.url}en/`);
    const light = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      const lightness = (colour: string) => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
        return (red + green + blue) / 765;
      };
      const style = getComputedStyle(document.body);
      return { back: lightness(style.backgroundColor), text: lightness(style.color) };
    });
    expect(light.back).toBeLessThan(0.3);
    expect(light.text).toBeGreaterThan(0.6);
  });

  test(`${site.brand} shows the logo for dark`, async ({ page }) => {
    await page.goto(`${site.url}en/`);
    const shown = await page.getByRole('banner').locator('img').evaluateAll((images) =>
      images.filter((image) => image.checkVisibility()).map((image) => (image as HTMLImageElement).src));
    expect(shown).toHaveLength(1);
    expect(shown[0]).toMatch(/dark/);
  });
}
