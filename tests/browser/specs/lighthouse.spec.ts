// Lighthouse as a phone sees the page kinds: 100 in all four categories.
import { createServer } from 'node:net';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { chromiumArguments, chromiumPath, site } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, test } from '../lib/test.js';

const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
/** What the machine's noise may take from a score; the goal is 100 in each. */
const floors: Record<(typeof categories)[number], number> = { performance: 90, accessibility: 100, 'best-practices': 100, seo: 100 };

test.describe.configure({ retries: 3 });

const pedalo = site('pedalo');
const kinds = ['home', 'category', 'article', 'search', 'articles'];

for (const kind of kinds) {
  test(`lighthouse: ${kind}`, async () => {
    const built = pagesOf(pedalo)
      .filter((page) => page.kind === kind && page.locale === 'en')
      .sort((one, other) => other.html.length - one.html.length)[0];
    expect(built, `a page of kind ${kind}`).toBeTruthy();
    const port = await freePort();
    const browser = await chromium.launch({ executablePath: chromiumPath, args: [...chromiumArguments, `--remote-debugging-port=${port}`] });
    try {
      const report = await lighthouse(built!.url, { port, output: 'json', logLevel: 'error', onlyCategories: [...categories] });
      const scores = Object.fromEntries(categories.map((category) => [category, Math.round((report!.lhr.categories[category]!.score ?? 0) * 100)]));
      console.log(`  ${kind}: ${categories.map((category) => `${category} ${scores[category]}`).join(', ')}`);
      const faults = Object.values(report!.lhr.audits)
        .filter((audit) => audit.score !== null && audit.score < 0.9 && !['informative', 'notApplicable', 'manual'].includes(audit.scoreDisplayMode))
        .map((audit) => `${audit.id}: ${audit.displayValue ?? audit.title}`);
      for (const category of categories) {
        expect(scores[category], `${category} of ${built!.path}; ${faults.join('; ')}`).toBeGreaterThanOrEqual(floors[category]);
      }
    } finally {
      await browser.close();
    }
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? done(address.port) : fail(new Error('no free port'))));
    });
  });
}
