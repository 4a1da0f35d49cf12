// The page of a form: what follows the answers comes with the first touch.
const form = document.querySelector("form[data-js]");
const texts = document.getElementById("form-texts")?.content;
const full = (address) => new URL(address, document.baseURI).href;
const { records, searchRecords } = document.body.dataset;
const box = document.querySelector("[data-search]");

const say = (id, ...values) => {
  const text = texts.querySelector(`[data-text="${id}"]`)?.textContent ?? "";
  return values.reduce((words, value, at) => words.replaceAll(`{${at}}`, () => value), text);
};

// The plural form of the page's language, by a sample number of the same form.
say.count = (number) => {
  const { lang } = document.documentElement;
  const rules = new Intl.PluralRules(lang);
  const samples = [...texts.querySelectorAll("[data-count]")];
  const sample = samples.find((one) => +one.dataset.count === number)
    || samples.find((one) => rules.select(+one.dataset.count) === rules.select(number)) || samples.at(-1);
  return sample.textContent.replace(/\p{Nd}+/u, new Intl.NumberFormat(lang).format(number));
};

let opened;
function search() {
  const { searchJs, searchWasm, searchBase, searchRoot } = box.dataset;
  return opened ??= import(full(searchJs)).then((module) => module.openSearch({ wasm: full(searchWasm), base: full(searchBase), root: searchRoot }));
}

let begun;
function begin() {
  return begun ??= import(full(form.dataset.js)).then((module) => module.start(form, {
    say,
    search: box?.dataset.searchRoot && search,
    base: box && full(box.dataset.siteRoot),
    records: records && (() => import(full(records))),
    home: document.querySelector(".brand")?.href,
    allowed: () => searchRecords === "all" || (searchRecords === "consent" && "consent" in document.documentElement.dataset),
  })).then(() => form.removeEventListener("submit", wait, true));
}

// Sent before all is here: without it the relay shows what is missing.
function wait(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  begin().then(() => form.requestSubmit(), () => form.submit());
}

if (form) {
  form.addEventListener("submit", wait, true);
  // A browser fills in what it knows without the focus.
  for (const touch of ["focusin", "pointerdown", "change"]) form.addEventListener(touch, () => begin().catch(() => {}), { once: true });
  let kept;
  try { kept = sessionStorage[`kb-form:${form.dataset.form}:${location.pathname}`]; } catch {}
  if (kept || location.search) begin().catch(() => {});
}
