// Runs search.js against a real module and a real index:
//
//   SEARCH_WASM=…/search.wasm SEARCH_INDEX=folder SEARCH_QUERY='words of a title' node --test search.test.mjs
//
// The folder holds the files of one index, as `examples/evaluate.rs --out` leaves them.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import test from 'node:test';
import { openSearch } from './search.js';

const { SEARCH_WASM: wasmFile, SEARCH_INDEX: folder, SEARCH_QUERY: words = 'collector' } = process.env;
const skip = wasmFile && folder ? false : 'SEARCH_WASM and SEARCH_INDEX name what to test';
const site = 'https://help.example/sub/path/';

/** Serves the module and the index, and counts. */
function serve() {
  const asked = [];
  globalThis.fetch = async (url, { signal } = {}) => {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const name = String(url);
    assert.ok(name.startsWith(site), name);
    asked.push(name.slice(site.length));
    try {
      const wasm = name.endsWith('.wasm');
      const body = await readFile(wasm ? wasmFile : `${folder}/${name.split('/').pop()}`);
      return new Response(body, { headers: { 'content-type': wasm ? 'application/wasm' : 'application/octet-stream' } });
    } catch {
      return new Response('', { status: 404 });
    }
  };
  return asked;
}

async function open(asked, root) {
  root ??= (await readdir(folder)).find((name) => name.startsWith('root.'));
  return openSearch({ wasm: `${site}assets/search.wasm`, base: `${site}en/search`, root });
}

test('a query finds, marks and asks for every file once', { skip }, async () => {
  const asked = serve();
  const search = await open(asked);
  assert.deepEqual(asked, []);
  const answer = await search.query(words, { limit: 5 });
  assert.ok(answer.hits.length > 0 && answer.hits.length <= 5);
  assert.ok(answer.total >= answer.hits.length);
  for (const hit of answer.hits) {
    assert.equal(hit.title_parts.map(([text]) => text).join(''), hit.title);
    assert.ok(hit.excerpt.every(([text, marked]) => typeof text === 'string' && typeof marked === 'boolean'));
  }
  assert.ok(answer.hits.some((hit) => [...hit.title_parts, ...hit.excerpt].some(([, marked]) => marked)));
  const count = asked.length;
  assert.deepEqual(await search.query(words, { limit: 5 }), answer);
  assert.equal(asked.length, count);
  assert.equal(new Set(asked).size, count);
});

test('a later query ends an earlier one', { skip }, async () => {
  const search = await open(serve());
  const early = search.query(words.slice(0, 3));
  const late = search.query(words);
  await assert.rejects(early, { name: 'AbortError' });
  assert.ok((await late).hits.length > 0);
});

test('a typo is corrected and told', { skip }, async () => {
  const search = await open(serve());
  const long = words.split(' ').sort((one, other) => other.length - one.length)[0];
  const answer = await search.query(`${long.slice(0, 3)}${long[4]}${long[3]}${long.slice(5)} `);
  const plain = long.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  assert.equal(answer.corrected?.trim(), plain);
});

test('a failed fetch rejects and the next query tries again', { skip }, async () => {
  const asked = serve();
  const search = await open(asked, 'root.00000000.bin');
  await assert.rejects(search.query(words), /404/);
  await assert.rejects(search.query(words), /404/);
  assert.equal(asked.filter((name) => name.includes('root.')).length, 2);
});
