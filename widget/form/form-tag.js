// A form of a help site on any other page:
//
//   <script async src="https://help.example.com/form-tag.js" data-form="contact"></script>
//
// or where the script is loaded, <helpwright-form form="contact">a link</helpwright-form>,
// whose content stays where the form cannot be had. docs/forms.md tells the rest.
//
// The form is that of the site's own page, in a shadow root, with the site's
// colours: no style goes out and none comes in. Styles are constructed, nothing
// is inline. A page with Trusted Types allows the policy `helpwright-form`.
//
// The widget imports this file as a module and names the site at the element.
(() => {
  const script = document.currentScript;
  const own = script && new URL('.', script.src).href;
  const insert = () => {
    if (!script?.dataset.form) return;
    const element = document.createElement('helpwright-form');
    element.setAttribute('form', script.dataset.form);
    element.setAttribute('site', own);
    if (script.dataset.locale) element.lang = script.dataset.locale;
    script.after(element);
  };
  // What another tag or the widget has defined serves all.
  const known = customElements.get('helpwright-form');
  if (known) {
    known.site ??= own;
    for (const element of document.querySelectorAll('helpwright-form')) element.begin();
    return insert();
  }
  const policy = globalThis.trustedTypes?.createPolicy('helpwright-form', { createHTML: (html) => html });
  const parse = (html) => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
  const get = (address) => fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
    return answer;
  });
  const forms = {};

  // The locale that was asked for, the page's, or the reader's: the first that the form has.
  function choose(locales, wanted) {
    for (let code of [wanted, document.documentElement.lang, ...navigator.languages].filter(Boolean)) {
      for (; code; code = code.replace(/-?[^-]*$/, '')) {
        const found = locales.find((one) => one.toLowerCase() === code.toLowerCase());
        if (found) return found;
      }
    }
    return locales[0];
  }

  // The site's rules for a page hold for the shadow root.
  async function styles(page, base) {
    const links = [...page.querySelectorAll('link[rel=stylesheet]')].map((link) => new URL(link.getAttribute('href'), base));
    const texts = await Promise.all(links.map((link) => get(link).then((answer) => answer.text())));
    // What the page says of all elements with `!important` is inherited from here on.
    const ground = ':host { all: initial; display: block }';
    const ours = `.form, .form-done, .offer-article { color: var(--ink); font: 1rem/1.6 var(--font); letter-spacing: normal; word-spacing: normal; text-transform: none; text-align: start; text-indent: 0; white-space: normal; visibility: visible; cursor: auto; accent-color: var(--fill) }`;
    return [ground, ...texts, ours].map((text) => {
      const sheet = new CSSStyleSheet();
      // A rem is the page's own; here it is what browsers begin with.
      sheet.replaceSync(text.replaceAll(':root', ':host').replace(/([\d.]+)rem\b/g, (_, number) => `${number * 16}px`));
      return sheet;
    });
  }

  async function show(element, site) {
    const id = element.getAttribute('form');
    forms[site] ??= get(`${site}forms.json`).then((answer) => answer.json());
    const form = (await forms[site]).forms.find((one) => one.id === id);
    if (!form) throw new Error(`there is no form ${id} at ${site}`);
    const locale = choose(Object.keys(form.locales), element.lang);
    const base = `${site}${locale}/forms/${form.slug}/`;
    const html = await get(base).then((answer) => answer.text());
    const page = parse(html);
    const shown = document.adoptNode(page.querySelector('form[data-form]'));
    const sheets = await styles(page, base);
    shown.lang = locale;
    shown.dir = page.documentElement.dir;
    shown.setAttribute('aria-label', form.locales[locale].title);
    const source = page.querySelector('script[src*="form-page."]');
    // Without its script the form is as good as a page without scripts has it.
    const { attend } = source ? await import(new URL(source.getAttribute('src'), base).href).catch(() => ({})) : {};
    const root = element.shadowRoot || element.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = sheets;
    root.replaceChildren(shown);
    // In one go: whoever touches it at once is heard.
    attend?.(shown, page, base, parse);
    element.dispatchEvent(new Event('helpwright-ready'));
  }

  customElements.define('helpwright-form', class Form extends HTMLElement {
    static site = own;
    connectedCallback() {
      this.begin();
    }
    begin() {
      const site = this.getAttribute('site') || Form.site;
      // Moved to another place, it is the same form.
      if (this.isBegun || !site) return;
      this.isBegun = true;
      // What stands between the tags stays where the form cannot be had.
      show(this, site).catch((error) => {
        console.warn('helpwright-form:', error.message);
        delete forms[site];
        this.isBegun = false;
        this.dispatchEvent(new Event('helpwright-failed'));
      });
    }
  });
  insert();
})();
