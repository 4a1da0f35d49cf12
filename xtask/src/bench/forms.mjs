// Forms in a browser: conditions in WASM, and from a keystroke to articles
// that may answer. One JSON object.
//
//   node forms.mjs MODULES CHROMIUM WASM FORM ANSWERS SECONDS PAGE WORDS
//
// FORM, ANSWERS and WORDS (a list of what people write) are files of JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, executablePath, wasm, form, answers, seconds, address, words] = process.argv.slice(2);
const { chromium } = createRequire(`${modules}/x.js`)('@playwright/test');

const args = ['--disable-background-networking', '--disable-gpu', '--no-first-run'];
if (process.getuid?.() === 0) args.push('--no-sandbox');
const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage();
await page.goto(address);

const input = { wasm: [...readFileSync(wasm)], form: readFileSync(form, 'utf8'), answers: readFileSync(answers, 'utf8'), seconds: +seconds };
// The answers are handed over as JSON and what is shown comes back as JSON, as
// it is on a page: that counts.
const conditions = await page.evaluate(async ({ wasm, form, answers, seconds }) => {
  const { instance } = await WebAssembly.instantiate(new Uint8Array(wasm));
  const wise = instance.exports;
  const put = (text) => {
    const bytes = new TextEncoder().encode(text);
    // Before the memory is looked at, which may grow by it.
    const at = wise.reserve(bytes.length);
    new Uint8Array(wise.memory.buffer, at, bytes.length).set(bytes);
  };
  put(form);
  if (wise.open()) throw new Error('the form cannot be read');
  const begun = performance.now();
  let looks = 0;
  while (performance.now() - begun < seconds * 1000) {
    put(answers);
    wise.look(0);
    JSON.parse(new TextDecoder().decode(new Uint8Array(wise.memory.buffer, wise.output(), wise.output_length())));
    looks++;
  }
  return { looks, seconds: (performance.now() - begun) / 1000 };
}, input);

// The time is taken in the page: from the event of the last keystroke to the
// frame in which the offer stands.
await page.evaluate(() => {
  globalThis.offered = new Promise(() => {});
  document.querySelector('#form').addEventListener('input', ({ timeStamp }) => {
    globalThis.offered = new Promise((done) => {
      const looking = new MutationObserver((records) => {
        const isOffer = records.some(({ addedNodes }) => [...addedNodes].some((node) => node.className === 'offer'));
        if (!isOffer) return;
        looking.disconnect();
        requestAnimationFrame(() => done(performance.now() - timeStamp));
      });
      looking.observe(document.querySelector('#form'), { childList: true, subtree: true });
      setTimeout(done, 4000, null);
    });
  });
});
const field = page.locator('#form [data-suggest] textarea');
const waits = [];
let cold;
for (const text of JSON.parse(readFileSync(words, 'utf8'))) {
  await field.fill(text);
  const wait = await page.evaluate(() => globalThis.offered);
  if (cold === undefined) cold = wait;
  else if (wait !== null) waits.push(wait);
}
await browser.close();
console.log(JSON.stringify({ conditions, waits, cold }));
