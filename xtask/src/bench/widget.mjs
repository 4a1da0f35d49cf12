// What a host page pays for the widget, in Chromium as a slow phone: one line
// of JSON for each visit, pages in turns.
//
//   node widget.mjs MODULES CHROMIUM ROUNDS NAME=ADDRESS...
//
// A page without the tag comes first; the others are compared with it.
import { createRequire } from 'node:module';

const [modules, executablePath, rounds, ...named] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/x.js`)('@playwright/test');
const pages = named.map((pair) => pair.split(/=(.*)/s));

// GOALS: 390 × 844, processor four times slower, 1.6 Mbit/s, 150 ms.
const VIEWPORT = { width: 390, height: 844 };
const SLOWDOWN = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 200_000 };
// A page is done when nothing has been asked for or computed for so long, ms.
const QUIET_MS = 1500;

const args = ['--disable-background-networking', '--disable-gpu', '--no-first-run'];
if (process.getuid?.() === 0) args.push('--no-sandbox');

for (let round = 0; round < rounds; round++) {
  for (const [name, address] of pages) {
    // A browser of its own: nothing is cached, and its memory is its own.
    const browser = await chromium.launch({ executablePath, args });
    const context = await browser.newContext({ viewport: VIEWPORT });
    const cold = await visit(context, address, name);
    const warm = name == 'without' ? undefined : await visit(context, address, name);
    console.log(JSON.stringify({ name, ...cold, warm: warm?.usable }));
    await browser.close();
  }
}

/** Opens a page, waits until it is quiet, and touches the widget. */
async function visit(context, address, name) {
  const hasWidget = name != 'without';
  // What one came for: to write, or to look for an answer.
  const wanted = name == 'kb' ? '.look input' : '.composer textarea';
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  for (const domain of ['Network', 'Performance']) await cdp.send(`${domain}.enable`);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await cdp.send('Network.emulateNetworkConditions', NETWORK);
  const own = new Set();
  let requests = 0, bytes = 0, last = Date.now();
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    last = Date.now();
    // The page itself and its icon are not the widget's.
    if (new URL(request.url).origin == new URL(address).origin) return;
    own.add(requestId);
    requests++;
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    last = Date.now();
    if (own.has(requestId)) bytes += encodedDataLength;
  });
  const quiet = async () => {
    while (Date.now() - last < QUIET_MS) await page.waitForTimeout(100);
  };
  await page.addInitScript(() => {
    window.cost = { blocking: 0, shift: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.cost.blocking += duration - 50;
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.cost.shift += value;
    }).observe({ type: 'layout-shift', buffered: true });
  });

  await page.goto(address, { waitUntil: 'load' });
  if (hasWidget) await page.waitForFunction(() => document.querySelector('kb-widget')?.shadowRoot?.querySelector('.launch'));
  await quiet();
  const before = await measured(page, cdp);
  const untouched = { requests, bytes };
  if (!hasWidget) return { ...before, ...untouched };

  // By a script, so that no pointer has been over it before.
  const usable = await page.evaluate(
    (wanted) =>
      new Promise((done) => {
        const root = document.querySelector('kb-widget').shadowRoot;
        const start = performance.now();
        const look = () => {
          const write = root.querySelector('.write');
          if (root.querySelector(wanted)) return requestAnimationFrame(() => done(performance.now() - start));
          if (write?.getClientRects().length) write.click();
          requestAnimationFrame(look);
        };
        root.querySelector('.launch').click();
        look();
      }),
    wanted,
  );
  await quiet();
  const opened = await measured(page, cdp);
  const result = {
    ...before,
    ...untouched,
    usable,
    opened: { bytes, requests, script: opened.script, blocking: opened.blocking, heap: opened.heap },
  };
  await page.close();
  return result;
}

/** Milliseconds and bytes so far. */
async function measured(page, cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const metric = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const cost = await page.evaluate(() => window.cost);
  const load = await page.evaluate(() => performance.getEntriesByType('navigation')[0].loadEventEnd);
  return {
    ...cost,
    load,
    script: metric.ScriptDuration * 1000,
    task: metric.TaskDuration * 1000,
    heap: metric.JSHeapUsedSize,
  };
}
