// Notifications of the browser for answers, where the visitor has asked for
// them in the menu of a conversation. Stands before alerts.js, in one file with
// it.
//
// They are for whoever looks at no page with the widget: a tab that is seen
// takes the lock of a message at once and shows nothing, hidden ones come later.
// embed/account.js forgets the choice when the visitor leaves.

// So long hidden tabs wait for one that is seen, in milliseconds: a browser
// wakes them once in a second.
const HEAD_START_MS = 1000;
// So much of a message is shown, in characters.
const SHOWN_CHARS = 120;

/** `once` runs something in one tab of all. */
function notices({ key, settings, on }, once) {
  const kept = `helpwright:${key}:notices`;
  // What is on the screen, by conversation.
  const shown = new Map();
  const waiting = new Set();

  const isOn = () => {
    try {
      return Notification.permission == 'granted' && !!localStorage[kept];
    } catch {
      return false;
    }
  };

  const keep = (isWanted) => {
    try {
      if (isWanted) localStorage[kept] = 1;
      else delete localStorage[kept];
    } catch {
      // A browser that keeps nothing: it calls nobody.
    }
  };

  // Nothing is listened to while nothing is shown.
  const listen = (how) => {
    document[how]('visibilitychange', returned);
    window[how]('helpwright-leave', stop);
  };
  const forget = (conversationId) => {
    shown.delete(conversationId);
    if (!shown.size) listen('removeEventListener');
  };
  const close = (conversationId) => {
    shown.get(conversationId).close();
    forget(conversationId);
  };
  const stop = () => {
    for (const timer of waiting) clearTimeout(timer);
    waiting.clear();
    for (const conversationId of [...shown.keys()]) close(conversationId);
  };
  const returned = () => document.hidden || stop();

  // What was seen in another tab or on another device calls no more.
  on('onUnread', ({ conversations }) => {
    for (const conversationId of [...shown.keys()]) if (!conversations[conversationId]) close(conversationId);
  });

  const show = ({ conversationId, name, body }) => {
    let notice;
    try {
      const text = [...body].slice(0, SHOWN_CHARS).join('');
      // One of the same conversation gives its place to this one.
      notice = new Notification(name || settings.name, { body: text, tag: conversationId });
    } catch {
      // Browsers of phones have the constructor, and refuse to use it.
      return keep(false);
    }
    shown.set(conversationId, notice);
    listen('addEventListener');
    notice.onclick = () => {
      window.focus();
      window.Helpwright?.openConversationById({ conversationId });
      notice.close();
      forget(conversationId);
    };
    notice.onclose = () => shown.get(conversationId) == notice && forget(conversationId);
  };

  return {
    isOn,
    // A page in a frame of another site may ask for nothing: nor does the relay's own frame.
    isPossible: () => isSecureContext && window == top && typeof Notification == 'function' && Notification.permission != 'denied',
    /** Keeps what was chosen. Asks the browser where it has to be asked: then it answers a promise. */
    choose(isWanted) {
      if (!isWanted || Notification.permission == 'granted') return keep(isWanted);
      return Notification.requestPermission().then((answer) => {
        if (answer != 'granted') throw Error(answer);
        keep(true);
      });
    },
    /** Shows a message, unless somebody is here to see it. */
    ring(message) {
      if (!isOn()) return;
      const lock = `helpwright:${key}:${message.messageId}:notice`;
      if (!document.hidden) return once(lock, () => 0);
      const timer = setTimeout(() => {
        waiting.delete(timer);
        if (document.hidden && isOn()) once(lock, () => show(message));
      }, HEAD_START_MS);
      waiting.add(timer);
    },
    stop,
  };
}
