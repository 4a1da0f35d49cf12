// An agent at the inbox, and visitors who write to it.
import type { Browser, Page } from '@playwright/test';
import { chat } from './environment.js';
import { expect } from './test.js';

/** Fills in the form of the inbox. */
export async function signIn(page: Page, password = chat.password, email = chat.email): Promise<void> {
  await page.goto(`${chat.relay}inbox/`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in and waits for the lists. */
export async function openInbox(page: Page, email = chat.email): Promise<void> {
  await signIn(page, chat.password, email);
  await expect(page.getByRole('navigation', { name: 'Lists' })).toBeVisible();
}

/** A visitor on a page of somebody else, who has written this. */
export async function visitorWho(browser: Browser, text: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${chat.host}plain.html`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  await page.getByRole('button', { name: /send us a message/i }).click();
  await page.getByRole('textbox').fill(text);
  await page.getByRole('textbox').press('Enter');
  await expect(page.getByRole('log')).toContainText('Sent');
  return page;
}

/** Words that no other test writes. */
export const unique = (words: string) => `${words} ${crypto.randomUUID().slice(0, 8)}`;
