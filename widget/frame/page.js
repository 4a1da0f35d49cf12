// Inside the frame: mounts the widget on a page of its own, and does what the
// host page asks through the port that it brought.

const base = location.origin;
const origins = document.body.dataset.origins.split(' ');
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
  'onDeflection',
  'onFormSubmit',
  'onError',
];

addEventListener('message', hello);

// The first page that asks is the only one: nobody else is answered any more.
function hello({ source, origin, data, ports }) {
  if (source != parent || !origins.includes(origin) || !ports.length) return;
  removeEventListener('message', hello);
  begin(ports[0], data);
}

async function begin(port, { options, settings, page }) {
  document.documentElement.lang = settings.locale;
  document.title = settings.name;
  const host = document.createElement('kb-widget');
  Object.assign(host, { lang: settings.locale, dir: settings.direction });
  host.style.setProperty('--kb-brand', settings.color);
  const button = Object.assign(document.createElement('button'), { hidden: true });
  host.attachShadow({ mode: 'open' }).append(button);
  document.body.append(host);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.panel{position:fixed!important;inset:0!important;inline-size:auto!important;block-size:auto!important;border-radius:0!important;box-shadow:none!important;animation:none!important}');

  const { embed } = await import(`${base}/widget/kb_widget${/kb|both/.test(settings.mode) ? '_kb' : ''}.js`);
  const mount = await embed(base, host, { ...options, relayUrl: base, page, hideChatIcon: true }, settings, {}, () => host.remove());
  const perform = mount();
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  const call = (name, args) => new Promise((done, refuse) => perform({ name, args, done, refuse }));

  for (const event of EVENTS) call('addListener', [event, (payload) => port.postMessage({ event, payload })]);
  // What the launcher is called changes with what is new.
  new MutationObserver(() => port.postMessage({ event: 'label', payload: button.ariaLabel })).observe(button, {
    attributeFilter: ['aria-label'],
  });
  port.onmessage = async ({ data: { asked, name, args } }) => {
    try {
      port.postMessage({ answer: asked, value: await call(name, args) });
    } catch ({ code, title, source }) {
      port.postMessage({ answer: asked, error: { code, title, source } });
    }
  };
  port.postMessage({ event: 'ready' });
}
