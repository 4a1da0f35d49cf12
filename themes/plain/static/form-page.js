// A form's page: what follows the answers comes with the first touch. Pages of
// others show the same form by a tag, which hands over the page it fetched.

/**
 * Looks after `form`, which stands in `page` or came from it; `base` is the
 * page's address, `parse` reads markup where not everybody may.
 */
export function attend(form, page, base, parse) {
  const texts = page.getElementById("form-texts").content;
  const full = (address) => new URL(address, base).href;
  const { lang } = page.documentElement;
  const { records, searchRecords } = page.body.dataset;
  const box = page.querySelector("[data-search]")?.dataset;

  const say = (id, ...values) => {
    const text = texts.querySelector(`[data-text="${id}"]`)?.textContent ?? "";
    return values.reduce((words, value, at) => words.replaceAll(`{${at}}`, () => value), text);
  };
  // The plural form of the page's language, by a sample number of the same form.
  say.count = (number) => {
    const rules = new Intl.PluralRules(lang);
    const samples = [...texts.querySelectorAll("[data-count]")];
    const sample = samples.find((one) => +one.dataset.count === number)
      || samples.find((one) => rules.select(+one.dataset.count) === rules.select(number)) || samples.at(-1);
    return sample.textContent.replace(/\p{Nd}+/u, new Intl.NumberFormat(lang).format(number));
  };

  let opened;
  const search = () => opened ??= import(full(box.searchJs)).then((module) =>
    module.openSearch({ wasm: full(box.searchWasm), base: full(box.searchBase), root: box.searchRoot }));

  let begun;
  const begin = () => begun ??= import(full(form.dataset.js)).then((module) => module.start(form, {
    say,
    lang,
    base: full(box ? box.siteRoot : "."),
    parse,
    check: { wasm: full(form.dataset.wasm), form: full(form.dataset.document) },
    search: box?.searchRoot && box.searchWasm && search,
    records: records && (() => import(full(records))),
    home: page === document && page.querySelector(".brand")?.href,
    allowed: () => searchRecords === "all" || (searchRecords === "consent" && "consent" in document.documentElement.dataset),
  })).then(() => form.removeEventListener("submit", wait, true));

  // Sent before all is here: without it the relay shows what is missing.
  function wait(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    begin().then(() => form.requestSubmit(), () => form.submit());
  }

  form.addEventListener("submit", wait, true);
  // A browser fills in what it knows without the focus.
  for (const touch of ["focusin", "pointerdown", "change"]) form.addEventListener(touch, () => begin().catch(() => {}), { once: true });
  let kept;
  try { kept = sessionStorage[`kb-form:${form.dataset.form}:${location.pathname}`]; } catch {}
  // Somebody may be in it already.
  if (kept || location.search || form.matches(":focus-within")) begin().catch(() => {});
}

const own = document.querySelector("form[data-form][data-js]");
if (own) attend(own, document, document.baseURI);
