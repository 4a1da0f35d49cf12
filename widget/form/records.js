// What is counted, kept in the browser until the relay has it: votes, articles
// that were offered, searches. Whatever comes twice counts once, by its id.

const PLACE = 'kb-records';
// As many as the relay takes at once.
const MOST = 50;

const read = () => {
  try { return JSON.parse(localStorage[PLACE]) || {}; } catch { return {}; }
};
const write = (all) => {
  try {
    if (Object.keys(all).length) localStorage[PLACE] = JSON.stringify(all);
    else delete localStorage[PLACE];
  } catch {}
};

/** An id that sorts by time: UUID, version 7 (RFC 9562, 5.7). */
export function newId() {
  const time = Date.now().toString(16).padStart(12, '0');
  const rest = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(15)}`;
}

/** Whose votes these are; made with the first one. */
export function visitor() {
  try { return (localStorage['kb-visitor'] ??= newId()); } catch { return newId(); }
}

/**
 * Keeps a record and posts what is kept.
 *
 * @param {{relay: string, key: string}} place
 * @param {'deflections'|'searches'|'votes'} kind
 */
export function keep({ relay, key }, kind, record) {
  const all = read();
  const mine = all[`${relay}/kb/v1/${key}`] ??= {};
  const list = (mine[kind] || []).filter((one) => one.id !== record.id);
  mine[kind] = [...list, record].slice(-MOST);
  write(all);
  return flush();
}

let posting;
/** Posts everything that is kept; answers whether the relay has it all. */
export function flush() {
  return (posting = Promise.resolve(posting).then(post, post));
}

async function post() {
  let isDone = true;
  for (const [address, kinds] of Object.entries(read())) {
    const { votes = [], ...records } = kinds;
    for (const vote of votes) isDone = await one(address, `${address}/votes`, 'votes', [vote], vote) && isDone;
    for (const [kind, list] of Object.entries(records)) {
      // Words are there only where they were allowed.
      const consent = list.some((record) => 'query' in record);
      isDone = await one(address, `${address}/records`, kind, list, { [kind]: list, consent }) && isDone;
    }
  }
  return isDone;
}

async function one(address, url, kind, sent, body) {
  if (!sent.length) return true;
  const answer = await fetch(url, {
    method: 'POST', keepalive: true, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  }).catch(() => null);
  // What the relay will never take is not offered again.
  const isOver = answer && (answer.ok || answer.status >= 400 && answer.status < 500 && answer.status !== 429);
  if (!isOver) return false;
  const all = read();
  const mine = all[address] || {};
  const texts = new Set(sent.map((record) => JSON.stringify(record)));
  const left = (mine[kind] || []).filter((record) => !texts.has(JSON.stringify(record)));
  if (left.length) mine[kind] = left; else delete mine[kind];
  if (!Object.keys(mine).length) delete all[address];
  write(all);
  return answer.ok;
}
