// axe and the basics over every single page, light and dark, narrow and wide.
//
// Each page is loaded once: the scheme and the width are changed on the loaded
// page. Every page meets light at one width and dark at the other; one page of
// each kind and locale meets all four.
import { sites } from '../lib/environment.js';
import { rulesOfColour, violations } from '../lib/axe.js';
import { onePageOfEachKind, pagesOf } from '../lib/pages.js';
import { diagramsDrawnFor, expect, sideways, test } from '../lib/test.js';

/** Pages of one test: enough to make a context worth its while. */
const BATCH = 30;
const widths = [390, 1280] as const;

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const site of sites) {
  const pages = pagesOf(site).filter((page) => page.kind !== 'root');
  const samples = new Set(onePageOfEachKind(site));
  for (let start = 0; start < pages.length; start += BATCH) {
    const batch = pages.slice(start, start + BATCH);
    test(`${site.brand}: pages ${start + 1} to ${start + batch.length} of ${pages.length}`, async ({ page, watcher }) => {
      const faults: string[] = [];
      for (const [index, built] of batch.entries()) {
        const [first, second] = index % 2 ? [widths[1], widths[0]] : [widths[0], widths[1]];
        const note = (where: string, found: string[]) => faults.push(...found.map((fault) => `${built.path} ${where}: ${fault}`));
        await page.emulateMedia({ colorScheme: 'light' });
        await page.setViewportSize({ width: first, height: 900 });
        await page.goto(built.url, { waitUntil: 'load' });
        await diagramsDrawnFor(page, 'light');
        note(`light ${first}`, await violations(page));
        if (await sideways(page)) note(`${first}`, ['scrolls sideways']);
        await page.emulateMedia({ colorScheme: 'dark' });
        await diagramsDrawnFor(page, 'dark');
        if (samples.has(built)) note(`dark ${first}`, await violations(page, rulesOfColour));
        await page.setViewportSize({ width: second, height: 900 });
        note(`dark ${second}`, await violations(page, samples.has(built) ? undefined : rulesOfColour));
        if (samples.has(built)) {
          await page.emulateMedia({ colorScheme: 'light' });
          await diagramsDrawnFor(page, 'light');
          note(`light ${second}`, await violations(page));
        }
        if (await sideways(page)) note(`${second}`, ['scrolls sideways']);
        note('', watcher.problems.splice(0));
      }
      expect(faults).toEqual([]);
    });
  }
}
