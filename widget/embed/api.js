// What the host page may call and hear, once the module is here: appended to
// the module's glue, so that both come with one request. The loader keeps the
// convention (promises, callbacks, errors), the module does the work; this
// names and checks what is asked. docs/embedding.md tells it to engineers, and
// helpwright.d.ts to their editors.

const EVENTS = [
  'onOpen',
  'onClose',
  'onConversationCreate',
  'onConversationEnded',
  'onMessageReceived',
  'onUnread',
  'onAgentJoined',
  'onAgentTyping',
  'onAvailabilityChange',
  'onProactive',
  'onDeflection',
  'onFormSubmit',
  'onError',
];

/** How often open pages ask for new settings. */
const REFRESH_MS = 60 * 1000;

const problem = (code, title, source) => ({ code, title, source });

/** Loads the rest; answers a function that mounts the widget. */
export async function embed(base, host, options, settings, own, leave) {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    // The relay has a page whose policy allows it.
    return (await import(`${base}/widget/frame.js`)).embed(base, host, options, settings, own, leave);
  }
  const get = async (file, kind) => {
    const answer = await fetch(`${base}/widget/${file}`);
    if (!answer.ok) throw { ...problem('unavailable', `\`${file}\` cannot be loaded`), status: answer.status };
    return answer[kind]();
  };
  const [, css, messages] = await Promise.all([
    __wbg_init({ module_or_path: `${base}/widget/kb_widget${SUFFIX}_bg.wasm` }),
    get(`widget${SUFFIX}.css`, 'text'),
    get(`messages${SUFFIX}/${settings.locale}.json`, 'json'),
  ]);
  return () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    host.shadowRoot.adoptedStyleSheets.push(sheet);
    Object.assign(host.dataset, options.position && { side: options.position }, options.size && { size: options.size });
    return connect(base, host, options, settings, messages, own, leave);
  };
}

/** Mounts the widget; answers the function that does what a page calls. */
function connect(base, host, options, settings, messages, own, leave) {
  const relay = options.relayUrl || base;
  const listeners = new Map();
  const button = host.shadowRoot.firstChild;
  let waiting = [];
  // From now on the changes to come are waited for here, and not in the loader.
  let changes = settings.changes ?? [];
  settings.changes = [];

  const emit = (name, payload) => {
    if (name == 'ready') {
      // Whether the visitor's conversations are known may have changed.
      waiting.splice(0).forEach((look) => look());
      return;
    }
    if (name == 'onUnread') payload = unread();
    if (name == 'onMessageReceived' && settings.alerts) later('alerts').then((alerts) => alerts.ring(payload), () => 0);
    for (const member of ['createdAt', 'sentAt']) {
      if (payload?.[member]) payload[member] = new Date(payload[member]).toISOString();
    }
    // Copied first: a listener may add or remove listeners.
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try {
        listener(payload);
      } catch (error) {
        // A fault of the page is the page's to hear of, and stops nobody else.
        reportError(error);
      }
    }
  };

  const all = () =>
    conversations().map(({ unread, createdAt, ...rest }) => ({
      ...rest,
      createdAt: new Date(createdAt).toISOString(),
      isInAssistantMode: false,
    }));

  const unread = () => {
    const counts = conversations().map((one) => [one.conversationId, one.unread]);
    return { total: counts.reduce((sum, [, count]) => sum + count, 0), conversations: Object.fromEntries(counts) };
  };

  /** Waits until the visitor's conversations are here. */
  const known = async () => {
    for (let state; (state = standing()) !== ''; ) {
      if (state) throw problem(state, 'the relay cannot be reached');
      await new Promise((look) => waiting.push(look));
    }
  };

  const heard = (event, listener) => {
    if (!EVENTS.includes(event)) {
      throw problem('unknown_event', `there is no event \`${event}\`; here are ${EVENTS.join(', ')}`, String(event));
    }
    if (typeof listener != 'function') throw problem('invalid_argument', 'the listener is no function', 'listener');
    const known = listeners.get(event) ?? new Set();
    listeners.set(event, known);
    return known;
  };

  const named = (id) => {
    if (typeof id == 'string' && id) return id;
    throw problem('invalid_argument', 'name a conversation: { conversationId: "…" }', 'conversationId');
  };

  // What is seldom needed comes when it is, and its texts with the first of it.
  const parts = {};
  let words;
  const later = (name) =>
    (parts[name] ??= (async () => {
      try {
        words ??= fetch(`${base}/widget/later/${settings.locale}.json`).then((answer) => answer.json());
        Object.assign(messages.messages, await words);
        const { start } = await import(`${base}/widget/${name}.js`);
        const alerts = name == 'more' && settings.alerts && (await later('alerts'));
        return start({
          relay,
          settings,
          key: settings.key,
          locale: settings.locale,
          url: `${relay}/chat/v1/files`,
          isRightToLeft: settings.direction == 'rtl',
          token: session,
          secret: token,
          say,
          alerts,
          pause,
          resume,
          problem,
          opened,
          named,
          // Only the module with articles exports these.
          help: typeof openPage == 'function' && { site, openPage, openSearch, put },
          emit,
          on: calls.addListener,
        });
      } catch (cause) {
        words = parts[name] = undefined;
        throw cause;
      }
    })());
  const site = new URL(options.helpSite ?? settings.help_site ?? '/', location.href).href;
  const person = async (name, given) => (await later('account'))[name](given ?? {});
  host.addEventListener('proactive', ({ detail }) => emit('onProactive', detail));
  // Forms say it, in the panel and on the page.
  const formed = ({ type, detail }) => emit(type == 'helpwright-submit' ? 'onFormSubmit' : 'onDeflection', detail);
  const hear = (how) => ['helpwright-submit', 'helpwright-deflection'].forEach((type) => document[how](type, formed));
  hear('addEventListener');
  const fault = part('p', { className: 'banner', role: 'alert' });
  host.shadowRoot.addEventListener('click', async (event) => {
    const way = event.target.closest('[data-part]');
    // Who asks for a tab of its own gets it.
    if (!way || (way.href && (event.ctrlKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    fault.remove();
    try {
      (await later(way.dataset.part)).toggle(way);
    } catch {
      // A link leads somewhere without it.
      if (way.href) delete way.dataset.part;
      fault.textContent = say('files-failed', {});
      host.shadowRoot.querySelector('.head').after(fault);
    }
  });
  // Articles that were read, by id.
  const opened = new Set();
  const attend = ({ target }) => {
    const article = target.closest('[data-version]');
    if (article) {
      opened.add(article.dataset.article);
      // Nobody counts where there is no relay.
      if (!options.settings) later('vote').then((vote) => vote.attend(article), () => 0);
    }
    if (settings.suggestions && target.closest('[data-new]')) later('offer').then((offer) => offer.attend(target.form), () => 0);
  };
  host.shadowRoot.addEventListener('focusin', attend);

  const read = async (kind, id) => {
    // Only the module with articles exports it.
    if (typeof openPage != 'function') throw problem('no_knowledge_base', 'this widget has no knowledge base');
    if (typeof id != 'string' || !id) throw problem('invalid_argument', 'name an id', 'id');
    const fault = await openPage(`${kind}/${encodeURIComponent(id)}`);
    if (fault) throw problem(fault, `there is no reaching \`${kind}/${id}\` of the help site`, 'id');
    return null;
  };

  const calls = {
    start() {
      throw problem('already_started', 'the widget runs; call `stop` first');
    },
    stop() {
      clearInterval(looking);
      hear('removeEventListener');
      removeEventListener('pagehide', keep);
      for (const name of ['more', 'alerts']) parts[name]?.then((part) => part.stop(), () => 0);
      clearInterval(refreshing);
      unmount();
      leave(problem('not_started', '`stop` was called'));
    },
    open: () => void show(true),
    close: () => void show(false),
    addListener: (event, listener) => void heard(event, listener).add(listener),
    removeListener: (event, listener) => void heard(event, listener).delete(listener),
    createConversation(given) {
      const message = given?.message;
      if (message !== undefined && typeof message != 'string') {
        throw problem('invalid_argument', 'the message is no text', 'message');
      }
      const conversationId = begin(message);
      return { conversationId, createdAt: new Date().toISOString(), ended: false, isInAssistantMode: false };
    },
    async openConversationById(given) {
      const id = named(given?.conversationId);
      await known();
      if (!look(id)) throw problem('unknown_conversation', 'this visitor has no such conversation', 'conversationId');
      return null;
    },
    async getOpenConversations() {
      await known();
      return all().filter((one) => !one.ended);
    },
    // Where rules ask for events, proactive.js has taken its place.
    track: () => undefined,
    openKbArticle: (id) => read('articles', id),
    openKbCategory: (id) => read('categories', id),
    login: (given) => person('login', given),
    logout: () => person('logout'),
    isLoggedIn: (given) => person('isLoggedIn', given),
    describeCustomer: (given) => person('describeCustomer', given),
    describeConversation: (given) => person('describeConversation', given),
  };

  const told = (value, back) => {
    if (typeof back == 'function') back(value);
    return value;
  };
  own.getUnreadCount = (back) => told(unread(), back);
  own.isChatAvailable = (back) => told(settings.availability, back);

  // Changes the availability at the moments that the settings name; looks every
  // second, because a longer wait would sleep with the machine. New settings are
  // asked for now and then, while somebody looks.
  let { availability } = settings;
  const looking = setInterval(() => {
    while (changes[0]?.at <= Date.now()) settings.availability = changes.shift().availability;
    settle({ ...settings, changes });
    if (availability == settings.availability) return;
    availability = settings.availability;
    button.hidden = options.hideChatIcon || !/line|kb|both/.test(availability + settings.mode);
    emit('onAvailabilityChange', { availability });
  }, 1000);
  const refreshing = setInterval(async () => {
    // Settings that lie in a file of the help site change with the page.
    if (document.hidden || options.settings) return;
    const query = new URLSearchParams({ key: settings.key, lang: settings.locale, schedule: options.scheduleId ?? '' });
    const answer = await fetch(`${relay}/chat/v1/settings?${query}`).catch(() => undefined);
    if (!answer?.ok || !host.isConnected) return;
    const { mode } = settings;
    Object.assign(settings, await answer.json(), { mode });
    changes = settings.changes ?? [];
  }, REFRESH_MS);

  // An open panel is open on the next page of this tab, where it was. Where the
  // visitor has touched nothing, nothing is kept; a frame's page is no page.
  const place = `helpwright:${settings.key}:open`;
  const panel = () => host.shadowRoot.querySelector('.panel');
  let before;
  try {
    before = !options.page && sessionStorage[place];
    // A later start in this page opens nothing that was closed meanwhile.
    if (before) delete sessionStorage[place];
  } catch {
    // A browser that keeps nothing has nothing.
  }
  const keep = () => {
    if (options.page || !(before || navigator.userActivation?.hasBeenActive)) return;
    const { hidden, dataset } = panel();
    try {
      if (hidden) delete sessionStorage[place];
      else sessionStorage[place] = JSON.stringify([dataset.view, panel().querySelector('.log,.home')?.scrollTop]);
    } catch {
      // It is closed on the next page.
    }
  };
  addEventListener('pagehide', keep);

  button.onclick = button.onpointerenter = button.onfocus = null;
  button.ariaHasPopup = 'dialog';
  mount(button, {
    origin: relay,
    key: settings.key,
    locale: settings.locale,
    settings: { ...settings, changes },
    messages,
    emit,
    files: attachments(() => later('files'), say, settings.files),
    page: options.page,
    mode: settings.mode,
    help_site: site,
    // Where searches are counted, what counts them stands before the site's own.
    import: (url, rule) => {
      if (!rule || options.settings) return import(url);
      const place = { relay, key: settings.key };
      return import(`${base}/widget/searches.js`).then(({ counting }) => counting(url, rule, place, settings.locale), () => import(url));
    },
  });

  if (before) import(`${base}/widget/resume.js`).then(({ resume }) => resume({ before, panel, show, look, begin, known, attend, read: typeof openPage == 'function' && openPage }), () => 0);

  // What could not be posted on an earlier page.
  try {
    if (localStorage['kb-records']) import(`${base}/widget/records.js`).then((records) => records.flush(), () => 0);
  } catch {
    // A browser that keeps nothing has nothing.
  }

  return async ({ name, args, done, refuse }) => {
    try {
      if (!Object.hasOwn(calls, name)) {
        throw problem('unknown_function', `there is no function \`${name}\`; here are ${Object.keys(calls).join(', ')}`, name);
      }
      done(await calls[name](...args));
    } catch (cause) {
      emit('onError', { code: cause.code ?? 'unavailable', title: cause.title });
      refuse(cause);
    }
  };
}
