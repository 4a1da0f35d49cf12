// The optional service worker: what was read stays readable, and searchable.
//
// The pages come from a server of this test, which is then shut down: a browser
// that only plays offline would still let its workers through.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { below } from '../lib/environment.js';
import { pagesOf } from '../lib/pages.js';
import { expect, searchField, test } from '../lib/test.js';

const types: Record<string, string> = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.webmanifest': 'application/manifest+json' };
const prefix = new URL(below.url).pathname;

async function serve(): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, answer) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://127.0.0.1').pathname).slice(prefix.length);
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    try {
      const body = await readFile(join(below.folder, file));
      answer.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', connection: 'close' }).end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return { server, url: `http://127.0.0.1:${address.port}${prefix}` };
}

test('what was read can be read again without a network', async ({ page, watcher }) => {
  const { server, url } = await serve();
  const [article, other] = pagesOf(below).filter((built) => built.kind === 'article' && built.locale === 'en');
  await page.goto(`${url}en/`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.goto(url + encodeURI(article!.path));
  const title = await page.locator('h1').textContent();
  await searchField(page).fill('card');
  await expect(page.getByRole('option').first()).toBeVisible();

  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await page.goto(`${url}en/`);
  await page.goto(url + encodeURI(article!.path));
  await expect(page.locator('h1')).toHaveText(title!);
  await searchField(page).fill('card');
  await expect(page.getByRole('option').first()).toBeVisible();

  await page.goto(url + encodeURI(other!.path));
  await expect(page.locator('body')).toHaveClass(/page-offline/);
  // The browser reports what the worker could not fetch.
  watcher.problems.length = 0;
});
