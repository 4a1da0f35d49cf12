// The chat without an interface, for pages that draw their own: one script, no
// module. It speaks the same contract as the widget (kb_protocol::chat) over
// plain requests, shares its session, and names everything as the widget does.
// docs/embedding.md tells it to engineers.
((w, script) => {
  const { dataset } = script;
  const base = new URL('/', script.src).href.slice(0, -1);
  const VERSION = 1;
  /** How long the relay may hold a request until there is news, in ms. */
  const HELD_MS = 25000;
  /** Longest pause before a failed request is made again, in ms. */
  const PAUSE_MS = 30000;
  const EVENTS = [
    'onConversationCreate', 'onConversationEnded', 'onMessageReceived', 'onUnread', 'onAgentJoined', 'onAgentTyping',
    'onAvailabilityChange', 'onError',
  ];

  const problem = (code, title, source) => ({ code, title, source });
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const newId = () => crypto.randomUUID();
  const iso = (ms) => new Date(ms).toISOString();

  let options, settings, relay, token, account;
  // Ends what runs: another session, or none, has another number.
  let run = 0;
  const listeners = new Map();
  /** What is known of each conversation: its summary, and how far its entries were read. */
  const known = new Map();
  /** Who waits for the answer to a frame, by the frame's id; to a page of entries, by the conversation. */
  const asked = new Map();
  const pages = new Map();

  const emit = (name, payload) => {
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try {
        listener(payload);
      } catch (error) {
        reportError(error);
      }
    }
  };

  const heard = (event, listener) => {
    if (!EVENTS.includes(event)) {
      throw problem('unknown_event', `there is no event \`${event}\`; here are ${EVENTS.join(', ')}`, String(event));
    }
    if (typeof listener != 'function') throw problem('invalid_argument', 'the listener is no function', 'listener');
    if (!listeners.has(event)) listeners.set(event, new Set());
    return listeners.get(event);
  };

  const named = (id) => {
    if (typeof id == 'string' && id) return id;
    throw problem('invalid_argument', 'name a conversation: { conversationId: "…" }', 'conversationId');
  };

  // Requests

  const request = async (method, address, body, headers = { 'content-type': 'application/json' }) => {
    if (token) headers.authorization = `Bearer ${token}`;
    const answer = await fetch(relay + address, { method, headers, body }).catch(() => {
      throw problem('unavailable', 'the relay cannot be reached');
    });
    const json = await answer.json().catch(() => ({}));
    if (answer.ok) return json;
    throw { ...problem('unavailable', `the relay answered ${answer.status}`), status: answer.status, ...json };
  };

  /** Kept for the widget too, and for the next page. */
  const keep = (next) => {
    token = next;
    const name = `helpwright:${settings.key}:token`;
    try {
      next ? localStorage.setItem(name, next) : localStorage.removeItem(name);
    } catch {
      // A browser that keeps nothing has the session for this page.
    }
  };

  /** Begins anew with this session, or with none. */
  const begin = (next) => {
    run += 1;
    keep(next);
    known.clear();
    const over = problem('session_expired', 'the session is over');
    for (const map of [asked, pages]) {
      map.forEach(({ refuse }) => refuse(over));
      map.clear();
    }
    if (next) listen(run);
    emit('onUnread', unread());
  };

  const session = async () => {
    if (!token) begin((await request('POST', '/chat/v1/sessions', JSON.stringify({ key: settings.key }))).token);
  };

  const exchange = async (frames, held, hello) => {
    const positions = [...known.values()].map(({ id, after }) => ({ conversation: id, after }));
    const body = { version: VERSION, hello, positions, frames, wait_ms: held };
    const mine = run;
    const answer = await request('POST', '/chat/v1/exchange', JSON.stringify(body));
    if (mine == run) answer.frames.forEach(take);
  };

  /** Pauses after a failure, longer each time, not all pages at once; throws what no pause mends. */
  const pause = async (cause, failures) => {
    if (cause.code == 'session_expired') begin();
    const isPassing = !cause.status || cause.status >= 500 || cause.status == 408 || cause.status == 429;
    if (!isPassing) throw cause;
    const most = Math.min(PAUSE_MS, 500 * 2 ** failures);
    await wait(Math.max(cause.retry_after_ms ?? 0, most * (0.5 + Math.random() / 2)));
  };

  /** Hears of news for as long as this session lasts. */
  const listen = async (mine) => {
    let hello = true;
    for (let failures = 0; mine == run; ) {
      try {
        await exchange([], hello ? 0 : HELD_MS, hello);
        hello = false;
        failures = 0;
      } catch (cause) {
        if (mine != run) return;
        emit('onError', { code: cause.code, title: cause.title });
        try {
          await pause(cause, failures++);
        } catch {
          return;
        }
      }
    }
  };

  /** Says a frame until the relay has it: the same id is the same frame, however often it comes. */
  const say = async (frame) => {
    const mine = run;
    const answer = new Promise((done, refuse) => asked.set(frame.id, { done, refuse }));
    // Looked at below; a refusal that comes earlier is no loose end.
    answer.catch(() => {});
    for (let failures = 0; asked.has(frame.id) && mine == run; ) {
      try {
        await exchange([frame], 0, false);
        const refused = asked.get(frame.id)?.refused;
        if (refused) {
          delete asked.get(frame.id).refused;
          await wait(refused);
        }
      } catch (cause) {
        try {
          await pause(cause, failures++);
        } catch {
          asked.delete(frame.id);
          throw cause;
        }
      }
    }
    return answer;
  };

  // What the relay says

  const put = (summary) => {
    const before = known.get(summary.id);
    known.set(summary.id, { after: summary.seq, ...before, ...summary });
    if (unread().total != put.total) emit('onUnread', unread());
    put.total = unread().total;
    if (summary.is_ended && before?.is_ended === false) emit('onConversationEnded', shown(known.get(summary.id)));
  };

  const take = (frame) => {
    const { type, id, conversation } = frame;
    if (type == 'welcome') frame.conversations.forEach(put);
    if (type == 'conversation') put(frame.summary);
    if (type == 'typing') emit('onAgentTyping', { conversationId: conversation, typingIndicator: frame.is_typing });
    if (type == 'entry') arrive(conversation, frame.entry);
    if (type == 'page') {
      pages.get(conversation)?.done(frame);
      pages.delete(conversation);
    }
    // Older entries than the last are read by `getMessages`.
    if (type == 'resync' && known.has(conversation)) known.get(conversation).after = known.get(conversation).seq;
    if (type == 'ack') {
      asked.get(id)?.done(frame);
      asked.delete(id);
    }
    if (type == 'refused' && !id) {
      // Only pages are asked for without an id.
      pages.forEach(({ refuse }) => refuse(problem(frame.code, 'the relay has refused it')));
      pages.clear();
    }
    if (type == 'refused' && asked.has(id)) {
      if (frame.retry_after_ms) asked.get(id).refused = frame.retry_after_ms;
      else {
        asked.get(id).refuse(problem(frame.code, 'the relay has refused it'));
        asked.delete(id);
      }
    }
  };

  const arrive = (conversation, entry) => {
    const mine = known.get(conversation) ?? { id: conversation, after: 0, seq: 0, seen_by_visitor: 0, created_at: entry.at };
    // Two requests may bring the same; what comes too early comes again.
    if (entry.seq != mine.after + 1) return;
    known.set(conversation, { ...mine, after: entry.seq, seq: Math.max(mine.seq, entry.seq) });
    const { author, content } = entry;
    if (content.type == 'joined') emit('onAgentJoined', { conversationId: conversation, name: author.name });
    if (content.type == 'message' && author.type == 'agent') emit('onMessageReceived', message(conversation, entry));
  };

  // What the page is told

  const shown = ({ id, created_at, is_ended }) => ({
    conversationId: id,
    createdAt: iso(created_at),
    ended: !!is_ended,
    isInAssistantMode: false,
  });

  const message = (conversationId, { id, seq, at, author, content }) => ({
    conversationId,
    messageId: id,
    body: content.body || content.files?.[0]?.name || '',
    name: author.name ?? '',
    direction: author.type == 'visitor' ? 'in' : 'out',
    attachments: (content.files ?? []).map(({ id, name, size, mime }) => ({ attachmentId: id, name, size, contentType: mime })),
    sequence: seq,
    sentAt: iso(at),
  });

  const unread = () => {
    const counts = [...known.values()].map(({ id, seq, seen_by_visitor }) => [id, Math.max(0, seq - seen_by_visitor)]);
    return { total: counts.reduce((sum, [, count]) => sum + count, 0), conversations: Object.fromEntries(counts) };
  };

  const index = async (lang) => {
    if (!settings.help_site) throw problem('no_knowledge_base', 'this brand names no help site');
    const locale = (lang ?? settings.locale).replace('_', '-');
    const answer = await fetch(`${settings.help_site}${locale}/api/content.json`).catch(() => 0);
    if (!answer?.ok) throw problem('unavailable', `the help site has nothing for \`${locale}\``, 'lang');
    return answer.json();
  };

  const attach = async (attachments) => {
    const ids = [];
    for (const { file } of attachments) {
      if (!(file instanceof Blob)) throw problem('invalid_argument', 'an attachment is `{ file }`', 'attachments');
      const name = encodeURIComponent((file.name ?? 'file').replace(/\p{Surrogate}/gu, '_'));
      ids.push((await request('POST', '/chat/v1/files', file, { 'x-file-name': name })).id);
    }
    return ids;
  };

  const send = async (conversationId, { body = '', attachments = [] }) => {
    if (typeof body != 'string' || (!body.trim() && !attachments.length)) {
      throw problem('invalid_argument', 'a message has a text or attachments', 'body');
    }
    await session();
    const files = await attach(attachments);
    const isNew = !(known.get(conversationId)?.seq > 0);
    const open = isNew ? { open: { locale: settings.locale, page: location.origin + location.pathname } } : {};
    const id = newId();
    const { seq, at } = await say({ type: 'send', id, conversation: conversationId, body, files, ...open });
    const mine = known.get(conversationId) ?? { id: conversationId, after: 0, seen_by_visitor: 0, created_at: at };
    // Whoever writes has seen what was there.
    known.set(conversationId, { ...mine, seq: Math.max(mine.seq ?? 0, seq), seen_by_visitor: seq });
    if (isNew) emit('onConversationCreate', shown(known.get(conversationId)));
    return { conversationId, messageId: id, body, sequence: seq, sentAt: iso(at) };
  };

  const person = async (name, given) => {
    const secret = () => token;
    account ??= import(`${base}/widget/account.js`).then(({ start }) =>
      start({
        relay,
        settings,
        secret,
        problem,
        named,
        pause: () => void (run += 1),
        // The same person goes on with what is known.
        resume: begin,
        on: (event, listener) => heard(event, listener).add(listener),
      }),
    );
    return (await account)[name](given ?? {});
  };

  /** Waits until the visitor's conversations are here. */
  const ready = async () => {
    if (token) await exchange([], 0, true);
  };

  const calls = {
    addListener: (event, listener) => void heard(event, listener).add(listener),
    removeListener: (event, listener) => void heard(event, listener).delete(listener),
    async createConversation(given = {}) {
      const id = newId();
      if (given.message !== undefined) await send(id, { body: given.message, attachments: given.attachments });
      return shown(known.get(id) ?? { id, created_at: Date.now() });
    },
    sendMessage: ({ conversationId, ...given } = {}) => send(named(conversationId), given),
    async getConversations() {
      await ready();
      return [...known.values()].map(shown);
    },
    async getOpenConversations() {
      return (await calls.getConversations()).filter((one) => !one.ended);
    },
    async getMessages({ conversationId, before } = {}) {
      const id = named(conversationId);
      await ready();
      if (!known.has(id)) throw problem('unknown_conversation', 'this visitor has no such conversation', 'conversationId');
      const page = new Promise((done, refuse) => pages.set(id, { done, refuse }));
      page.catch(() => {});
      await exchange([{ type: 'history', conversation: id, ...(before && { before }) }], 0, false);
      const { entries, has_more } = await page;
      const messages = entries.filter(({ content }) => content.type == 'message').map((entry) => message(id, entry));
      return { messages, hasMore: has_more, before: entries[0]?.seq };
    },
    async markRead({ conversationId } = {}) {
      const mine = known.get(named(conversationId));
      if (!mine) throw problem('unknown_conversation', 'this visitor has no such conversation', 'conversationId');
      const { id, seq } = mine;
      await exchange([{ type: 'receipt', conversation: id, delivered: seq, seen: seq }], 0, false);
      put({ ...known.get(id), seen_by_visitor: seq });
      return null;
    },
    async endConversation({ conversationId } = {}) {
      const id = named(conversationId);
      await ready();
      if (!known.has(id)) throw problem('unknown_conversation', 'this visitor has no such conversation', 'conversationId');
      await say({ type: 'end', id: newId(), conversation: id });
      put({ ...known.get(id), is_ended: true });
      const { createdAt } = shown(known.get(id));
      return { conversationId: id, createdAt, ended: true };
    },
    async getChatSettings() {
      const { brand, name, color, closable, single_conversation, greeting, off_hours_message, locale, mode } = settings;
      return {
        enabled: settings.availability != 'disabled',
        availability: settings.availability,
        brandId: brand,
        teamName: name,
        embedIconColor: color,
        greeting: greeting?.[locale] ?? null,
        offhoursMessage: off_hours_message?.[locale] ?? null,
        closableChat: closable,
        singleSessionChat: single_conversation,
        knowledgeBaseId: settings.help_site ?? null,
        widgetType: mode,
        lang: locale,
      };
    },
    async getCategories({ lang } = {}) {
      const { name, categories } = await index(lang);
      const children = (of) => categories.filter(({ parent }) => (parent ?? null) == of).map(({ id }) => id);
      const entry = ({ id, title, description, url, parent }) => [
        id, { categoryId: id, title, description, url, parent: parent ?? null, children: children(id) },
      ];
      return { rootCategory: { title: name, children: children(null) }, categories: Object.fromEntries(categories.map(entry)) };
    },
    async getArticles({ categoryId, lang } = {}) {
      const { articles } = await index(lang);
      const wanted = articles.filter(({ categories }) => !categoryId || categories.includes(categoryId));
      return { articles: wanted.map(({ id, title, description, url }) => ({ articleId: id, title, description, url })) };
    },
    login: (given) => person('login', given),
    logout: () => person('logout'),
    isLoggedIn: (given) => person('isLoggedIn', given),
    describeCustomer: (given) => person('describeCustomer', given),
    describeConversation: (given) => person('describeConversation', given),
    async submitSatisfactionForm() {
      throw problem('not_supported', 'this relay asks for no satisfaction');
    },
  };

  /** A call that answers by promise and callback, and never throws. */
  const answered = (call) => (...args) => {
    const back = typeof args.at(-1) == 'function' && call != calls.addListener && call != calls.removeListener && args.pop();
    const promise = (async () => {
      if (!settings && call != init) throw problem('not_started', 'call `init` first, and wait for it');
      return call(...args);
    })().catch((cause) => {
      throw Object.assign(Error(cause.title || cause.message || cause.code), { code: 'unavailable' }, cause);
    });
    promise.then((response) => back && back(response), (error) => back && back(undefined, error));
    return promise;
  };

  async function init(given = {}) {
    if (settings) throw problem('already_started', '`init` was called');
    options = { ...dataset, ...given };
    relay = options.relayUrl || base;
    const query = new URLSearchParams({
      key: dataset.key || dataset.apiKey || dataset.kustomerApiKey || '',
      brand: options.brandId || '',
      lang: options.lang || document.documentElement.lang,
      mode: '',
    });
    settings = await request('GET', `/chat/v1/settings?${query}`);
    const changes = settings.changes ?? [];
    // Looks every second: a longer wait would sleep with the machine.
    setInterval(() => {
      const before = settings.availability;
      while (changes[0]?.at <= Date.now()) settings.availability = changes.shift().availability;
      if (before != settings.availability) emit('onAvailabilityChange', { availability: settings.availability });
    }, 1000);
    let kept;
    try {
      kept = localStorage[`helpwright:${settings.key}:token`];
    } catch {}
    if (kept) begin(kept);
    return null;
  }

  const core = { init: answered(init) };
  for (const [name, call] of Object.entries(calls)) core[name] = answered(call);
  // At once.
  core.getUnreadCount = (back) => (back?.(unread()), unread());
  core.isChatAvailable = (back) => {
    const answer = settings?.availability ?? 'disabled';
    back?.(answer);
    return answer;
  };
  w.HelpwrightCore = core;
  ALIAS
})(window, document.currentScript);
