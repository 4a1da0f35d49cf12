// The sound of an answer: two notes, made by the browser. Stands before
// alerts.js, in one file with it.
//
// Tabs that nobody has touched stay silent, and so do all where the visitor
// said so.

/** `key` is that of the widget, `once` runs something in one tab of all. */
function sounds(key, once) {
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
    ring({ messageId }) {
      if (isMuted() || navigator.userActivation?.hasBeenActive === false) return;
      once(`helpwright:${key}:${messageId}`, play);
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
