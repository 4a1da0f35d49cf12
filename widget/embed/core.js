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
  /** How long an answer may take beyond that: a line may be dead without a word. */
  const PATIENCE_MS = 10000;
  /** Longest pause before a failed request is made again, in ms. */
  const PAUSE_MS = 30000;
  const EVENTS = [
    'onConversationCreate', 'onConversationEnded', 'onMessageReceived', 'onUnread', 'onAgentJoined', 'onAgentTyping',
    'onAvailabilityChange', 'onError',
  ];

  const problem = (code, title, source) => ({ code, title, source });
  const unknown = () => problem('unknown_conversation', 'this visitor has no such conversation', 'conversationId');
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const newId = () => crypto.randomUUID();
  const iso = (ms) => new Date(ms).toISOString();

  let options, settings, relay, token, account, starting, opening, holding;
  // Another person has another number: what was said for the one before is over.
  let person = 0;
  // What listens has this number; another one has taken its place.
  let ear = 0;
  let needsHello = true;
  let isListening = false;
  let isChanging = false;
  let toldUnread = '';
  const listeners = new Map();
  /** What is known of each conversation: its summary, `after`, up to which its entries were heard, and `unread`. */
  const known = new Map();
  /** Who waits for the answer to a frame, by the frame's id. */
  const asked = new Map();

  const emit = (name, payload) => {
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try {
        listener(payload);
      } catch (error) {
        // A fault of the page is the page's to hear of, and stops nobody else.
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

  /** One after the other, whatever becomes of each. */
  const queue = () => {
    let last = Promise.resolve();
    return (job) => {
      const next = last.then(job);
      last = next.catch(() => {});
      return next;
    };
  };
  const inOrder = queue();
  const change = queue();

  // Requests and the session

  const request = async (method, address, body, headers = { 'content-type': 'application/json' }, held = 0) => {
    if (token) headers.authorization = `Bearer ${token}`;
    const end = new AbortController();
    if (held) holding = end;
    const timer = setTimeout(() => end.abort(), held + PATIENCE_MS * (body instanceof Blob ? 30 : 1));
    try {
      const answer = await fetch(relay + address, { method, headers, body, signal: end.signal });
      const json = await answer.json().catch(() => ({}));
      if (answer.ok) return json;
      throw { ...problem('unavailable', `the relay answered ${answer.status}`), status: answer.status, ...json };
    } catch (cause) {
      throw cause.title ? cause : problem('unavailable', 'the relay cannot be reached');
    } finally {
      clearTimeout(timer);
    }
  };

  const place = () => `helpwright:${settings.key}:token`;
  const stored = () => {
    try {
      return localStorage.getItem(place()) ?? undefined;
    } catch {
      // A browser that keeps nothing has the session for this page.
    }
  };
  /** For the widget too, and for the next page. */
  const store = (next) => {
    try {
      next ? localStorage.setItem(place(), next) : localStorage.removeItem(place());
    } catch {}
  };

  /** Goes on with this session, or with none. */
  const resume = (next, isSame) => {
    token = next;
    store(next);
    needsHello = true;
    if (!isSame) {
      person += 1;
      known.clear();
      asked.forEach(({ refuse }) => refuse(problem('session_expired', 'the session is over')));
      asked.clear();
    }
    tellUnread();
    listen();
  };

  /** The session that was used is over: another tab may have begun the next. */
  const expire = (used) => {
    if (used != token) return;
    const next = stored();
    resume(next == used ? undefined : next, false);
  };

  /** The visitor's session; the first word begins one, once. */
  const session = () =>
    (opening ??= (async () => {
      await change(() => {});
      if (token) return;
      const next = stored() ?? (await request('POST', '/chat/v1/sessions', JSON.stringify({ key: settings.key }))).token;
      // Somebody may have logged in meanwhile.
      if (!token) resume(stored() ?? next, true);
    })().finally(() => (opening = undefined)));

  const exchange = async (frames, held = 0, hello = false) => {
    const [mine, used] = [person, token];
    const positions = [...known.values()].map(({ id, after }) => ({ conversation: id, after }));
    const body = JSON.stringify({ version: VERSION, hello, positions, frames, wait_ms: held });
    try {
      const answer = await request('POST', '/chat/v1/exchange', body, undefined, held);
      if (mine != person) return [];
      answer.frames.forEach(take);
      tellUnread();
      return answer.frames;
    } catch (cause) {
      if (cause.code == 'session_expired' && !isChanging) expire(used);
      throw cause;
    }
  };

  /** Pauses after a failure, longer each time, not all pages at once; throws what no pause mends. */
  const pause = async (cause, failures) => {
    const isPassing = !cause.status || cause.status >= 500 || cause.status == 408 || cause.status == 429;
    if (!isPassing) throw cause;
    const most = Math.min(PAUSE_MS, 500 * 2 ** failures);
    await wait(Math.max(cause.retry_after_ms ?? 0, most * (0.5 + Math.random() / 2)));
  };

  /** Hears of news for as long as there is a session; there is one that does. */
  const listen = async () => {
    const mine = ++ear;
    isListening = !!token;
    holding?.abort();
    for (let failures = 0; mine == ear && token; ) {
      try {
        const hello = needsHello;
        needsHello = false;
        const frames = await exchange([], hello ? 0 : HELD_MS, hello);
        failures = 0;
        // What could not be followed is begun anew, and not at once.
        if (frames.some(({ type }) => type == 'resync')) await wait(1000);
      } catch (cause) {
        if (mine != ear) return;
        needsHello = true;
        if (!failures) emit('onError', { code: cause.code, title: cause.title });
        try {
          await pause(cause, failures++);
        } catch {
          if (mine == ear) isListening = false;
          return;
        }
      }
    }
  };

  /** Says a frame until the relay has it: the same id is the same frame, however often it comes. */
  const say = async (frame, ...more) => {
    const mine = person;
    const answer = new Promise((done, refuse) => asked.set(frame.id, { done, refuse }));
    // Looked at below; a refusal that comes earlier is no loose end.
    answer.catch(() => {});
    for (let failures = 0; asked.has(frame.id); ) {
      const used = token;
      try {
        await exchange([frame, ...more]);
        const again = asked.get(frame.id)?.again;
        if (again) await wait(again);
      } catch (cause) {
        if (cause.code == 'session_expired') await change(() => {});
        if (mine != person) break;
        // The same person has another session now.
        if (cause.code == 'session_expired' && token && token != used) continue;
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
    const isOld = before?.updated_at > summary.updated_at;
    const seen = Math.max(summary.seen_by_visitor, before?.seen_by_visitor ?? 0);
    const seq = Math.max(summary.seq, before?.seq ?? 0);
    known.set(summary.id, {
      after: summary.seq,
      // As far as one can say without having heard the entries.
      unread: Math.max(0, summary.seq - summary.seen_by_visitor),
      ...before,
      ...(isOld ? {} : summary),
      seq,
      seen_by_visitor: seen,
      ...(seen >= seq && { unread: 0 }),
    });
    if (!isOld && summary.is_ended) ended(summary.id, before?.is_ended === false);
  };

  const ended = (id, isNews) => {
    known.get(id).is_ended = true;
    if (isNews) emit('onConversationEnded', shown(known.get(id)));
  };

  const take = (frame) => {
    const { type, id, conversation } = frame;
    if (type == 'welcome') frame.conversations.forEach(put);
    if (type == 'conversation') put(frame.summary);
    if (type == 'typing') emit('onAgentTyping', { conversationId: conversation, typingIndicator: frame.is_typing });
    if (type == 'entry') arrive(conversation, frame.entry);
    if (type == 'resync') {
      known.delete(conversation);
      needsHello = true;
    }
    if (type == 'ack') {
      asked.get(id)?.done(frame);
      asked.delete(id);
    }
    if (type == 'refused' && asked.has(id)) {
      if (frame.retry_after_ms) asked.get(id).again = frame.retry_after_ms;
      else {
        asked.get(id).refuse(problem(frame.code, 'the relay has refused it'));
        asked.delete(id);
      }
    }
  };

  const fresh = (id, at) => ({ id, after: 0, seq: 0, seen_by_visitor: 0, unread: 0, is_ended: false, created_at: at, updated_at: at });

  const arrive = (conversation, entry) => {
    const mine = known.get(conversation) ?? fresh(conversation, entry.at);
    // Two requests may bring the same; what comes too early comes again.
    if (entry.seq != mine.after + 1) return;
    const { author, content } = entry;
    const isAnswer = content.type == 'message' && author.type == 'agent';
    known.set(conversation, {
      ...mine,
      after: entry.seq,
      seq: Math.max(mine.seq, entry.seq),
      updated_at: Math.max(mine.updated_at, entry.at),
      is_ended: mine.is_ended && content.type != 'message',
      unread: isAnswer ? mine.unread + (entry.seq > mine.seen_by_visitor) : mine.unread,
    });
    if (content.type == 'ended') ended(conversation, !mine.is_ended);
    if (content.type == 'joined') emit('onAgentJoined', { conversationId: conversation, name: author.name });
    if (isAnswer) emit('onMessageReceived', message(conversation, entry));
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
    const counts = [...known.values()].map(({ id, unread }) => [id, unread]);
    return { total: counts.reduce((sum, [, count]) => sum + count, 0), conversations: Object.fromEntries(counts) };
  };

  const tellUnread = () => {
    const now = JSON.stringify(unread());
    if (now != toldUnread && (toldUnread || unread().total)) emit('onUnread', unread());
    toldUnread = now;
  };

  const index = async (lang) => {
    const { help_site: site, locales, locale } = settings;
    if (!site) throw problem('no_knowledge_base', 'this brand names no help site');
    const wanted = (lang ?? locale).replace('_', '-');
    const code = locales.find((known) => known.toLowerCase() == wanted.toLowerCase()) ?? wanted;
    const answer = await fetch(`${site}${code}/api/content.json`).catch(() => 0);
    if (!answer?.ok) throw problem('unavailable', `the help site has nothing for \`${wanted}\``, 'lang');
    const whole = (one) => ({ ...one, url: new URL(one.url, site).href });
    const { name, categories, articles } = await answer.json();
    return { name, categories: categories.map(whole), articles: articles.map(whole) };
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

  /** Reads the visitor's conversations, if there is a visitor. */
  const refresh = async () => {
    await change(() => {});
    token ??= stored();
    if (!token) return;
    if (!isListening) resume(token, true);
    await exchange([], 0, true);
  };

  const send = async (conversationId, { body = '', attachments = [] }) => {
    if (typeof body != 'string' || (!body.trim() && !attachments.length)) {
      throw problem('invalid_argument', 'a message has a text or attachments', 'body');
    }
    await session();
    if (!known.has(conversationId)) await refresh().catch(() => {});
    const files = await attach(attachments);
    const before = known.get(conversationId);
    const open = before?.seq ? {} : { open: { locale: settings.locale, page: location.origin + location.pathname } };
    const id = newId();
    // Whoever writes has seen what was there.
    const seen = before?.seq ? [{ type: 'receipt', conversation: conversationId, delivered: before.seq, seen: before.seq }] : [];
    const { seq, at } = await say({ type: 'send', id, conversation: conversationId, body, files, ...open }, ...seen);
    const mine = known.get(conversationId) ?? fresh(conversationId, at);
    known.set(conversationId, { ...mine, seq: Math.max(mine.seq, seq), seen_by_visitor: Math.max(mine.seen_by_visitor, seq), unread: 0 });
    tellUnread();
    if (!before?.seq) emit('onConversationCreate', shown(known.get(conversationId)));
    return { conversationId, messageId: id, body, sequence: seq, sentAt: iso(at) };
  };

  /** What concerns a person is the widget's; no word is said while it changes hands. */
  const identity = (name, given) =>
    change(async () => {
      account ??= import(`${base}/widget/account.js`).then(({ start }) =>
        start({
          relay,
          settings,
          secret: () => (token ??= stored()),
          problem,
          named,
          pause: () => {
            ear += 1;
            holding?.abort();
          },
          resume,
          on: (event, listener) => heard(event, listener).add(listener),
        }),
      );
      account.catch(() => (account = undefined));
      isChanging = true;
      try {
        return await (await account)[name](given ?? {});
      } finally {
        isChanging = false;
      }
    });

  const calls = {
    addListener: (event, listener) => void heard(event, listener).add(listener),
    removeListener: (event, listener) => void heard(event, listener).delete(listener),
    async createConversation({ message: body, attachments } = {}) {
      const id = newId();
      if (body !== undefined || attachments?.length) await inOrder(() => send(id, { body, attachments }));
      return shown(known.get(id) ?? { id, created_at: Date.now() });
    },
    sendMessage({ conversationId, ...given } = {}) {
      const id = named(conversationId);
      return inOrder(() => send(id, given));
    },
    async getConversations() {
      await refresh();
      return [...known.values()].sort((a, b) => b.updated_at - a.updated_at).map(shown);
    },
    async getOpenConversations() {
      return (await calls.getConversations()).filter((one) => !one.ended);
    },
    async getMessages({ conversationId, before } = {}) {
      const id = named(conversationId);
      if (!known.has(id)) await refresh();
      if (!known.has(id)) throw unknown();
      const frames = await exchange([{ type: 'history', conversation: id, ...(before && { before }) }]);
      const page = frames.find(({ type, conversation }) => type == 'page' && conversation == id);
      if (!page) throw problem(frames.find(({ type }) => type == 'refused')?.code ?? 'unavailable', 'the relay has no such page');
      const messages = page.entries.filter(({ content }) => content.type == 'message').map((entry) => message(id, entry));
      return { messages, hasMore: page.has_more, before: page.entries[0]?.seq };
    },
    async markRead({ conversationId } = {}) {
      const id = named(conversationId);
      if (!known.has(id)) throw unknown();
      const { seq } = known.get(id);
      await exchange([{ type: 'receipt', conversation: id, delivered: seq, seen: seq }]);
      const now = known.get(id);
      if (now) known.set(id, { ...now, seen_by_visitor: Math.max(now.seen_by_visitor, seq), unread: now.seq > seq ? now.unread : 0 });
      tellUnread();
      return null;
    },
    endConversation({ conversationId } = {}) {
      const id = named(conversationId);
      return inOrder(async () => {
        if (!known.has(id)) await refresh();
        if (!known.has(id)) throw unknown();
        await say({ type: 'end', id: newId(), conversation: id });
        if (known.has(id)) ended(id, !known.get(id).is_ended);
        const { createdAt } = shown(known.get(id) ?? fresh(id, Date.now()));
        return { conversationId: id, createdAt, ended: true };
      });
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
    login: (given) => identity('login', given),
    logout: () => identity('logout'),
    isLoggedIn: (given) => identity('isLoggedIn', given),
    describeCustomer: (given) => identity('describeCustomer', given),
    describeConversation: (given) => identity('describeConversation', given),
    async submitSatisfactionForm() {
      throw problem('not_supported', 'this relay asks for no satisfaction');
    },
  };

  async function init(given = {}) {
    options = { ...dataset, ...given };
    relay = options.relayUrl || base;
    const query = new URLSearchParams({
      key: dataset.key || dataset.apiKey || dataset.kustomerApiKey || '',
      brand: options.brandId || '',
      lang: options.lang || document.documentElement.lang,
      mode: '',
      schedule: options.scheduleId || '',
    });
    settings = await request('GET', `/chat/v1/settings?${query}`);
    const changes = settings.changes ?? [];
    // Looks every second: a longer wait would sleep with the machine.
    setInterval(() => {
      const before = settings.availability;
      while (changes[0]?.at <= Date.now()) settings.availability = changes.shift().availability;
      if (before != settings.availability) emit('onAvailabilityChange', { availability: settings.availability });
    }, 1000);
    if (stored()) resume(stored(), true);
    return null;
  }

  /** A call that answers by promise and callback, and never throws. */
  const answered = (call) => (...args) => {
    const isListening = call == calls.addListener || call == calls.removeListener;
    const back = typeof args.at(-1) == 'function' && !isListening && args.pop();
    const promise = (async () => {
      if (call == init) {
        if (starting) throw problem('already_started', '`init` was called');
        starting = init(...args).catch((cause) => {
          starting = undefined;
          throw cause;
        });
        return starting;
      }
      if (!starting) throw problem('not_started', 'call `init` first');
      await starting;
      return call(...args);
    })().catch((cause) => {
      emit('onError', { code: cause.code ?? 'unavailable', title: cause.title ?? cause.message });
      throw Object.assign(Error(cause.title || cause.message || cause.code), { code: 'unavailable' }, cause);
    });
    promise.then((response) => back && back(response), (error) => back && back(undefined, error));
    return promise;
  };

  const core = { init: answered(init) };
  for (const [name, call] of Object.entries(calls)) core[name] = answered(call);
  // At once.
  core.getUnreadCount = (back) => {
    if (typeof back == 'function') back(unread());
    return unread();
  };
  core.isChatAvailable = (back) => {
    const answer = settings?.availability ?? 'disabled';
    if (typeof back == 'function') back(answer);
    return answer;
  };
  w.HelpwrightCore = core;
  ALIAS
})(window, document.currentScript);
