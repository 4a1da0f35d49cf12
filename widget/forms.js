// Forms of the help site in the panel. Loaded when somebody chooses one from the
// first screen: the site's form-tag.js then shows it, as on any other page.
//
//   const forms = start({ locale, say, help })
//
// `help` is what the module with articles exports, and the address of its site.

// The form wears the panel's colours, whatever the site's theme says.
const CSS = `helpwright-form{display:block;color-scheme:light dark;margin-block-start:24px;--ink:var(--kb-ink);--ink-soft:var(--kb-soft);--paper:var(--kb-paper);--raised:var(--kb-paper);--sunken:var(--kb-raised);--tint:var(--kb-raised);--line:var(--kb-line);--control:var(--kb-soft);--fill:var(--kb-head);--on-fill:#fff;--link:var(--kb-link);--focus:var(--kb-link);--caution:var(--kb-bad);--caution-tint:var(--kb-raised);--radius:10px;--radius-large:16px;--weight:650;--tracking:0;--font:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;--font-heading:var(--font)}helpwright-form+.hint{padding-block:0}`;

export function start({ locale, say, help }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  // By id of the form: what somebody wrote is there again.
  const parts = new Map();
  // What somebody wrote is not for whoever comes after a logout.
  addEventListener('helpwright-leave', () => parts.clear());

  /** Shows the form that a link leads to. */
  function toggle(link) {
    const { of: id } = link.dataset;
    const root = link.getRootNode();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    if (!parts.has(id)) parts.set(id, shown(id, link));
    help.put(parts.get(id));
  }

  function shown(id, link) {
    const title = make('h3', { className: 'greeting', tabIndex: -1, dir: 'auto', textContent: link.querySelector('strong').textContent });
    const intro = make('p', { className: 'intro', dir: 'auto', textContent: link.querySelector('.about')?.textContent });
    const form = make('helpwright-form', { lang: locale });
    const note = make('p', { className: 'hint', textContent: say('kb-loading', {}) });
    const part = make('div', { className: 'home' });
    note.setAttribute('role', 'status');
    form.setAttribute('form', id);
    form.setAttribute('site', help.site);
    part.append(title, intro, form, note);
    form.addEventListener('helpwright-ready', () => note.remove());
    const failed = () => {
      // Asked again with the next touch.
      parts.delete(id);
      note.setAttribute('role', 'alert');
      note.textContent = say('forms-failed', {});
      form.replaceWith(make('a', { className: 'whole', href: link.href, target: '_blank', rel: 'noopener', textContent: say('kb-open-page', {}) }));
    };
    form.addEventListener('helpwright-failed', failed);
    const over = () => {
      parts.delete(id);
      intro.remove();
    };
    form.addEventListener('helpwright-submit', over);
    form.addEventListener('helpwright-deflection', ({ detail }) => detail.outcome == 'deflected' && over());
    // A page's policy may forbid the site's script, or the name of its policy.
    import(new URL('form-tag.js', help.site).href).catch(failed);
    return part;
  }

  return { toggle };
}

const make = (name, members) => Object.assign(document.createElement(name), members);
