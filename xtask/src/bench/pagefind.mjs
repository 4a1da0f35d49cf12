// Asks Pagefind's own browser code the queries of a file, and counts bytes.
//
//   node pagefind.mjs BUNDLE LOCALE QUERIES.jsonl
//
// Prints one JSON object: figures by kind of query.

import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const [bundle, locale, queryFile] = process.argv.slice(2);
const RESULTS_SHOWN = 8;
const RESULTS_RANKED = 10;

let fetched = new Map();
const sizes = new Map();

/** Bytes on the wire: what Pagefind has packed itself stays as it is. */
function wireBytes(name, bytes) {
  if (!sizes.has(name)) {
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    sizes.set(name, packed ? bytes.length : gzipSync(bytes).length);
  }
  return sizes.get(name);
}

globalThis.fetch = async (address) => {
  const name = decodeURIComponent(String(address).split('?')[0].split('/pagefind/')[1]);
  const file = join(bundle, name);
  if (!existsSync(file)) return new Response(null, { status: 404 });
  const bytes = readFileSync(file);
  fetched.set(name, wireBytes(name, bytes));
  return new Response(bytes, { status: 200 });
};
globalThis.window = { location: { origin: 'https://help.example', href: 'https://help.example/' } };
globalThis.location = globalThis.window.location;
globalThis.document = {
  currentScript: null,
  querySelector: () => ({ getAttribute: () => locale, lang: locale }),
};

const script = join(bundle, 'pagefind.mjs');
copyFileSync(join(bundle, 'pagefind.js'), script);
const module = gzipSync(readFileSync(script)).length;
const pagefind = await import(pathToFileURL(script));

const options = { basePath: 'https://help.example/pagefind/', baseUrl: '/', noWorker: true };

const figures = {};
const queries = readFileSync(queryFile, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
for (const { kind, query, url } of queries) {
  const figure = (figures[kind] ??= { queries: 0, reciprocal: 0, cold: 0, milliseconds: [] });
  await pagefind.destroy();
  fetched = new Map();
  await pagefind.options(options);
  await pagefind.init();
  const started = performance.now();
  const answer = await pagefind.search(query);
  figure.milliseconds.push(performance.now() - started);
  const shown = [];
  for (const [rank, result] of answer.results.slice(0, RESULTS_RANKED).entries()) {
    const before = new Map(fetched);
    shown.push((await result.data()).url);
    if (rank >= RESULTS_SHOWN) fetched = before;
  }
  figure.queries += 1;
  figure.cold += module + [...fetched.values()].reduce((sum, size) => sum + size, 0);
  const clean = (address) => address.split('#')[0].replace(/^\/+|\/+$/g, '');
  const rank = shown.findIndex((found) => clean(found) === clean(url));
  if (rank >= 0) figure.reciprocal += 1 / (rank + 1);
}
for (const figure of Object.values(figures)) {
  figure.milliseconds.sort((a, b) => a - b);
  figure.milliseconds_p95 = figure.milliseconds[Math.floor(figure.milliseconds.length * 0.95)];
  figure.mrr = figure.reciprocal / figure.queries;
  figure.cold_bytes = figure.cold / figure.queries;
  delete figure.milliseconds;
  delete figure.reciprocal;
  delete figure.cold;
}
console.log(JSON.stringify(figures));
