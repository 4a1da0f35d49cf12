// Invitations to chat: comes on idle, where the settings name it, with the
// program that decides. Appended to that program's glue.
//
// It looks once a second while the page is looked at, tells the program what it
// sees, and shows what the program says: a bubble beside the launcher that takes
// no focus, or, where the page hides the launcher, an event. What it keeps in the
// browser is for the site to say: nothing, until the tab is closed, for good.

/** A session ends when no page was looked at for so long, in ms. */
const SESSION_MS = 30 * 60 * 1000;
/** How often it is noted that the visitor is still here, in ms. */
const ALIVE_MS = 60 * 1000;
/** How often it is asked whether an agent is available, in ms. */
const AGENTS_MS = 60 * 1000;
/** How long a tab waits for what other tabs have to tell, in ms. */
const GREETING_MS = 200;
/** How many moments of one rule are kept. */
const KEPT = 100;

const CSS = `.invite{position:absolute;inset-block-end:76px;inset-inline-end:0;display:flex;align-items:flex-start;inline-size:max-content;max-inline-size:min(300px,100vw - 40px);border-radius:16px;border-end-end-radius:4px;background:#fff;color:oklch(24% .02 260);box-shadow:0 0 0 1px #0001,0 8px 32px #0003;font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;text-align:start}.invite[hidden]{display:none}.invite button{all:unset;box-sizing:border-box;cursor:pointer}.invite .say{padding:14px 0 14px 18px;overflow-wrap:anywhere}.invite .say:dir(rtl){padding:14px 18px 14px 0}.invite .away{flex:none;display:grid;place-items:center;inline-size:44px;block-size:48px;color:oklch(47% .02 260);font-size:22px}.invite .away:hover{color:inherit}.invite button:focus-visible{outline:2px solid var(--kb-brand);outline-offset:-3px;border-radius:14px}.invite+.kb .panel:not([hidden]){z-index:1}:host([data-side=start]) .invite{inset-inline:0 auto;border-radius:16px;border-end-start-radius:4px}@media (prefers-color-scheme:dark){.invite{background:oklch(28% .014 260);color:oklch(92% .008 260);box-shadow:0 0 0 1px #fff2,0 8px 32px #0008}.invite .away{color:oklch(74% .015 260)}.invite button:focus-visible{outline-color:#fff}}@media (prefers-reduced-motion:no-preference){.invite{animation:kb-invite .2s ease-out}@keyframes kb-invite{from{opacity:0;transform:translateY(8px)}}}@media (forced-colors:active){.invite{border:1px solid}}@media print{.invite{display:none}}`;

/** `queue` are calls of the page that wait for the widget. */
export async function start(base, host, options, settings, own, api, queue) {
  const { memory, respects_privacy, rules, texts } = settings.proactive;
  let { has_agents } = settings.proactive;
  const isPrivate = navigator.doNotTrack == '1' || navigator.globalPrivacyControl === true;
  if (/^false$/.test(options.proactive) || (respects_privacy && isPrivate)) return;

  const events = {};
  let isRunning = false;
  const told = (name) => {
    if (typeof name == 'string' && name) events[`event.${name}`] = true;
    if (isRunning) look();
  };
  const asked = queue.filter((job) => job.name == 'track');
  own.track = (name) => void told(name);

  // Where the page's policy forbids WebAssembly nobody is invited.
  const isReady = await __wbg_init({ module_or_path: `${base}/widget/proactive_bg.wasm` }).catch(() => 0);
  if (!isReady || !host.isConnected) return;
  load(rules);

  const kept = keeping(settings.key, options.memory ?? memory);
  const visit = kept.visit();
  await kept.greet();
  if (!host.isConnected) return kept.leave();
  let page = location.href;
  let seconds = 0;
  let scroll = 0;
  let hasLeft = false;
  let shown;
  let isStopped = false;

  /** What rules may ask, by name. */
  const values = () => {
    const { width } = screen;
    const isCoarse = matchMedia('(pointer: coarse)').matches;
    const facts = {
      'page.url': location.href,
      'page.path': location.pathname,
      'page.seconds': seconds,
      'page.scroll': scroll,
      'page.exit': hasLeft,
      referrer: document.referrer,
      brand: settings.brand,
      locale: settings.locale,
      device: isCoarse ? (width < 768 ? 'phone' : 'tablet') : 'desktop',
      'visitor.visits': visit.count,
      'visitor.returning': visit.count > 1,
      'schedule.open': settings.availability == 'online',
      'agents.available': has_agents,
      availability: settings.availability,
      mode: settings.mode,
      ...events,
    };
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name.startsWith('utm_')) facts[`utm.${name.slice(4)}`] = value;
    }
    // What a page has said later counts more; `null` takes a value away.
    const customer = { loggedIn: isKnown, ...options.customer, ...settings.person };
    for (const name in customer) if (customer[name] != null) facts[`customer.${name}`] = customer[name];
    return facts;
  };

  const measure = () => {
    const { scrollHeight, clientHeight } = document.documentElement;
    const room = scrollHeight - clientHeight;
    scroll = Math.max(scroll, room > 0 ? Math.round((100 * scrollY) / room) : 100);
  };
  const leave = (event) => {
    if (event.clientY > 0 || event.relatedTarget) return;
    hasLeft = true;
    look();
  };

  const button = host.shadowRoot.querySelector('.launch');
  const isOpen = () => button.getAttribute('aria-expanded') == 'true';
  const mayInvite = () => /line/.test(settings.availability) && settings.mode != 'kb' && !document.hidden && !isOpen();

  let isLooking = false;
  async function look() {
    if (isStopped || isLooking || shown || !mayInvite()) return;
    isLooking = true;
    try {
      const ask = () => due(values(), kept.past(), kept.times(visit));
      const rule = ask();
      if (!rule || (await hasConversation())) return;
      // Of two tabs at one instant, one.
      await alone(settings.key, () => {
        if (shown || !mayInvite() || ask() != rule) return;
        kept.note(rule, 'at');
        invite(rule);
      });
    } finally {
      isLooking = false;
    }
  }

  // Agents come and go while a page is open.
  const asksForAgents = JSON.stringify(rules).includes('"agents.available"');
  let askedAt = Date.now();
  async function askForAgents() {
    if (!asksForAgents || Date.now() - askedAt < AGENTS_MS) return;
    askedAt = Date.now();
    const { brand, key, locale, mode } = settings;
    const query = new URLSearchParams({ key, brand, lang: locale, mode });
    const answer = await fetch(`${options.relayUrl || base}/chat/v1/settings?${query}`).catch(() => undefined);
    if (answer?.ok) has_agents = (await answer.json()).proactive?.has_agents;
  }

  /** What the visitor's browser shows to the relay, if it has written. */
  const token = () => {
    try {
      return localStorage[`helpwright:${settings.key}:token`];
    } catch {
      return undefined;
    }
  };

  // Whether somebody has logged in on an earlier page; unset until it is known.
  let isKnown;
  async function askForLogin() {
    if (!JSON.stringify(rules).includes('"customer.loggedIn"')) return;
    const authorization = token() && `Bearer ${token()}`;
    const answer = authorization && (await fetch(`${options.relayUrl || base}/chat/v1/session`, { headers: { authorization } }).catch(() => 0));
    const who = answer?.ok && (await answer.json());
    isKnown = Boolean(who && (who.external_id ?? who.email));
  }

  /** Whether the visitor is in the middle of one. */
  async function hasConversation() {
    if (!token()) return false;
    const open = await api.getOpenConversations().catch(() => [0]);
    return open.length > 0;
  }

  function invite(rule) {
    const text = rules.find(({ id }) => id == rule).message[settings.locale] ?? '';
    const named = Object.entries(values()).map(([name, value]) => [name, inWords(value, settings.locale)]);
    const message = said(text, { ...Object.fromEntries(named), 'brand.name': settings.name });
    const end = () => {
      shown?.bubble?.remove();
      shown = undefined;
    };
    const open = () => {
      if (!shown) return;
      end();
      count(rule, 'engaged');
      api.addListener('onConversationCreate', written);
      api.createConversation();
    };
    const dismiss = () => {
      if (!shown) return;
      end();
      kept.note(rule, 'dismissed');
      count(rule, 'dismissed');
    };
    const written = () => {
      api.removeListener('onConversationCreate', written);
      count(rule, 'converted');
    };
    shown = { rule };
    count(rule, 'shown');
    const payload = { rule, message, open, dismiss };
    for (const { name, args } of queue) {
      if (name == 'addListener' && args[0] == 'onProactive') attempt(() => args[1](payload));
    }
    host.dispatchEvent(new CustomEvent('proactive', { detail: payload }));
    // A page with a launcher of its own shows it in its own way.
    if (button.hidden || !shown) return;
    const bubble = made('div', { className: 'invite' });
    // Announced when it is written into, a moment later.
    bubble.setAttribute('role', 'status');
    const say = made('button', { type: 'button', className: 'say', dir: 'auto', textContent: message, onclick: open });
    const away = made('button', { type: 'button', className: 'away', textContent: '×', ariaLabel: texts.dismiss, onclick: dismiss });
    button.after(bubble);
    shown.bubble = bubble;
    setTimeout(() => bubble.append(say, away), 100);
    bubble.onkeydown = (event) => {
      if (event.key != 'Escape') return;
      button.focus();
      dismiss();
    };
  }

  function attempt(act) {
    try {
      act();
    } catch (error) {
      reportError(error);
    }
  }

  /** Tells the relay, now or with the next one. */
  const unsent = kept.unsent();
  async function count(rule, event) {
    unsent.push({ id: crypto.randomUUID(), rule, event, at: Date.now() });
    kept.unsent(unsent);
    const sent = [...unsent];
    const answer = await fetch(`${options.relayUrl || base}/kb/v1/${settings.key}/records`, {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ invitations: sent, consent: memory == 'visitor' }),
    }).catch(() => undefined);
    // What the relay does not want now it will not want later.
    if (answer && answer.status < 500 && answer.status != 429) {
      unsent.splice(0, unsent.length, ...unsent.filter((one) => !sent.includes(one)));
      kept.unsent(unsent);
    }
  }

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  measure();
  isRunning = true;
  askForLogin().then(look);
  const ticking = setInterval(() => {
    if (!host.isConnected) return stop();
    if (shown?.bubble && (isOpen() || !/line/.test(settings.availability))) {
      shown.bubble.remove();
      shown = undefined;
    }
    if (document.hidden) return;
    if (page != location.href) {
      // The page has changed without being loaded.
      page = location.href;
      seconds = scroll = 0;
      hasLeft = false;
      measure();
    } else seconds++;
    kept.alive(visit);
    askForAgents();
    look();
  }, 1000);
  addEventListener('scroll', measure, { passive: true });
  document.addEventListener('mouseout', leave);
  function stop() {
    isStopped = true;
    clearInterval(ticking);
    kept.leave();
    removeEventListener('scroll', measure);
    document.removeEventListener('mouseout', leave);
  }
  asked.forEach((job) => {
    told(job.args[0]);
    queue.splice(queue.indexOf(job), 1);
    job.done();
  });
  look();
}

/** A value as people of a locale write it: numbers, days and moments. */
function inWords(value, locale) {
  if (typeof value == 'number') return new Intl.NumberFormat(locale).format(value);
  const [, time] = /^\d{4}-\d\d-\d\d(T.+)?$/.exec(value) ?? [, false];
  const at = time !== false && new Date(value);
  if (!at || isNaN(at)) return String(value);
  // A day without a time is the same everywhere.
  const how = time ? { timeStyle: 'short' } : { timeZone: 'UTC' };
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...how }).format(at);
}

/** Does something while no other tab does the same. */
async function alone(key, act) {
  if (navigator.locks) await navigator.locks.request(`helpwright:${key}:proactive`, { ifAvailable: true }, (lock) => lock && act());
  else act();
}

/** What is remembered, and where. */
function keeping(key, kind) {
  const place = `helpwright:${key}:visits`;
  let own = {};
  const store = () => ({ session: sessionStorage, visitor: localStorage })[kind];
  const read = () => {
    try {
      return kind == 'none' ? own : (JSON.parse(store()[place] ?? '{}') ?? {});
    } catch {
      return own;
    }
  };
  const write = (change) => {
    own = { ...read(), ...change };
    try {
      if (kind != 'none') store()[place] = JSON.stringify(own);
    } catch {
      // A browser that keeps nothing: this page remembers.
    }
  };
  // Tabs of one session know of each other's invitations, where what is kept
  // does not outlive them: they tell it each other, and keep it like their own.
  let others = kind == 'session' && globalThis.BroadcastChannel && new BroadcastChannel(place);
  let visit, greeted;
  const told = () => others && others.postMessage({ began: visit.began, past: read().past });
  const merge = ({ began, past }) => {
    visit.began = Math.min(visit.began, began);
    if (!past) return;
    const all = read().past ?? {};
    for (const rule in past) {
      const one = (all[rule] ??= { at: [] });
      one.at = [...new Set([...one.at, ...past[rule].at])].sort().slice(-KEPT);
      if (past[rule].dismissed) one.dismissed = Math.max(one.dismissed ?? 0, past[rule].dismissed);
    }
    write({ ...own, ...visit, past: all });
  };
  if (others) {
    others.onmessage = ({ data }) => {
      if (!data) return told();
      merge(data);
      greeted?.();
    };
  }
  return {
    /** Asks the other tabs, and waits for a moment: most have none. */
    async greet() {
      if (!others) return;
      others.postMessage(0);
      await new Promise((done) => setTimeout((greeted = done), GREETING_MS));
    },
    /** No longer tells or hears anything. */
    leave() {
      if (others) others.close();
      // What a page does with an old invitation finds nobody to tell.
      others = undefined;
    },
    /** This visit: when it began, and which one it is. */
    visit() {
      const now = Date.now();
      const { last = 0, began = now, count = 0 } = read();
      // A tab that is not remembered has one session.
      const isNew = kind == 'visitor' ? now - last > SESSION_MS : !count;
      visit = { began: isNew ? now : began, count: isNew ? count + 1 : count };
      // Whoever is not to be remembered leaves nothing by looking.
      own = { ...own, ...visit, last: now };
      if (kind == 'visitor') write(own);
      return visit;
    },
    /** The visitor is still here. */
    alive() {
      const now = Date.now();
      if (kind == 'visitor' && now - own.last > ALIVE_MS) write({ last: now });
    },
    past: () => read().past ?? {},
    times({ began }) {
      const now = Date.now();
      return { now, session: began, day: new Date(now).setHours(0, 0, 0, 0) };
    },
    note(rule, what) {
      const past = read().past ?? {};
      const one = (past[rule] ??= { at: [] });
      if (what == 'at') one.at = [...one.at, Date.now()].slice(-KEPT);
      else one.dismissed = Date.now();
      write({ ...own, past });
      told();
    },
    unsent(list) {
      if (!list) return read().unsent ?? [];
      write({ unsent: list.length ? list.slice(-KEPT) : undefined });
    },
  };
}

const made = (name, members) => Object.assign(document.createElement(name), members);
