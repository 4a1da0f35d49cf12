// Every link inside a site leads to a file, and every fragment to its element.
// Read from the files alone: a browser would take minutes for the same.
import { sites } from '../lib/environment.js';
import { files, pagesOf } from '../lib/pages.js';
import { expect, test } from '../lib/test.js';

for (const site of sites) {
  test(`no link of ${site.brand} leads nowhere`, () => {
    const present = new Set(files(site));
    const ids = new Map(
      pagesOf(site).map((page) => [page.path, new Set([...page.html.matchAll(/\sid="([^"]*)"/g)].map((match) => unescape(match[1]!)))]),
    );
    const broken = new Set<string>();
    for (const page of pagesOf(site)) {
      // Code samples show links that are none.
      const html = page.html.replace(/<pre[\s\S]*?<\/pre>/g, '');
      for (const match of html.matchAll(/\s(?:href|src|srcset|data-search-(?:js|wasm)|data-ui)="([^"]*)"/g)) {
        for (const address of match[0].includes('srcset') ? match[1]!.split(',').map((part) => part.trim().split(/\s/)[0]!) : [match[1]!]) {
          const target = new URL(unescape(address), page.url);
          if (!target.href.startsWith(site.url)) continue;
          const path = decodeURIComponent(target.href.slice(site.url.length).replace(/[?#].*$/, ''));
          const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
          const fragment = decodeURIComponent(target.hash.slice(1));
          if (!present.has(file)) broken.add(`${page.path}: ${address}`);
          else if (fragment && file.endsWith('.html') && ids.has(path) && !ids.get(path)!.has(fragment)) broken.add(`${page.path}: ${address} (no such id)`);
        }
      }
    }
    expect([...broken].sort()).toEqual([]);
  });

  test(`nothing of another brand stands on a page of ${site.brand}`, () => {
    const others = sites.filter((other) => other !== site).map((other) => other.brand);
    const leaks = pagesOf(site).filter((page) => others.some((brand) => page.html.toLowerCase().includes(brand))).map((page) => page.path);
    expect(leaks).toEqual([]);
  });
}

function unescape(text: string): string {
  return text.replace(/&#x2f;/gi, '/').replace(/&#x27;|&#39;/gi, "'").replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}
