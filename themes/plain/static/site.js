// Small comforts of every page: nothing here is needed to read or to navigate.
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const one = (selector, from = document) => from.querySelector(selector);
const keep = (key, value) => { try { localStorage[key] = value; } catch {} };
const load = (address) => import(new URL(address, document.baseURI));

// Light, dark, or what the system says.
const themes = ["auto", "light", "dark"];
for (const button of all(".theme-switch")) {
  const label = button.ariaLabel;
  const show = () => {
    const theme = root.dataset.theme || "auto";
    const use = one("use", button);
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#" + { auto: "auto", light: "sun", dark: "moon" }[theme]));
    button.ariaLabel = button.title = label + ": " + button.dataset[theme];
  };
  button.onclick = () => {
    const next = themes[(themes.indexOf(root.dataset.theme || "auto") + 1) % 3];
    keep("kb-theme", root.dataset.theme = next);
    show();
  };
  show();
}

// The choice of a language is remembered for the root page.
for (const link of all("[data-locale]")) link.addEventListener("click", () => keep("kb-locale", link.dataset.locale));

// Menus close by Escape and by a click elsewhere.
const close = (except) => all(".menu[open]").forEach((menu) => menu !== except && (menu.open = false));
addEventListener("click", (event) => close(event.target.closest?.(".menu")));
addEventListener("keydown", (event) => {
  const menu = one(".menu[open]");
  if (event.key === "Escape" && menu) {
    close();
    one("summary", menu).focus();
  }
  const typing = event.target.closest?.("input,textarea,select,[contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const input = all("[data-search] input").find((input) => input.checkVisibility());
    event.preventDefault();
    if (input) input.focus();
    else one(".search-link")?.click();
  }
});

// The search comes with the first focus, at once where results are shown.
for (const form of all("[data-search]")) {
  const begin = () => load(form.dataset.ui).then((ui) => ui.start(form));
  const input = one("input", form);
  if (one("[data-results]") || document.activeElement === input) begin();
  else input.addEventListener("focus", begin, { once: true });
}

for (const bar of all("[data-announcement]")) {
  one("button", bar).onclick = () => {
    keep("kb-announcement", bar.dataset.announcement);
    bar.hidden = true;
  };
}

for (const button of all("[data-print]")) button.onclick = () => print();

// Contents: open beside the text, and following the reader.
const contents = one("[data-toc]");
if (contents) {
  const wide = matchMedia("(min-width: 70rem)");
  const fold = () => (contents.open = wide.matches);
  wide.onchange = fold;
  fold();
  const links = all("a", contents);
  links.forEach((link) => link.addEventListener("click", () => wide.matches || (contents.open = false)));
  const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const follow = () => {
    let current = 0;
    heads.forEach((head, index) => head?.getBoundingClientRect().top < 140 && (current = index));
    if (innerHeight + scrollY > root.scrollHeight - 4 && scrollY) current = links.length - 1;
    links.forEach((link, index) => index === current ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  // Runs when a heading crosses the upper part of the window, not on every scroll.
  const watch = new IntersectionObserver(follow, { rootMargin: "-100px 0px -60% 0px", threshold: [0, 1] });
  heads.forEach((head) => head && watch.observe(head));
}

// What only some articles have comes with them.
const text = one("[data-prose]");
if (text) {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.role = "status";
  document.body.append(status);
  const say = (words) => { status.textContent = ""; setTimeout(() => (status.textContent = words), 50); };
  if (one(".tabs,figure.code", text)) load(text.dataset.extras).then((extras) => extras.enrich(text, say));
  if (one(".video-link,.mermaid", text)) load(text.dataset.media).then((media) => media.enrich(text));
  for (const anchor of all(".anchor", text)) {
    anchor.addEventListener("click", () => navigator.clipboard?.writeText(anchor.href).then(() => say(text.dataset.linkCopied), () => {}));
  }
}

// What is said of an article is remembered, and counted where there is a relay.
const vote = one("[data-vote]");
if (vote) {
  const { article, version } = vote.dataset;
  let said;
  try { said = localStorage[`kb-vote:${article}:${version}`]; } catch {}
  for (const button of all("[aria-pressed]", vote)) {
    button.ariaPressed = String(button.value === said);
    button.onclick = () => load(vote.dataset.vote).then((module) => module.answer(vote, button));
  }
}

// Read pages stay readable without a network, where the site wants that.
if (root.dataset.worker) navigator.serviceWorker?.register(root.dataset.worker).catch(() => {});

// What could not be posted is posted now.
const { records } = document.body.dataset;
try { if (records && localStorage["kb-records"]) load(records).then((module) => module.flush()); } catch {}
