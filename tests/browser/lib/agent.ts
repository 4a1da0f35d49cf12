// An agent in a browser of her own, who speaks the inbox's frames.
import type { Browser, Page } from '@playwright/test';
import { chat } from './environment.js';

/** What the tests read of a conversation in the inbox. */
export interface Item {
  id: string;
  seq: number;
  preview: string;
  is_ended: boolean;
  seen_by_visitor: number;
  delivered_to_visitor: number;
}

interface Desk extends Window {
  heard: any[];
  say(frame: object): void;
}

/** A signed-in agent on a socket. */
export class Agent {
  private constructor(private readonly page: Page) {}

  static async signIn(browser: Browser): Promise<Agent> {
    // The server's answers allow no script; this one is the test's own.
    const context = await browser.newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${chat.relay}inbox/v1/session`);
    await page.evaluate(
      async ({ email, password }) => {
        const answer = await fetch('/inbox/v1/session', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email, password }),
        });
        if (!answer.ok) throw new Error(await answer.text());
        const desk = window as unknown as Desk;
        desk.heard = [];
        const socket = new WebSocket(`ws://${location.host}/inbox/v1/socket`);
        desk.say = (frame) => socket.send(JSON.stringify(frame));
        socket.onmessage = (event) => {
          const frame = JSON.parse(event.data);
          if (frame.type === 'beat') desk.say({ type: 'beat' });
          else desk.heard.push(frame);
        };
        await new Promise((resolve, reject) => {
          socket.onopen = resolve;
          socket.onerror = reject;
        });
      },
      { email: chat.email, password: chat.password },
    );
    return new Agent(page);
  }

  /** The conversation whose last message begins with these words. */
  async conversation(preview: string): Promise<Item> {
    return this.state((item, words) => item.preview.startsWith(words), preview);
  }

  /** The first state of any conversation that is as wanted. */
  async state<T>(isWanted: (item: Item, given: T) => boolean, given: T): Promise<Item> {
    const handle = await this.page.waitForFunction(
      ([test, value]) => {
        const check = new Function('item', 'given', `return (${test})(item, given)`);
        const desk = window as unknown as Desk;
        return desk.heard.find((frame) => frame.type === 'item' && check(frame.item, value))?.item;
      },
      [isWanted.toString(), given] as const,
      { timeout: 20_000 },
    );
    return handle.jsonValue();
  }

  /** Answers, and waits until that is stored. */
  async answer(conversation: string, body: string): Promise<void> {
    const id = crypto.randomUUID();
    await this.page.evaluate((frame) => (window as unknown as Desk).say(frame), { type: 'send', id, conversation, body });
    await this.page.waitForFunction(
      (wanted) => (window as unknown as Desk).heard.some((frame) => frame.type === 'ack' && frame.id === wanted),
      id,
    );
  }

  /** Says that she is writing, or not any longer. */
  async typing(conversation: string, isTyping: boolean): Promise<void> {
    await this.page.evaluate((frames) => frames.forEach((frame) => (window as unknown as Desk).say(frame)), [
      { type: 'watch', conversation, after: 0, after_event: 0 },
      { type: 'typing', conversation, is_typing: isTyping },
    ]);
  }

  /** All texts of a conversation; fails if a number is left out. */
  async texts(conversation: string): Promise<string[]> {
    const entries: any[] = await this.page.evaluate(async (id) => {
      const answer = await fetch(`/inbox/v1/conversations/${id}`);
      return (await answer.json()).entries;
    }, conversation);
    entries.forEach((entry, index) => {
      if (entry.seq !== entries[0].seq + index) throw new Error(`a hole before ${entry.seq}`);
    });
    return entries.filter((entry) => entry.content.type === 'message').map((entry) => entry.content.body);
  }

  /** What the inbox knows of who writes here. */
  customer(conversation: string): Promise<any> {
    return this.page.evaluate(async (id) => (await fetch(`/inbox/v1/conversations/${id}/customer`)).json(), conversation);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
