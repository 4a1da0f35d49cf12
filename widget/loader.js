// The one script that a host page loads:
//
//   <script async src="https://chat.example.com/widget.js" data-key="KEY"></script>
//
// It asks for the brand's settings, paints the launcher, and keeps calls to
// `Helpwright` until the widget is here: embed/api.js, which comes with the
// module when somebody touches the launcher or a call needs it, and for whoever
// wrote before when the page is idle, so that answers are announced.
//
// Every visitor of every page loads this file: what is not needed before the
// first touch belongs into embed/. Comments and needless spaces are taken away
// and names shortened before it is served: see xtask/src/wasm/loader.rs.
((w, d) => {
  let script = d.currentScript, dataset = script.dataset, base = new URL(dataset.settings ? '.' : '/', script.src).href.slice(0, -1), early = w.Helpwright, off = { code: 'not_started' },
    queue, perform, host, options, settings, loading;

  // What answers at once, and in the end every function of the widget.
  let own = { push: ([name, ...args]) => api[name](...args) };

  // Every call is a promise that nobody has to look at, and tells the callback
  // `(response, error)`, if it has one: the function of a listener is none.
  let api = new Proxy(own, {
    get: (_, name) => own[name] || name != 'then' && ((...args) => {
      let back = /Lis/.test(name) || args.at(-1), promise = new Promise((done, fail) => perform({
        name,
        args,
        done: done,
        refuse: cause => fail(Object.assign(Error(cause.title || cause.code), { code: 'unavailable' }, cause)),
      }));
      promise.then(back, error => back?.call?.(0, void 0, error));
      return promise;
    }),
  });

  let idle = w.requestIdleCallback || setTimeout;

  // Nothing runs.
  let rest = () => {
    queue = [];
    settings = host = loading = 0;
    perform = job => job.name == 'start' ? start(job) : job.refuse(off);
    own.getUnreadCount = () => ({ total: 0, conversations: {} });
    own.isChatAvailable = () => settings.availability || 'disabled';
  };

  let start = first => {
    let mine = host = d.createElement('kb-widget');
    options = { ...dataset, ...first.args[0] };
    queue = [first];
    perform = job => {
      if (job.name == 'stop') job.done(stop(off));
      else if (job.name == 'start') job.refuse({ code: 'already_started' });
      else queue.push(job), wake();
    };
    fetch((options.relayUrl || base) + (dataset.settings || '/chat/v1/settings') + '?' + new URLSearchParams({
      key: dataset.key || dataset.apiKey || '',
      brand: options.brandId || '',
      lang: options.lang || d.documentElement.lang,
      mode: options.mode || '',
      schedule: options.scheduleId || '',
    })).then(answer => answer.json()).then(answer => {
      if (answer.code) throw answer;
      if (host == mine) settings = answer, paint(), turn(), queue.shift(), first.done(), wake();
    }).catch(cause => host == mine && stop(cause));
  };

  let refuse = cause => queue.splice(0).map(job => job.refuse(cause));

  let stop = cause => {
    host.remove();
    refuse(cause);
    rest();
  };

  let paint = () => {
    let css = new CSSStyleSheet();
    css.replaceSync(':host{all:initial!important;position:fixed!important;bottom:max(20px,env(safe-area-inset-bottom))!important;inset-inline-' + (options.position || 'end') + ':20px!important;z-index:' + (options.zIndex || 2147483647) + '!important;--kb-brand:' + settings.color + '}.launch{all:unset;width:' + ({ small: 48, large: 72 }[options.size] || 60) + 'px;aspect-ratio:1;border-radius:50%;background:var(--kb-brand);cursor:pointer;display:grid;place-items:center;box-shadow:0 4px 16px #0005;forced-color-adjust:none}.launch[hidden]{display:none}.launch:before{content:"";width:26px;aspect-ratio:1;border-radius:50% 50% 50% 9%;background:#fff}.launch:focus-visible{outline:auto}@media print{:host{display:none!important}}');
    Object.assign(host, { lang: settings.locale, dir: settings.direction }).attachShadow({ mode: 'open' }).append(Object.assign(d.createElement('button'), {
      className: 'launch',
      ariaLabel: settings.label,
      onclick: () => api.open(),
      onpointerenter: load,
      onfocus: load,
    }));
    host.shadowRoot.adoptedStyleSheets = [css];
    d.documentElement.append(host);
    try {
      if (localStorage['helpwright:' + settings.key + ':token'] || sessionStorage['helpwright:' + settings.key + ':open']) idle(load);
    } catch {}
    // Where it cannot be loaded, the page goes on without.
    if (settings.idle) idle(() => import(base + settings.idle).then(module => module.start(base, host, options, settings, own, api, queue)).catch(wake));
  };

  // Changes the availability at the moments that the settings name. Looks every
  // second until the last one: a longer wait would sleep with the machine.
  let turn = () => {
    let list = settings.changes || [];
    while (list[0]?.at <= Date.now()) settings.availability = list.shift().availability;
    if (settings) host.shadowRoot.firstChild.hidden = options.hideChatIcon || !/line|kb|both/.test(settings.availability + settings.mode);
    if (list[0]) setTimeout(turn, 1e3);
  };

  let wake = () => queue.some(job => !/Lis|clo|tra/.test(job.name)) && load();

  let load = () => {
    let mine = host;
    if (settings && !loading) loading = import(base + '/widget/kb_widget' + (/kb|both/.test(settings.mode) ? '_kb' : '') + '.js').then(module => module.embed(base, host, options, settings, own, stop)).then(
      found => host == mine && queue.splice(0).map(perform = found()),
      cause => {
        // The next touch tries again.
        if (host == mine) refuse(cause), loading = 0;
      },
    );
  };

  // The script stands in the page twice: the first one goes on.
  if (early?.start) return early.start();
  w.Helpwright = api;
  rest();
  if (dataset.key || dataset.settings) api.start();
  early?.map(own.push);
})(window, document);
