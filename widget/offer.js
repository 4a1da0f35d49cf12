// Articles before a chat: offered above the composer while somebody writes the
// first message of a conversation. Loaded when one is about to begin; suggest.js
// stands before it.
//
//   const offer = start({ relay, key, locale, say, emit, help, opened })
//
// `help` is what the module with articles exports, and the address of its site;
// `opened` are the articles that were read, by id.

import * as records from './records.js';

// As many as a record takes.
const MOST_READ = 3;

const CSS = `.composer .offer{flex:1 0 100%;min-inline-size:0;box-sizing:border-box;position:relative;padding:10px 14px;border-radius:10px;background:var(--kb-raised);font-size:15px;line-height:1.4}.offer-title{padding-inline-end:36px;color:var(--kb-soft);font-size:14px}.offer li+li{border-block-start:1px solid var(--kb-line)}.offer li button{inline-size:100%;padding:10px 0;color:var(--kb-link);font-weight:600}.offer li:last-child button{padding-block-end:4px}.offer li button:hover{text-decoration:underline;text-underline-offset:2px}.offer .dismiss{position:absolute;inset-block-start:0;inset-inline-end:0;inline-size:44px;block-size:44px;color:var(--kb-soft);font-size:20px;text-align:center;border-radius:10px}.offer .dismiss:hover{color:var(--kb-ink)}@media (max-height:600px){.offer ul{max-block-size:92px;overflow-y:auto}}@media (prefers-reduced-motion:no-preference){.offer{animation:kb-offer .16s ease-out}@keyframes kb-offer{from{opacity:0;transform:translateY(4px)}}}@media (forced-colors:active){.offer{border:1px solid}}`;

export function start({ relay, key, locale, say, emit, help, opened }) {
  const attended = new WeakSet();
  // The message that is being written: what was offered, and for which words.
  let current = {};

  const begin = (conversation) => ({
    conversation,
    hits: [],
    offered: new Set(),
    offers: suggestions({
      about: { surface: 'chat', locale },
      place: { relay, key },
      search: help.openSearch,
      records: async () => records,
      allowed: () => 'consent' in document.documentElement.dataset,
      tell: (offer) => emit('onDeflection', offer),
    }),
  });

  /** It is sent: what was found and read before has not ended it either. */
  function leave(offered) {
    const read = [...opened].filter((id) => !offered.has(id)).slice(-MOST_READ);
    opened.clear();
    if (!read.length) return;
    const record = { id: newId(), surface: 'chat', locale, offered: read, opened: read, outcome: 'continued', at: Date.now() };
    records.keep({ relay, key }, 'deflections', record);
  }

  /** Looks after the composer of a conversation that has not begun. */
  function attend(form) {
    if (attended.has(form)) return;
    attended.add(form);
    // Written and sent before this was here.
    if (!form.dataset.new) return leave(new Set());
    const root = form.getRootNode();
    if (!root.adoptedStyleSheets.some((sheet) => sheet.isOfOffers)) {
      const sheet = Object.assign(new CSSStyleSheet(), { isOfOffers: true });
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets.push(sheet);
    }
    const field = form.querySelector('textarea');
    const status = make('p', { class: 'unseen', role: 'status' });
    let box, timer;
    form.append(status);
    if (current.conversation != form.dataset.new) current = begin(form.dataset.new);
    const mine = current;

    const draw = () => {
      if (box?.contains(root.activeElement)) return;
      const fresh = offerBox(say('offer-title', {}), mine.hits, read);
      if (box?.isConnected && box.dataset.of == fresh.dataset.of) return;
      box?.remove();
      if (!mine.hits.length) return;
      const away = make('button', { type: 'button', class: 'dismiss', 'aria-label': say('offer-dismiss', {}) }, '×');
      away.onclick = dismiss;
      fresh.append(away);
      box = fresh;
      form.prepend(box);
      status.textContent = say('offer-found', {});
    };

    const look = async () => {
      const text = field.value.trim();
      // What no longer fits goes, unless somebody is about to choose.
      const hits = text.length < LEAST_CHARS ? [] : await mine.offers.ask(text);
      if (!hits || mine.isOver || !form.isConnected) return;
      mine.hits = hits;
      draw();
    };

    const dismiss = () => {
      // Who does not want them is not asked again about this message.
      mine.isOver = true;
      box.remove();
      status.textContent = '';
      field.focus();
    };

    field.addEventListener('input', () => {
      clearTimeout(timer);
      if (!mine.isOver) timer = setTimeout(look, PAUSE_MS);
    });
    form.addEventListener('keydown', (event) => {
      if (event.key != 'Escape' || event.isComposing || !box?.isConnected) return;
      // The panel stays open.
      event.stopPropagation();
      dismiss();
    });
    new MutationObserver(() => {
      if (form.dataset.new || mine.isSent) return;
      mine.isOver = mine.isSent = true;
      mine.offers.report({ outcome: 'continued' });
      leave(mine.offered);
      box?.remove();
    }).observe(form, { attributeFilter: ['data-new'] });
    // Back from an article, or to a draft that was kept.
    if (mine.isOver) return;
    if (mine.hits.length) draw();
    else if (field.value) look();
  }

  /** Shows an article in the panel; the way back leads here. */
  async function read(hit) {
    const { offers, offered } = current;
    offered.add(hit.page.slice(9));
    if (await help.openPage(hit.page, true)) open(new URL(hit.url, help.site), '_blank', 'noopener');
    offers.opened(hit);
  }

  /** It is solved: the module has put the draft away. */
  function toggle() {
    current.offers.report({ helpful: true, outcome: 'deflected' });
    current = {};
    help.put(make('div', { class: 'home' },
      make('h3', { class: 'greeting', tabindex: '-1' }, say('offer-thanks', {})),
      make('p', { class: 'intro' }, say('offer-thanks-text', {}))));
  }

  return { attend, toggle };
}
