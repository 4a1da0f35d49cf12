// The sound of an answer: two notes, made by the browser. Loaded with the first
// answer, where the brand wants it.
//
// It is heard once, however many tabs there are: each tab asks for a lock that
// has the message's name, and whoever has it keeps it for a while. Tabs that
// nobody has touched stay silent, and so do all where the visitor said so.

// How long the other tabs may take to hear of a message, in milliseconds.
const LATE_MS = 5000;

/** `key` is that of the widget. */
export function start({ key }) {
  const kept = `helpwright:${key}:muted`;

  const isMuted = () => {
    try {
      return !!localStorage[kept];
    } catch {
      return false;
    }
  };

  return {
    isMuted,
    mute(isOn) {
      try {
        if (isOn) localStorage[kept] = 1;
        else delete localStorage[kept];
      } catch {
        // A browser that keeps nothing: the next page sounds again.
      }
    },
    /** Sounds for a message, unless it may not. */
    ring(message) {
      if (isMuted() || navigator.userActivation?.hasBeenActive === false) return;
      const once = (lock) => {
        if (!lock) return;
        play();
        return new Promise((done) => setTimeout(done, LATE_MS));
      };
      // Without TLS there are no locks, and every tab is on its own.
      if (!navigator.locks) return void once(true);
      navigator.locks.request(`helpwright:${key}:${message}`, { ifAvailable: true }, once);
    },
  };
}

function play() {
  const context = new AudioContext();
  const loudness = context.createGain();
  const now = context.currentTime;
  loudness.connect(context.destination);
  loudness.gain.setValueAtTime(0, now);
  // A fifth, soft: C sharp, then G sharp.
  for (const [pitch, at] of [[554, 0], [831, 0.12]]) {
    const note = context.createOscillator();
    note.frequency.value = pitch;
    note.connect(loudness);
    loudness.gain.linearRampToValueAtTime(0.15, now + at + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.001, now + at + 0.3);
    note.start(now + at);
    note.stop(now + at + 0.32);
    if (at) note.onended = () => context.close();
  }
}
