// What a brand's own site signs for its visitors.
import { createHmac } from 'node:crypto';
import { chat } from './environment.js';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of now, signed with HS256. */
export function token(claims: object): string {
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat: Math.floor(Date.now() / 1000), ...claims })}`;
  return `${text}.${createHmac('sha256', chat.secret).update(text).digest('base64url')}`;
}
