// The `test` of all specs: fails when a page complains, whatever else it did.
import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';

declare global {
  interface Window {
    /** Layout shifts that nobody asked for: how much, and which elements. */
    layoutShifts: string[];
  }
}

/** Collects what goes wrong on the pages of a context. */
export class Watcher {
  readonly problems: string[] = [];
  /** Requests to other hosts; a test that expects one may look here. */
  readonly thirdParty: string[] = [];
  /** Paths that are allowed to answer 404. */
  readonly expectedMissing = new Set<string>();
  /** Whether the test refuses connections itself: the browser complains of each,
   * and of the last one whenever it finds the time. */
  refuses = false;

  constructor(context: BrowserContext) {
    context.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const { pathname } = safeUrl(message.location().url);
      if (this.expectedMissing.has(pathname)) return;
      // A socket that the page itself gives up while it opens, such as at a login.
      if (message.text().includes('WebSocket is closed before the connection is established')) return;
      if (this.refuses && message.text().includes('net::ERR_CONNECTION_REFUSED')) return;
      this.problems.push(`console ${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (error) => this.problems.push(`script: ${error.error()}`));
    context.on('request', (request) => {
      const url = safeUrl(request.url());
      if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') this.thirdParty.push(request.url());
    });
    context.on('response', (response) => {
      const url = safeUrl(response.url());
      if (response.status() >= 400 && !this.expectedMissing.has(url.pathname)) {
        this.problems.push(`${response.status()}: ${response.url()}`);
      }
    });
  }
}

function safeUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    return new URL('about:blank');
  }
}

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** Notes layout shifts from the first paint on. */
export async function measureLayoutShift(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.layoutShifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        if (entry.hadRecentInput) continue;
        const box = (rect: DOMRectReadOnly) => [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(' ');
        const moved = entry.sources.map(({ node, previousRect, currentRect }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.outerHTML.slice(0, 80)} from ${box(previousRect)} to ${box(currentRect)}`;
        });
        window.layoutShifts.push(`${entry.value.toFixed(5)}: ${moved.join('; ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

export const test = base.extend<{ watcher: Watcher }>({
  watcher: [
    async ({ context }, use) => {
      const watcher = new Watcher(context);
      await use(watcher);
      expect(watcher.problems, 'what the pages complained about').toEqual([]);
      expect(watcher.thirdParty, 'requests to other hosts').toEqual([]);
    },
    { auto: true },
  ],
  page: async ({ page, context }, use) => {
    await use(page);
    // What is still under way when the pages close answers nobody.
    for (const open of context.pages()) await open.unrouteAll({ behavior: 'ignoreErrors' });
  },
});

/** The search field that is visible on a page. */
export function searchField(page: Page) {
  return page.getByRole('search').getByRole('combobox').or(page.getByRole('search').getByRole('searchbox')).first();
}

/** How far a page scrolls sideways, in CSS pixels. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Waits until the diagrams of an article are drawn in the colours of a scheme. */
export async function diagramsDrawnFor(page: Page, scheme: 'light' | 'dark'): Promise<void> {
  const figures = page.locator('[data-mermaid] figure.mermaid');
  if (!(await figures.count())) return;
  await figures.first().scrollIntoViewIfNeeded();
  await expect(page.locator(`figure.mermaid[data-drawn-for="${scheme}"]`)).toHaveCount(await figures.count());
}

export { expect };
