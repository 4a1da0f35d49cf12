// Opens the panel where it was open on the page before, in the same tab: the
// conversation or article, and how far it was scrolled. Loaded only then. The
// page keeps the focus.

// So long an answer of the relay is waited for before the panel opens.
const PATIENCE_MS = 1000;
// So long older lines may take to come, before scrolling is the visitor's.
const SCROLL_MS = 5000;

const pause = (ms) => new Promise((over) => setTimeout(over, ms));

export async function resume({ before, panel, show, look, begin, known, attend, read }) {
  const [view, top] = JSON.parse(before);
  const wrapper = panel().parentNode;
  const root = wrapper.parentNode;
  const launcher = root.firstChild;
  // Whoever writes in the panel already stays there.
  const isLate = () => !panel()?.isConnected || (panel().contains(root.activeElement) && root.activeElement.value);
  // What cannot have the focus takes none, unless it has it already: whoever
  // presses the launcher gets a panel that can be used.
  const free = () => (wrapper.inert = false);
  const quietly = async (act) => {
    wrapper.inert = !panel().contains(root.activeElement);
    launcher.addEventListener('click', free, true);
    try {
      await act();
      await pause(0);
    } finally {
      free();
      launcher.removeEventListener('click', free, true);
    }
  };
  const isPage = /\//.test(view);
  const isNew = view == 'new';
  const ready = isPage || isNew ? 0 : known().catch(() => 0);
  await Promise.race([ready, pause(PATIENCE_MS)]);
  if (isLate()) return;
  // A page opens the panel once it is here: nobody waits in one that is inert.
  if (isPage) await quietly(() => read && read(view));
  if (!panel()?.isConnected) return;
  await quietly(() => show(true));
  if (!view) return scroll(panel(), top);
  if (isPage) {
    // Where the focus would have come.
    const title = panel()?.querySelector('.page .greeting');
    if (title) attend({ target: title });
  } else if (isNew) await quietly(() => begin());
  else {
    await ready;
    // The visitor may have gone elsewhere meanwhile.
    if (isLate() || panel().hidden || panel().dataset.view) return;
    await quietly(() => look(view));
  }
  scroll(panel(), top);
}

/** Scrolls as far as before, as soon as there is so much. */
function scroll(panel, top) {
  const box = panel?.querySelector('.log,.home');
  if (!top || !box) return;
  const put = () => {
    box.scrollTop = top;
    if (Math.abs(box.scrollTop - top) < 2) lines.disconnect();
  };
  const lines = new ResizeObserver(put);
  lines.observe(box.firstElementChild);
  for (const touch of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    panel.addEventListener(touch, () => lines.disconnect(), { once: true, passive: true });
  }
  setTimeout(() => lines.disconnect(), SCROLL_MS);
}
