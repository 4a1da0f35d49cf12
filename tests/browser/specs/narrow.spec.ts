// The narrowest screens: nothing sticks out, nothing is too small to touch.
import { sites } from '../lib/environment.js';
import { onePageOfEachKind } from '../lib/pages.js';
import { expect, sideways, test } from '../lib/test.js';

for (const site of sites) {
  test(`no page of ${site.brand} scrolls sideways at 320 px`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const built of onePageOfEachKind(site).filter((one) => one.kind !== 'root')) {
      await page.goto(built.url);
      const wide = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        return [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > limit + 1)
          .slice(0, 3)
          .map((element) => element.outerHTML.slice(0, 100));
      });
      expect(await sideways(page), `${built.path}; it may be ${wide.join(' or ')}`).toBe(0);
    }
  });

  test(`controls of ${site.brand} can be touched`, async ({ page }) => {
    for (const built of onePageOfEachKind(site, ['en', 'ar']).filter((one) => one.kind !== 'root')) {
      await page.goto(built.url);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, summary, header a, input:not([disabled])')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .map((element) => ({ box: element.getBoundingClientRect(), text: element.outerHTML.slice(0, 120) }))
          // Elements shown to screen readers only are one pixel big.
          .filter(({ box }) => box.width > 2 && (box.width < 24 || box.height < 24))
          .map(({ box, text }) => `${Math.round(box.width)}×${Math.round(box.height)} ${text}`),
      );
      expect(small, built.path).toEqual([]);
    }
  });
}
