// The widget in a frame of the relay, for pages whose policy forbids
// WebAssembly. Takes the module's place: the loader notices nothing.
//
// The frame is asked once, at the relay's origin and no other, and answers on a
// port that nobody else has.

const CSS = `.kb-frame{position:absolute;inset-block-end:76px;inset-inline-end:0;inline-size:400px;block-size:min(680px,100dvh - 116px);border:0;border-radius:16px;box-shadow:0 0 0 1px #0001,0 12px 48px #0004;color-scheme:light dark}.kb-frame[hidden]{display:none}.launch[data-unread]::after{content:attr(data-unread);position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:22px;box-sizing:border-box;padding:0 6px;border-radius:13px;background:oklch(52% .2 25);color:#fff;font:600 12px/22px system-ui,sans-serif;text-align:center}@media (max-width:480px),(max-height:480px){.kb-frame{position:fixed;inset:0;inline-size:100%;block-size:100dvh;border-radius:0}}`;
/** How long the frame may take until it answers, in milliseconds. */
const PATIENCE_MS = 15000;

const problem = (code, title) => ({ code, title });

/** As of the module: loads, and answers a function that mounts. */
export async function embed(base, host, options, settings, own, leave) {
  const { origin } = new URL(base);
  const button = host.shadowRoot.firstChild;
  const frame = Object.assign(document.createElement('iframe'), {
    className: 'kb-frame',
    hidden: true,
    title: settings.name,
    src: `${base}/widget/frame?${new URLSearchParams({ key: settings.key })}`,
  });
  const port = await answered(frame, origin, host, { options, settings, page: location.origin + location.pathname });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  host.shadowRoot.adoptedStyleSheets.push(sheet);
  return () => connect(frame, port, button, settings, own, leave);
}

/** The port on which the frame speaks, once it does. */
function answered(frame, origin, host, hello) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done, fail) => {
    const refuse = (code, title) => {
      frame.remove();
      end(fail, problem(code, title));
    };
    const forbidden = (event) => {
      if (event.blockedURI.startsWith(origin)) {
        refuse('wasm_forbidden', `the page's policy forbids WebAssembly and frames; add 'wasm-unsafe-eval' to script-src, or ${origin} to frame-src`);
      }
    };
    const timer = setTimeout(() => refuse('unavailable', 'the frame does not answer; is this page among the origins of the brand?'), PATIENCE_MS);
    const end = (tell, value) => {
      clearTimeout(timer);
      document.removeEventListener('securitypolicyviolation', forbidden);
      tell(value);
    };
    document.addEventListener('securitypolicyviolation', forbidden);
    port1.onmessage = () => end(done, port1);
    frame.onload = () => frame.contentWindow.postMessage(hello, origin, [port2]);
    host.shadowRoot.append(frame);
  });
}

/** Answers the function that does what the page calls. */
function connect(frame, port, button, settings, own, leave) {
  const listeners = new Map();
  const waiting = new Map();
  const viewport = visualViewport;
  let asked = 0;
  let unread = { total: 0, conversations: {} };
  let availability = settings.availability;
  let label = button.ariaLabel;

  const ask = (name, args) =>
    new Promise((done, refuse) => {
      waiting.set(++asked, { done, refuse });
      port.postMessage({ asked, name, args });
    });

  // The keyboard of a phone covers the page: the frame takes what is left.
  const fit = () => {
    frame.style.maxBlockSize = `${viewport.height}px`;
    frame.style.insetBlockStart = viewport.offsetTop ? `${viewport.offsetTop}px` : '';
  };
  viewport?.addEventListener('resize', fit);

  const show = (isOpen) => {
    if (frame.hidden == !isOpen) return;
    frame.hidden = !isOpen;
    button.ariaExpanded = isOpen;
    (isOpen ? frame : button).focus();
  };

  const happened = {
    onOpen: () => show(true),
    onClose: () => show(false),
    onUnread(counts) {
      unread = counts;
      if (counts.total) button.dataset.unread = counts.total > 99 ? '99+' : counts.total;
      else delete button.dataset.unread;
    },
    onAvailabilityChange: (now) => (availability = now?.availability ?? now),
    label: (text) => (button.ariaLabel = text),
  };

  port.onmessage = ({ data: { event, payload, answer, value, error } }) => {
    if (event) {
      happened[event]?.(payload);
      for (const listener of [...(listeners.get(event) ?? [])]) {
        try {
          listener(payload);
        } catch (cause) {
          // A fault of the page is the page's to hear of, and stops nobody else.
          reportError(cause);
        }
      }
      return;
    }
    const { done, refuse } = waiting.get(answer);
    waiting.delete(answer);
    if (error) refuse(error);
    else done(value);
  };

  const heard = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
  const told = (value, back) => {
    if (typeof back == 'function') back(value);
    return value;
  };
  own.getUnreadCount = (back) => told(unread, back);
  own.isChatAvailable = (back) => told(availability, back);
  button.onclick = () => ask(frame.hidden ? 'open' : 'close', []);
  button.onpointerenter = button.onfocus = null;
  button.ariaHasPopup = 'dialog';

  return async ({ name, args, done, refuse }) => {
    try {
      if (/Listener$/.test(name)) {
        heard(args[0])[name == 'addListener' ? 'add' : 'delete'](args[1]);
        return done();
      }
      if (name == 'stop') {
        viewport?.removeEventListener('resize', fit);
        await ask('stop', []);
        port.close();
        frame.remove();
        button.ariaLabel = label;
        leave(problem('not_started', '`stop` was called'));
        return done();
      }
      // What is shown takes the focus; out of sight it would take none.
      if (/^(open|create)/.test(name)) show(true);
      done(await ask(name, args.filter((one) => typeof one != 'function')));
    } catch (cause) {
      refuse(cause);
    }
  };
}
