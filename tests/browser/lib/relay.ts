// A relay that does what a test says: forms, votes and records of a site's page.
import type { Page, Request } from '@playwright/test';

/** What the page posted to the relay, and what it is told. */
export interface FakeRelay {
  /** Bodies of the submissions, as the page sent them. */
  submissions: string[];
  votes: Record<string, unknown>[];
  records: Record<string, Record<string, unknown>[]>[];
  /** What a submission is answered. */
  answer: { status: number; body: object };
  /** Whether nobody answers at all. */
  isDown: boolean;
}

const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' };

/** Stands in for the relay at whatever address the page knows it by. */
export async function fakeRelay(page: Page): Promise<FakeRelay> {
  const relay: FakeRelay = {
    submissions: [], votes: [], records: [], isDown: false,
    answer: { status: 201, body: { reference: 'HW-7K3M-Q9XA' } },
  };
  const body = (request: Request) => request.postDataBuffer()?.toString('utf8') ?? '';
  await page.route(/\/(forms|kb)\/v1\//, (route) => {
    const request = route.request();
    if (relay.isDown) return route.abort('connectionrefused');
    if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers });
    const answer = (status: number, json: object) => route.fulfill({ status, headers, json });
    if (request.url().endsWith('/challenge')) return answer(200, { token: 'a-token', bits: 8, expires_in_ms: 600_000 });
    if (request.url().endsWith('/votes')) {
      relay.votes.push(JSON.parse(body(request)));
      return answer(202, {});
    }
    if (request.url().endsWith('/records')) {
      relay.records.push(JSON.parse(body(request)));
      return answer(202, {});
    }
    relay.submissions.push(body(request));
    return answer(relay.answer.status, relay.answer.body);
  });
  // The chat's own addresses are no matter of these tests.
  await page.route(/\/widget\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
  return relay;
}
