// For pages that were written for another chat SDK: the same global name, the
// same event, the same calls. Only the script's address and the key in the
// page have to change; docs/embedding.md has the table. Served under the path
// that the other script has, with our loader in it, so that it is one request.
((w, script) => {
  const { dataset } = script;
  dataset.apiKey ??= dataset.kustomerApiKey ?? '';
  LOADER
  const own = w.Helpwright;
  const later = (name, now) => (...args) => {
    console.warn(`Kustomer.${name} is of version 1: call ${now}`);
    return OLD[name](...args);
  };
  const METHODS = [
    'open', 'close', 'login', 'logout', 'isLoggedIn', 'describeCustomer', 'describeConversation', 'addListener',
    'removeListener', 'isChatAvailable', 'createConversation', 'openConversationById', 'getOpenConversations',
    'openKbArticle', 'openKbCategory', 'getUnreadCount',
  ];
  // What version 1 calls otherwise.
  const OLD = {
    identify: (jwtToken, back) => own.login({ jwtToken }, back),
    describe: (what, given, back) => own[what == 'conversation' ? 'describeConversation' : 'describeCustomer'](given, back),
    on: (event, listener) => own.addListener(event, listener),
    clear: (back) => own.logout(back),
    track: () => Promise.resolve(),
  };
  const NOW = {
    identify: 'login({ jwtToken })',
    describe: 'describeCustomer or describeConversation',
    on: 'addListener',
    clear: 'logout',
    track: 'nothing, it has no successor',
  };
  const alias = {
    start(...args) {
      // Other functions exist from the callback on, as pages written for the
      // other SDK expect.
      const back = typeof args.at(-1) == 'function' ? args.pop() : () => {};
      const started = own.start(...args);
      started.then(
        (response) => {
          for (const name of METHODS) alias[name] = own[name];
          for (const [name, now] of Object.entries(NOW)) alias[name] = later(name, now);
          alias.stop = (...given) => {
            for (const name of [...METHODS, ...Object.keys(OLD), 'stop']) delete alias[name];
            return own.stop(...given);
          };
          back(response);
        },
        (error) => back(void 0, error),
      );
      return started;
    },
  };
  // Of version 1 too, and needed before `start`; it is not listed.
  Object.defineProperty(alias, 'init', {
    value(key) {
      console.warn('Kustomer.init is of version 1: write the key into the script tag');
      dataset.apiKey = key;
    },
  });
  w.Kustomer = alias;
  w.dispatchEvent(new Event('kustomerLoaded'));
})(window, document.currentScript);
