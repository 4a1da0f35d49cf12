import type { Page } from '@playwright/test';

/** Lets a page have the settings of a brand that has no rules to invite. */
export async function withoutRules(page: Page): Promise<void> {
  await page.route('**/chat/v1/settings?*', async (route) => {
    const answer = await route.fetch();
    const { idle: _idle, proactive: _proactive, ...rest } = await answer.json();
    await route.fulfill({ response: answer, json: rest });
  });
}
