// What calls the visitor when an answer comes, beside the number on the
// launcher: sound.js and notices.js, which stand before this in one file. Loaded
// with the first answer, or with the menu of a conversation, where the brand
// wants one of them.
//
// Each calls once, however many tabs there are: each tab asks for a lock that
// has the message's name, and whoever has it keeps it for a while.

// How long the other tabs may take to hear of a message, in milliseconds.
const LATE_MS = 5000;

export function start(given) {
  const { key, settings } = given;
  const sound = sounds(key, once);
  const notice = notices(given, once);
  return {
    sound,
    notice,
    /** Calls for a message, as the brand and the visitor want it. */
    ring(message) {
      if (settings.alerts?.sound) sound.ring(message);
      if (settings.alerts?.notifications) notice.ring(message);
    },
    stop: notice.stop,
  };
}

/** Does something unless another tab does it. */
function once(name, act) {
  const first = (lock) => {
    if (!lock) return;
    act();
    return new Promise((done) => setTimeout(done, LATE_MS));
  };
  // Without TLS there are no locks, and every tab is on its own.
  if (!navigator.locks) return void first(true);
  navigator.locks.request(name, { ifAvailable: true }, first);
}
