// Accessibility checks by axe-core, under the page's own strict policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: { run(context: Document, options: RunOptions): Promise<AxeResults> };
  }
}

/** Runs axe and answers one line per violation. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // The debugger protocol may evaluate where a script tag may not be added.
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(source);
  const options: RunOptions = { resultTypes: ['violations'] };
  if (rules) options.runOnly = { type: 'rule', values: rules };
  const result = await page.evaluate((given) => window.axe!.run(document, given), options);
  return result.violations.map((violation) => {
    const node = violation.nodes[0];
    return `axe ${violation.impact} ${violation.id} ×${violation.nodes.length}: ${node?.target.join(' ')} ${node?.failureSummary ?? ''}`.replace(/\s+/g, ' ');
  });
}

/** What can differ between light and dark: the rest is the same document. */
export const rulesOfColour = ['color-contrast', 'link-in-text-block'];
