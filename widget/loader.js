// The one script that a host page loads:
//
//   <script async src="https://chat.example.com/widget.js" data-key="KEY"></script>
//
// It asks for the brand's settings, paints the launcher, and keeps calls to
// `Helpwright` until the widget is here. The widget itself is loaded when
// somebody touches the launcher or a function needs it, and for whoever wrote
// before when the page is idle, so that answers are announced.
//
// Written to be small: only line comments and indentation are taken away
// before it is served. LABELS is put in then: the launcher's label in every
// locale.
(function (w, d) {
  var script = d.currentScript, options = script.dataset, origin = new URL(script.src).origin,
    base = origin + '/widget/', key = options.key, queue = [], early = w.Helpwright, H = {},
    host, button, settings, api, module, loading, locale, labels = LABELS;

  function fail(code, args) {
    var callback = args[args.length - 1];
    if (typeof callback == 'function') callback(void 0, Object.assign(Error(code), { code: code }));
  }

  function perform(name, args) {
    if (name == 'start') return start(args);
    if (!host) return fail('not_started', args);
    if (name == 'stop') return stop();
    if (api) return api(name, args);
    if (name == 'isChatAvailable') return settings ? settings.availability : 'offline';
    if (name == 'getUnreadCount') return { total: 0, conversations: {} };
    queue.push([name, args]);
    if (/^(open|create)/.test(name)) load();
  }

  function start(args) {
    if (host) return fail('already_started', args);
    var mine = host = d.createElement('kb-widget'), wanted;
    w.Helpwright = H;
    wanted = args[0] && args[0].lang || options.locale || d.documentElement.lang || navigator.language;
    fetch(origin + '/chat/v1/settings?key=' + key, { credentials: 'omit' }).then(function (r) {
      if (!r.ok) throw r;
      return r.json();
    }).then(function (s) {
      if (host != mine) return;
      settings = s;
      locale = pick(wanted.replace('_', '-'), s.locales) || pick(wanted.split(/[-_]/)[0], s.locales) || s.locales[0];
      if (!/online|offline/.test(s.availability)) return;
      paint();
      if (queue.some(function (c) { return /^(open|create)/.test(c[0]); })) load();
      args.length && typeof args[args.length - 1] == 'function' && args[args.length - 1](null);
    }).catch(function () {
      if (host == mine) host = 0;
      fail('unavailable', args);
      queue.splice(0).map(function (c) { fail('unavailable', c[1]); });
    });
  }

  function pick(wanted, locales) {
    return locales.find(function (l) { return l.toLowerCase() == wanted.toLowerCase(); }) ||
      locales.find(function (l) { return l.split('-')[0] == wanted; });
  }

  function sheet(root, css) {
    var s = new CSSStyleSheet();
    s.replaceSync(css);
    root.adoptedStyleSheets = root.adoptedStyleSheets.concat(s);
  }

  function svg(name, attributes) {
    var node = d.createElementNS('http://www.w3.org/2000/svg', name);
    for (var k in attributes) node.setAttribute(k, attributes[k]);
    return node;
  }

  function paint() {
    var root = host.attachShadow({ mode: 'open' }), icon = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': true });
    sheet(root, ':host{all:initial!important;display:block!important;position:fixed!important;inset-block-end:max(20px,env(safe-area-inset-bottom))!important;inset-inline-end:20px!important;z-index:var(--kb-z,2147483000)!important;--kb-brand:' + settings.color + '}.launch{all:unset;box-sizing:border-box;inline-size:60px;block-size:60px;border-radius:50%;background:var(--kb-brand);cursor:pointer;display:grid;place-items:center;box-shadow:0 2px 6px #0003,0 8px 24px #0003}.launch svg{inline-size:28px;fill:none;stroke:#fff;stroke-width:1.8;stroke-linejoin:round}.launch:focus-visible{outline:2px solid;outline-offset:3px}@media print{:host{display:none!important}}');
    host.lang = locale;
    host.dir = /^(ar|he)/.test(locale) ? 'rtl' : 'ltr';
    button = d.createElement('button');
    button.type = 'button';
    button.className = 'launch';
    button.setAttribute('aria-label', labels[locale] || labels.en);
    button.setAttribute('aria-haspopup', 'dialog');
    button.setAttribute('aria-expanded', false);
    icon.append(svg('path', { d: 'M12 4c5 0 9 3.3 9 7.5S17 19 12 19c-1 0-2-.1-2.900-.4L4 20.500l1.200-4C3.800 15.200 3 13.400 3 11.500 3 7.300 7 4 12 4z' }));
    button.append(icon);
    button.onclick = function () { perform('open', []); };
    button.onpointerenter = button.onfocus = button.ontouchstart = load;
    root.append(button);
    d.body.append(host);
    try {
      if (localStorage['helpwright:' + key + ':token'] && !(navigator.connection || {}).saveData)
        (w.requestIdleCallback || setTimeout)(load);
    } catch (e) {}
  }

  function get(file, kind) {
    return fetch(base + file, { credentials: 'omit' }).then(function (r) { return r[kind](); });
  }

  function load() {
    if (loading || !button) return;
    var mine = loading = host;
    try {
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch (e) {
      return queue.splice(0).map(function (c) { fail('wasm_forbidden', c[1]); });
    }
    Promise.all([
      import(base + 'kb_widget.js').then(function (m) {
        module = m;
        return m.default({ module_or_path: base + 'kb_widget_bg.wasm' });
      }),
      get('widget.css', 'text'),
      get('messages/' + locale + '.json', 'json'),
    ]).then(function (all) {
      if (host != mine) return;
      sheet(host.shadowRoot, all[1]);
      button.onclick = button.onpointerenter = button.onfocus = button.ontouchstart = null;
      module.start(button, { origin: origin, key: key, locale: locale, settings: settings, messages: all[2], files: function () { return import(base + 'files.js'); } });
      api = module.call;
      queue.splice(0).map(function (c) { api(c[0], c[1]); });
    }).catch(function () {
      // The next touch tries again.
      loading = 0;
      queue.splice(0).map(function (c) { fail('unavailable', c[1]); });
    });
  }

  function stop() {
    if (api) module.stop();
    host.remove();
    queue.splice(0).map(function (c) { fail('not_started', c[1]); });
    host = button = api = loading = settings = 0;
    if (w.Helpwright == H) delete w.Helpwright;
  }

  'start stop open close addListener removeListener getUnreadCount createConversation isChatAvailable'.split(' ').map(function (name) {
    H[name] = function () { return perform(name, [].slice.call(arguments)); };
  });
  H.push = function (c) { H[c[0]].apply(H, c.slice(1)); };
  w.Helpwright = H;
  function begin() {
    if (options.start != 'manual') start([]);
    if (Array.isArray(early)) early.map(H.push);
  }
  d.body ? begin() : d.addEventListener('DOMContentLoaded', begin);
})(window, document);
