// Articles that may answer before anybody has to: the one service for forms and
// for a chat that is about to begin. Stands before form.js and before offer.js
// of the widget, in one file with each.

// After so long a pause articles are looked for, in ms, and with so many characters.
const PAUSE_MS = 300;
const LEAST_CHARS = 8;

/** Makes an element with attributes and children; no markup is parsed. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) if (attributes[key] !== undefined) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

/** A UUID of version 7 (RFC 9562, 5.7): time first, so that a database keeps it near its neighbours. */
function newId() {
  const chance = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const hex = Date.now().toString(16).padStart(12, '0') + chance;
  return hex.replace(/(.{8})(.{4})(.{3})(.{3})/, '$1-$2-7$3-a$4-');
}

/**
 * What is offered to somebody who writes, and what becomes of it.
 *
 * `about` is what every record says, `place` whose records they are; `search`
 * and `records` give promises of the site's search and of records.js, if there
 * are such; `allowed` says whether words may be kept, `tell` hears of each
 * offer and of its outcome.
 */
function suggestions({ about, place, search, records, allowed, tell }) {
  let offer, asked, last;

  const report = (news) => {
    if (!offer) return;
    Object.assign(offer, news);
    records?.().then(({ keep }) => keep(place, 'deflections', { ...offer }), () => {});
    const { surface, query, outcome, offered } = offer;
    if (news.outcome) tell({ surface, query, outcome, articles: offered });
  };

  return {
    report,
    id: () => offer?.id,
    /**
     * The articles for a text, best first; nothing where there is no answer, or a newer question.
     * Where there are words `instead`, they are looked for once somebody writes.
     */
    async ask(text, instead) {
      if (text.length < LEAST_CHARS || !search) return;
      text = instead || text;
      if (text === asked) return last;
      asked = text;
      last = undefined;
      const found = await search().then((index) => index.suggest(text)).catch(() => null);
      if (!found || text !== asked) return;
      const hits = found.hits.filter((hit) => hit.page.startsWith('articles/'));
      const offered = hits.map((hit) => hit.page.slice(9));
      if (hits.length && offer?.offered.join() !== offered.join()) {
        offer = { ...about, id: newId(), offered, opened: [], at: Date.now() };
        if (allowed?.()) offer.query = text.slice(0, 200);
        report({ outcome: 'unknown' });
      }
      return (last = hits);
    },
    /** An article was opened. */
    opened(hit) {
      const id = hit.page.slice(9);
      if (!offer.opened.includes(id)) report({ opened: [...offer.opened, id] });
    },
  };
}

/** A list of articles under `title`; `open` is called with one of them and its button. */
function offerBox(title, hits, open) {
  const list = hits.map((hit) => {
    const button = make('button', { type: 'button' }, hit.title);
    button.onclick = () => open(hit, button);
    return make('li', {}, button);
  });
  return make('section', { class: 'offer', 'aria-labelledby': 'offer-title', 'data-of': hits.map((hit) => hit.page) },
    make('p', { class: 'offer-title', id: 'offer-title' }, title), make('ul', {}, ...list));
}
