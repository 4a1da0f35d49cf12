// Browser tests of the built demo. `cargo xtask browser` builds and serves the
// sites and tells this configuration about them through variables.
import { defineConfig, devices } from '@playwright/test';
import { chromiumArguments, chromiumPath, resultsFolder } from './lib/environment.js';

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

export default defineConfig({
  testDir: 'specs',
  outputDir: `${resultsFolder}/results`,
  fullyParallel: true,
  workers: 2,
  // A retry would hide a race; only measurements on a noisy machine get one.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [['list', { printSteps: false }], ['json', { outputFile: `${resultsFolder}/results.json` }]],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: chromiumPath, args: chromiumArguments },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'light',
      testMatch: /(pages|search|locale|comforts|article|links|below|offline|print|(?<!-)forms)\.spec\.ts/,
      use: { ...desktop, colorScheme: 'light' },
    },
    { name: 'dark', testMatch: /(pages|scheme)\.spec\.ts/, use: { ...desktop, colorScheme: 'dark' } },
    { name: 'phone', testMatch: /(pages|narrow|search-phone)\.spec\.ts/, use: { ...phone, colorScheme: 'light' } },
    { name: 'no-js', testMatch: /without-scripts\.spec\.ts/, use: { ...desktop, javaScriptEnabled: false } },
    { name: 'chat', testMatch: /(chat[\w-]*|inbox-[\w-]*)\.spec\.ts/, use: { ...desktop, colorScheme: 'light' } },
    { name: 'pictures', testMatch: /pictures\.spec\.ts/, fullyParallel: false, use: { trace: 'off' } },
    { name: 'every-page', testMatch: /every-page\.spec\.ts/, timeout: 300_000, use: { trace: 'off' } },
    { name: 'lighthouse', testMatch: /lighthouse\.spec\.ts/, timeout: 240_000, fullyParallel: false, use: { trace: 'off' } },
  ],
});
