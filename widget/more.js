// What one seldom wants of a conversation: its text as a file, and to be called
// otherwise when an answer comes.
// Loaded when somebody opens the menu for the first time.
//
//   const more = start({ relay, settings, locale, isRightToLeft, token, say, alerts })
//
// `token` gives a promise of the session's secret, `say(id, values)` a text,
// `alerts` is what alerts.js started, where the brand wants a sound or notices.

const CSS = `.menu{position:absolute;inset-block-start:64px;inset-inline-end:12px;z-index:1;min-inline-size:220px;max-inline-size:calc(100% - 24px);box-sizing:border-box;padding:6px;border-radius:10px;background:var(--kb-paper);color:var(--kb-ink);box-shadow:0 0 0 1px var(--kb-line),0 8px 24px #0003}.menu button{display:flex;gap:8px;inline-size:100%;padding:11px 12px;border-radius:6px;font-size:15px}.menu button:hover,.menu button:focus-visible{background:var(--kb-raised)}.menu button:focus-visible{outline-offset:-2px}.menu:has([aria-checked]) button::before{content:"";inline-size:1em;flex:none}.menu button[aria-checked=true]::before{content:"✓"}.menu p{padding:8px 12px;color:var(--kb-soft);font-size:14px}@media (forced-colors:active){.menu{border:1px solid}}`;
// How long a browser may take to begin to write a file it was given, in ms.
const KEPT_MS = 60000;
// A text between these has a direction of its own: Unicode, UAX 9.
const isolated = (text) => `\u2068${text}\u2069`;

export function start({ relay, settings, locale, isRightToLeft, token, say, alerts }) {
  let open;

  /** Opens the menu of a button, or closes it. */
  function toggle(button) {
    if (open) return close();
    const panel = button.closest('.panel');
    const root = button.getRootNode();
    if (!root.adoptedStyleSheets.some((sheet) => sheet.isOfMenu)) {
      const sheet = Object.assign(new CSSStyleSheet(), { isOfMenu: true });
      sheet.replaceSync(CSS);
      root.adoptedStyleSheets.push(sheet);
    }
    const menu = element('div', { className: 'menu', ariaLabel: button.ariaLabel });
    const items = [item('more-transcript', () => save(button.dataset.of))];
    const wanted = (alerts && settings.alerts) || {};
    if (wanted.sound) {
      const isOn = !alerts.sound.isMuted();
      items.push(choice(item('more-sound', () => void alerts.sound.mute(isOn)), isOn));
    }
    if (wanted.notifications && alerts.notice.isPossible()) {
      const isOn = alerts.notice.isOn();
      const each = item('more-notify', () => alerts.notice.choose(!isOn), 'more-notify-asking', 'more-notify-refused');
      items.push(choice(each, isOn));
    }
    menu.append(...items);

    /** Makes an item one that is on or off. */
    function choice(each, isOn) {
      each.setAttribute('role', 'menuitemcheckbox');
      each.ariaChecked = String(isOn);
      return each;
    }

    /** Does what was chosen; says so where it takes time or fails. */
    function item(text, act, busy = 'more-saving', failed = 'more-failed') {
      const each = element('button', { type: 'button', tabIndex: -1, textContent: say(text, {}) });
      each.setAttribute('role', 'menuitem');
      each.onclick = async () => {
        const done = act();
        if (!done) return close(true);
        const note = element('p', { textContent: say(busy, {}) });
        note.setAttribute('role', 'status');
        menu.replaceChildren(note);
        menu.tabIndex = -1;
        menu.focus();
        try {
          await done;
          if (open?.menu == menu) close(true);
        } catch {
          note.setAttribute('role', 'alert');
          note.textContent = say(failed, {});
        }
      };
      return each;
    }

    const pressed = (event) => {
      const at = items.indexOf(root.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
      if (event.key == 'Escape') {
        event.stopPropagation();
        close(true);
      } else if (event.key == 'Tab') close(true);
      else if (to !== undefined) {
        event.preventDefault();
        items.at(to % items.length).focus();
      }
    };
    const left = (event) => {
      const path = event.composedPath();
      if (!path.includes(menu) && !path.includes(button)) close();
    };
    menu.addEventListener('keydown', pressed);
    document.addEventListener('pointerdown', left, true);
    open = { menu, button, left };
    menu.setAttribute('role', 'menu');
    button.setAttribute('aria-expanded', 'true');
    panel.append(menu);
    items[0].focus();
  }

  function close(goesBack) {
    const { menu, button, left } = open;
    open = 0;
    document.removeEventListener('pointerdown', left, true);
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    if (goesBack) button.focus();
  }

  /** Saves a conversation as a text file. */
  async function save(conversation) {
    const entries = await all(conversation);
    const mark = isRightToLeft ? '\u200f' : '\u200e';
    // Some programs read a file as UTF-8 only with this mark, and lines only
    // with both ends.
    const lines = written(entries).map((line) => line && mark + line);
    const blob = new Blob(['\ufeff' + lines.join('\r\n') + '\r\n'], { type: 'text/plain;charset=utf-8' });
    const href = URL.createObjectURL(blob);
    const day = new Date(entries[0]?.at ?? Date.now()).toISOString().slice(0, 10);
    element('a', { href, download: `${say('more-file', {})} ${day}.txt` }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
  }

  /** Every entry that the visitor may see, the first one first. */
  async function all(conversation) {
    const entries = [];
    const secret = await token();
    let before;
    for (let hasMore = true; hasMore; ) {
      const answer = await fetch(`${relay}/chat/v1/exchange`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer ' + secret },
        body: JSON.stringify({
          version: 1,
          hello: false,
          positions: [],
          frames: [{ type: 'history', conversation, before }],
          wait_ms: 0,
        }),
      });
      if (!answer.ok) throw Error(answer.status);
      const { frames } = await answer.json();
      const got = frames.find((frame) => frame.type == 'page' && frame.conversation == conversation);
      if (!got) throw Error('no page');
      entries.unshift(...got.entries);
      before = got.entries[0]?.seq;
      hasMore = got.has_more && before > 1;
    }
    return entries;
  }

  /** Lines: a heading for each day, then who said what and when. */
  function written(entries) {
    const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    const lines = [];
    let last;
    for (const { at, author, content } of entries) {
      const words = said(author, content);
      if (!words) continue;
      const date = day.format(at);
      if (date != last) lines.push(...(last ? [''] : []), date, '');
      last = date;
      const [first, ...rest] = words.split('\n');
      lines.push(`${isolated(time.format(at))}  ${first}`, ...rest.map((line) => '    ' + line));
    }
    return lines;
  }

  function said(author, content) {
    const name = author.type == 'visitor' ? say('more-you', {}) : author.name;
    if (content.type == 'message') {
      const files = (content.files ?? []).map((file) => `[${isolated(file.name)}]`);
      const body = content.body ? content.body.split(/\r?\n/).map(isolated) : [];
      return `${isolated(name)}: ${[...body, ...files].join('\n')}`;
    }
    if (content.type == 'joined') return say('conversation-joined', { name: author.name });
    if (content.type == 'ended') return say('more-ended', {});
    // What the relay wrote to the visitor.
    return content.body ? isolated(content.body) : '';
  }

  return { toggle, stop: () => open && close() };
}

function element(name, members) {
  return Object.assign(document.createElement(name), members);
}
