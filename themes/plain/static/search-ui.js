// The search box: a combobox with a list (ARIA Authoring Practices), and the page of results.
const texts = document.getElementById("search-texts").content;
const text = (name, value) => texts.querySelector(`[data-text=${name}]`).textContent.replace("{}", () => value);
const locale = document.documentElement.lang;
const LIMIT = 7, PAGE_LIMIT = 30;

/** Makes an element with attributes and children; no markup is ever parsed. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

// Words with a mark around what was found.
const marked = (parts) => parts.map(([words, found]) => found ? make("mark", {}, words) : words);

// The plural form of the page's language, by a sample number of the same form.
function count(total) {
  const rules = new Intl.PluralRules(locale);
  const samples = [...texts.querySelectorAll("[data-count]")];
  const sample = samples.find((one) => +one.dataset.count === total)
    || samples.find((one) => rules.select(+one.dataset.count) === rules.select(total)) || samples.at(-1);
  return sample.textContent.trim().replace(/\p{Nd}+/u, new Intl.NumberFormat(locale).format(total));
}

let opened;
function open(form) {
  const { searchJs, searchWasm, searchBase, searchRoot } = form.dataset;
  const full = (address) => new URL(address, document.baseURI).href;
  return opened ??= import(full(searchJs))
    .then((search) => search.openSearch({ wasm: full(searchWasm), base: full(searchBase), root: searchRoot }))
    .then((search) => (search.prefetch?.(), search))
    .catch((error) => { opened = undefined; throw error; });
}

function resultBody(hit) {
  const where = hit.section ? [hit.category, text("section", hit.section.heading)].filter(Boolean).join(" · ") : hit.category;
  return [
    make("span", { class: "hit-title" }, ...marked(hit.title_parts?.length ? hit.title_parts : [[hit.title, false]])),
    make("span", { class: "hit-text" }, ...marked(hit.excerpt || [])),
    make("span", { class: "hit-where" }, where || ""),
  ];
}

const address = (form, hit) => form.dataset.siteRoot + hit.url + (hit.section ? "#" + hit.section.anchor : "");

function noResults(query) {
  const block = texts.querySelector(".no-results").cloneNode(true);
  block.prepend(make("p", { class: "none" }, text("none", query)));
  return block;
}

export function start(form) {
  const input = form.querySelector("input");
  const page = document.querySelector("[data-results]");
  const status = make("p", { class: "visually-hidden", role: "status" });
  form.after(status);
  open(form).catch(() => {});
  if (page) startPage(form, input, page, status);
  else startBox(form, input, status);
}

// Searches are counted where the brand wants it and the reader agrees: what was
// typed when the reader paused, and how much there was.
const PAUSE_MS = 1500;
let pausing;
function record(query, hits) {
  const { relay, key, records, searchRecords } = document.body.dataset;
  const allowed = searchRecords === "all" || (searchRecords === "consent" && "consent" in document.documentElement.dataset);
  clearTimeout(pausing);
  if (!records || !allowed || query.length < 3) return;
  pausing = setTimeout(() => import(new URL(records, document.baseURI).href)
    .then(({ keep, newId }) => keep({ relay, key }, "searches", { id: newId(), query: query.slice(0, 200), hits, locale, at: Date.now() })), PAUSE_MS);
}

// Answers in the order of asking; a late one is dropped.
function asker(form, options, show) {
  let asked = 0;
  return async (query) => {
    const mine = ++asked;
    const late = setTimeout(() => mine === asked && show("loading", query), 250);
    try {
      const answer = query && await (await open(form)).query(query, options);
      if (mine !== asked) return;
      show(answer ? "answer" : "empty", query, answer);
      if (answer) record(query, answer.total);
    } catch {
      if (mine === asked) show("error", query);
    } finally {
      clearTimeout(late);
    }
  };
}

function startBox(form, input, status) {
  const list = make("div", { role: "listbox", id: input.id + "-list", "aria-label": text("list") });
  const notes = make("div", { class: "search-notes" });
  const hint = make("p", { class: "search-hint", "aria-hidden": "true" }, text("hint"));
  const popup = make("div", { class: "search-popup", hidden: "" }, notes, list, hint);
  form.append(popup);
  for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox" })) input.setAttribute(key, value);

  let options = [], active = -1;
  const shown = (yes) => {
    popup.hidden = !yes;
    list.hidden = !options.length;
    hint.hidden = !options.length;
    input.ariaExpanded = String(yes && options.length > 0);
    if (!yes) activate(-1);
  };
  const activate = (place) => {
    active = place;
    options.forEach((option, index) => (option.ariaSelected = String(index === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[place].id);
    options[place].scrollIntoView({ block: "nearest" });
  };
  const option = (href, ...children) => make("a", { role: "option", id: `${input.id}-${options.length}`, href, tabindex: "-1", "aria-selected": "false" }, ...children);

  const ask = asker(form, { limit: LIMIT, prefix: true }, (state, query, answer) => {
    options = [];
    notes.replaceChildren();
    list.replaceChildren();
    activate(-1);
    if (state === "empty") { status.textContent = ""; return shown(false); }
    if (state !== "answer") {
      notes.append(make("p", { class: state }, text(state)));
    } else if (!answer.hits.length) {
      notes.append(noResults(query));
    } else {
      if (answer.corrected) notes.append(make("p", {}, text("shown", answer.corrected)));
      for (const hit of answer.hits) options.push(option(address(form, hit), ...resultBody(hit)));
      options.push(option(form.dataset.searchPage + "?q=" + encodeURIComponent(query), make("span", { class: "hit-all" }, text("all", query))));
      list.append(...options);
    }
    status.textContent = state !== "answer" ? text(state) : answer.hits.length ? count(answer.total) : text("none", query);
    shown(true);
  });

  input.addEventListener("input", () => ask(input.value.trim()));
  input.addEventListener("focus", () => notes.firstChild || options.length ? shown(true) : input.value.trim() && ask(input.value.trim()));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !popup.hidden, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      if (!open) shown(true);
      const places = options.length + 1;
      activate((active + 1 + step + places) % places - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options[active].click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (open) shown(false);
      else input.value = "";
    }
  });
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || shown(false));
  // A press on an option must not take the focus from the field first.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  if (input.value.trim()) ask(input.value.trim());
}

function startPage(form, input, page, status) {
  const title = document.title;
  const ask = asker(form, { limit: PAGE_LIMIT, prefix: true }, (state, query, answer) => {
    const found = state === "loading" || (state === "answer" && answer.hits.length > 0);
    document.documentElement.toggleAttribute("data-query", found);
    document.title = query ? text("title", query) : title;
    if (state === "empty") { status.textContent = ""; return page.replaceChildren(); }
    if (state !== "answer") {
      status.textContent = text(state);
      return page.replaceChildren(make("p", { class: state }, text(state)));
    }
    if (!answer.hits.length) {
      status.textContent = text("none", query);
      return page.replaceChildren(noResults(query));
    }
    const items = answer.hits.map((hit) => make("li", {}, make("a", { href: address(form, hit) }, ...resultBody(hit))));
    const head = make("p", { class: "results-count" }, count(answer.total));
    if (answer.corrected) head.append(" · " + text("shown", answer.corrected));
    status.textContent = head.textContent;
    page.replaceChildren(head, make("ol", { class: "hits" }, ...items));
  });
  const update = () => {
    const query = input.value.trim();
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    ask(query);
  };
  input.addEventListener("input", update);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
  });
  input.value = new URLSearchParams(location.search).get("q") || "";
  if (input.value) ask(input.value.trim());
  else input.focus();
}
