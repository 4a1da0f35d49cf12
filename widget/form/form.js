// A form while somebody fills it in: conditions, pages, mistakes, files, offered
// articles, sending. The page is the form already and can be sent without this;
// what is shown, needed and accepted is decided by form.wasm, the check that the
// relay runs too.
//
//   start(form, { say, lang, base, parse, check, search, records, home, allowed })
//
// `form` has the markup of themes/plain/templates/form.html, perhaps in a shadow
// root; `say(id, ...values)` is a text, `say.count(number)`
// heads so many mistakes. suggest.js stands before it.

// Numbers tried at a time: a few milliseconds on a slow phone.
const SLICE = 1500;
// Who is silent for so long is taken to be away, in ms.
const PATIENCE_MS = 15000;
// A busy page may have no idle moment for long: then after so many ms all the same.
const IDLE_MS = 250;
// Where there is nobody to wait for an idle moment.
const idle = () => new Promise((done) => { (globalThis.requestIdleCallback || setTimeout)(done, { timeout: IDLE_MS }); });

/** How long a wait is, as “in 12 seconds”. */
function soon(ms, locale) {
  const seconds = Math.ceil(ms / 1000), forms = new Intl.RelativeTimeFormat(locale);
  return seconds < 90 ? forms.format(seconds, 'second') : forms.format(Math.ceil(seconds / 60), 'minute');
}

/** Loads the check and gives it a form. */
async function openCheck(wasm, form) {
  const [module, document] = await Promise.all([
    fetch(wasm).then((answer) => answer.arrayBuffer()).then((bytes) => WebAssembly.instantiate(bytes)),
    fetch(form).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} for ${form}`);
      return answer.arrayBuffer();
    }),
  ]);
  const wise = module.instance.exports;
  const put = (bytes) => {
    const at = wise.reserve(bytes.length);
    new Uint8Array(wise.memory.buffer, at, bytes.length).set(bytes);
  };
  const text = (words) => new TextEncoder().encode(words);
  put(new Uint8Array(document));
  if (wise.open()) throw new Error('the form cannot be read');
  return {
    form: JSON.parse(new TextDecoder().decode(document)),
    look(answers, step) {
      put(text(JSON.stringify(answers)));
      wise.look(step);
      const output = new Uint8Array(wise.memory.buffer, wise.output(), wise.output_length());
      return JSON.parse(new TextDecoder().decode(output));
    },
    /** Solves a challenge in idle moments, and at once when somebody waits for it. */
    async solve({ token, bits }, isAwaited) {
      for (let from = 0; ; from += SLICE) {
        // Another challenge may have come in between.
        put(text(token));
        wise.begin();
        const nonce = wise.seek(bits, from, SLICE);
        if (nonce !== 0xffffffff && nonce !== -1) return { token, nonce };
        await (isAwaited() ? new Promise((done) => { setTimeout(done); }) : idle());
      }
    },
  };
}

const read = (html) => new DOMParser().parseFromString(html, 'text/html');

export async function start(form, { say, lang, base, parse = read, check: parts, search, records, home, allowed }) {
  const { way, relay, key, mail } = form.dataset;
  const root = form.getRootNode();
  const began = Date.now();
  const locale = lang;
  const check = await openCheck(parts.wasm, parts.form);
  const steps = [...form.querySelectorAll('[data-step]')];
  const fields = new Map([...form.querySelectorAll('[data-field]')].map((box) => [box.dataset.field, box]));
  const known = new Map(check.form.steps.flatMap((step) => step.fields).map((field) => [field.id, field]));
  const controls = (id) => [...form.elements].filter((control) => control.name === id && control.localName !== 'fieldset');
  const submit = form.querySelector('[type=submit]');
  const label = form.querySelector('[data-send]');
  const back = form.querySelector('[data-back]');
  const status = make('p', { class: 'visually-hidden', role: 'status' });
  const chosen = new Map();
  let current = 0, errors, note, sending, shown, state, instead;

  form.noValidate = true;
  form.prepend(status);
  const progress = steps.length > 1 && make('ol', { class: 'progress', 'aria-hidden': 'true' }, ...steps.map(() => make('li', {})));
  if (progress) steps[0].before(progress);
  for (const step of steps) step.disabled = false;
  const announce = (words) => { status.textContent = words; };

  // Answers: texts by field, as the check and the relay take them.
  function answers(only) {
    const all = {};
    for (const id of known.keys()) {
      if (only && !only.has(id)) continue;
      const texts = controls(id).flatMap((control) => {
        if (control.type === 'file') return (chosen.get(id) || []).map((file) => file.name);
        if (control.type === 'checkbox' || control.type === 'radio') return control.checked ? [control.value] : [];
        return control.value ? [control.value] : [];
      });
      if (texts.length) all[id] = texts;
    }
    return all;
  }

  function fill(values) {
    for (const [id, texts] of Object.entries(values)) {
      for (const control of controls(id)) {
        if (control.type === 'file') continue;
        if (control.type === 'checkbox' || control.type === 'radio') control.checked = texts.includes(control.value);
        else control.value = texts[0] ?? '';
      }
    }
  }

  // What somebody wrote survives a reload and the way to another page.
  const place = `kb-form:${form.dataset.form}:${location.pathname}`;
  let isOver = false;
  const keep = () => {
    if (isOver) return;
    const names = (id) => [...missing.get(id) || [], ...(chosen.get(id) || []).map((file) => file.name)];
    const files = Object.fromEntries([...missing.keys(), ...chosen.keys()].map((id) => [id, names(id)]));
    try { sessionStorage[place] = JSON.stringify({ ...state, answers: answers(), files, step: current }); } catch {}
  };
  let saving;
  const forget = () => {
    clearTimeout(saving);
    try { delete sessionStorage[place]; } catch {}
  };
  try { state = JSON.parse(sessionStorage[place]); } catch {}
  const restored = state;
  state = { id: restored?.id || newId(), waiting: restored?.waiting };
  // Files that were chosen before a reload, by name: a page cannot choose them
  // again, and nothing is sent without them unbeknown to anybody.
  const missing = new Map(Object.entries(restored?.files || {}).filter(([id, names]) => fields.has(id) && names.length));
  const again = () => [...missing.keys()].filter((id) => shown.has(id)).map((field) => ({ field, reason: 'files_again' }));

  const query = new URLSearchParams(location.search);
  for (const [id, field] of known) {
    const may = field.type === 'hidden' ? field.prefill : !['file', 'consent'].includes(field.type);
    if (may && query.has(id)) fill({ [id]: query.getAll(id) });
  }
  if (restored) fill(restored.answers);
  // What the first answers change is told; what was there before they came is not.
  else if (!location.search) shown = new Set([...fields].filter(([, box]) => !box.hidden).map(([id]) => id));

  // Conditions. `seen` is what the check says of the answers.
  function update() {
    const seen = check.look(answers(), steps.length);
    const before = shown;
    shown = new Set(seen.shown);
    // What a route of the form finds articles by.
    instead = seen.search;
    const withheld = new Map(seen.withheld);
    for (const [id, box] of fields) {
      const is = shown.has(id);
      if (!is && box.contains(root.activeElement)) nearest(box)?.focus();
      box.hidden = !is;
      for (const control of controls(id)) {
        control.disabled = !is;
        for (const option of control.options || []) {
          option.hidden = option.disabled = Boolean(withheld.get(id)?.includes(option.value));
          if (option.disabled && option.selected) control.value = '';
        }
        if (control.type === 'checkbox' && control.value !== 'true') {
          const gone = Boolean(withheld.get(id)?.includes(control.value));
          control.closest('label').hidden = gone;
          if (gone) control.checked = false;
        }
      }
      const optional = box.querySelector('.optional');
      const needed = seen.required.includes(id);
      if (optional) optional.hidden = needed;
      for (const control of controls(id)) if (control.type !== 'checkbox' || known.get(id).type === 'consent') control.required = needed;
      if (before && is && !before.has(id)) box.dataset.new = '';
    }
    if (before && !steps[current].hidden) {
      const here = (id) => steps[current].contains(fields.get(id)) && known.get(id).label;
      const words = [
        ...[...shown].filter((id) => !before.has(id) && here(id)).map((id) => say('shown', here(id))),
        ...[...before].filter((id) => !shown.has(id) && here(id)).map((id) => say('hidden', here(id))),
      ];
      if (words.length) announce(words.join(' '));
    }
    label.textContent = say(following(1) === undefined ? 'send' : 'next');
    return seen;
  }

  // The last field before a box that can take the focus.
  function nearest(box) {
    const all = [...form.querySelectorAll('input:not([type=hidden],[name^="hw."]),select,textarea')];
    return all.filter((control) => !control.disabled && control.checkVisibility() && !box.contains(control)
      && control.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1) || submit;
  }

  // The next page in a direction that asks something.
  function following(direction) {
    for (let at = current + direction; steps[at]; at += direction) {
      if ([...steps[at].querySelectorAll('[data-field]')].some((box) => shown.has(box.dataset.field) && known.get(box.dataset.field).type !== 'hidden')) return at;
    }
  }

  function turn(step, focus) {
    current = step;
    steps.forEach((one, at) => { one.hidden = at !== step; });
    if (progress) [...progress.children].forEach((mark, at) => mark.classList.toggle('done', at <= step));
    back.hidden = step === 0;
    update();
    keep();
    if (focus) steps[step].querySelector('legend').focus();
  }

  // What is wrong, in a summary and at each field.
  function text({ field, reason }) {
    const own = fields.get(field)?.dataset[reason.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())];
    return own || say(reason) || say.count(1);
  }

  function clear(field) {
    const box = fields.get(field);
    box?.querySelector('.field-error')?.remove();
    for (const control of controls(field)) {
      control.removeAttribute('aria-invalid');
      const about = (control.getAttribute('aria-describedby') || '').split(' ').filter((id) => id && id !== `f-${field}-error`);
      if (about.length) control.setAttribute('aria-describedby', about.join(' '));
      else control.removeAttribute('aria-describedby');
    }
  }

  function mark(problem) {
    const { field } = problem;
    const box = fields.get(field);
    if (!box) return;
    clear(field);
    box.append(make('p', { class: 'field-error', id: `f-${field}-error` }, text(problem)));
    for (const control of controls(field)) {
      control.setAttribute('aria-invalid', 'true');
      control.setAttribute('aria-describedby', `${control.getAttribute('aria-describedby') || ''} f-${field}-error`.trim());
    }
  }

  function show(problems) {
    errors?.remove();
    for (const id of fields.keys()) clear(id);
    const [first] = problems;
    const at = steps.findIndex((step) => step.contains(fields.get(first.field)));
    if (at >= 0 && at !== current) turn(at);
    problems.forEach(mark);
    const items = problems.map((problem) => {
      const link = make('a', { href: `#f-${problem.field}` }, known.get(problem.field)?.label || problem.field);
      link.onclick = (event) => {
        event.preventDefault();
        const step = steps.findIndex((one) => one.contains(fields.get(problem.field)));
        if (step >= 0 && step !== current) turn(step);
        controls(problem.field).find((control) => !control.disabled)?.focus();
      };
      return make('li', {}, link, ` – ${text(problem)}`);
    });
    errors = make('div', { class: 'form-errors', role: 'group', tabindex: '-1', 'aria-labelledby': 'form-errors' },
      make('p', { id: 'form-errors' }, say.count(problems.length)), make('ul', {}, ...items));
    steps[0].before(errors);
    if (progress) progress.before(errors);
    errors.focus();
  }

  // A line above the buttons: what happened, and what one can do.
  function tell(id, ...actions) {
    note?.remove();
    if (!id) return;
    note = make('div', { class: 'form-note', role: 'status' }, ...actions);
    form.querySelector('.form-buttons').before(note);
    // A live region speaks of what changes in it.
    note.prepend(make('p', {}, say(...[id].flat())));
  }

  const button = (id, act) => {
    const one = make('button', { type: 'button' }, say(id));
    one.onclick = act;
    return one;
  };

  function letter() {
    const lines = Object.entries(answers(shown))
      .filter(([id]) => known.get(id).type !== 'hidden')
      .map(([id, texts]) => `${known.get(id).label}\n${texts.map((value) => known.get(id).options?.find((one) => one.value === value)?.label || value).join(', ')}`);
    return `mailto:${mail}?subject=${encodeURIComponent(check.form.title)}&body=${encodeURIComponent(lines.join('\n\n'))}`;
  }
  const mailLink = () => mail ? [make('a', { href: letter() }, say('mail'))] : [];

  // The work that a relay wants to see, begun with the first touch.
  let proof;
  const prove = () => {
    proof = (async () => {
      const answer = await fetch(`${relay}/forms/v1/${key}/${form.dataset.form}/challenge`, { method: 'POST', signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!answer.ok) return;
      const challenge = await answer.json();
      const until = Date.now() + challenge.expires_in_ms - 5000;
      return { until, solved: await check.solve(challenge, () => sending) };
    })().catch(() => {});
    return proof;
  };
  if (way === 'relay') prove();
  const freshProof = async (again) => {
    const had = !again && await proof;
    return (had && had.until > Date.now() ? had : await prove())?.solved;
  };

  // Posts, and is told how far it is. Fails with nothing where nobody answers.
  const post = (body, type, heard) => new Promise((done, fail) => {
    const http = new XMLHttpRequest();
    http.open('POST', `${relay}/forms/v1/${key}/${form.dataset.form}`);
    http.responseType = 'json';
    if (type) http.setRequestHeader('content-type', type);
    // Files may take long; they come without a type of ours.
    if (type) http.timeout = PATIENCE_MS;
    http.onload = () => done({ status: http.status, body: http.response || {} });
    http.onerror = http.ontimeout = () => fail();
    http.upload.onprogress = (event) => heard(event.loaded / (event.total || 1));
    http.send(body);
  });

  async function send() {
    if (sending) return;
    if (again().length) {
      // It cannot go by itself any more.
      state.waiting = false;
      tell();
      return show(again());
    }
    sending = true;
    submit.setAttribute('aria-disabled', 'true');
    label.textContent = say('sending');
    announce(say('sending'));
    tell();
    const bars = form.querySelectorAll('.files progress');
    const heard = (share) => bars.forEach((bar) => { bar.hidden = false; bar.value = share; });
    try {
      let answer, isStale = false;
      for (let tries = 0; tries < 3; tries++) {
        const [body, type] = await pack(isStale);
        answer = await post(body, type, heard);
        const { code, retry_after_ms: wait } = answer.body;
        isStale = code === 'proof_wrong' || code === 'proof_expired';
        if (!isStale && code !== 'too_fast') break;
        // The relay wants a form to have been open for a moment.
        if (!isStale) await new Promise((over) => { setTimeout(over, wait || 3000); });
      }
      settle(answer);
    } catch {
      state.waiting = !navigator.onLine;
      keep();
      if (state.waiting) tell('offline');
      else tell('unreachable', button('retry', send), ...mailLink());
    } finally {
      sending = false;
      bars.forEach((bar) => { bar.hidden = true; });
      submit.removeAttribute('aria-disabled');
      if (form.parentNode) update();
    }
  }

  // The body of the request and its type; files come beside the answers.
  async function pack(isStale) {
    const files = [...chosen].filter(([id]) => shown.has(id)).flatMap(([id, list]) => list.map((file) => [id, file]));
    const given = answers(shown);
    for (const [id] of files) delete given[id];
    const submission = JSON.stringify({
      id: state.id,
      locale: check.form.locale,
      answers: given,
      page: location.origin + location.pathname,
      proof: await freshProof(isStale),
      started_ms: Date.now() - began,
      trap: form.elements['hw.trap']?.value || '',
      offer: offers.id(),
    });
    if (!files.length) return [submission, 'application/json'];
    const body = new FormData();
    body.append('hw.submission', new Blob([submission], { type: 'application/json' }), 'submission.json');
    for (const [id, file] of files) body.append(id, file, file.name);
    return [body];
  }

  function settle({ status: code, body }) {
    if (code === 201 || code === 200) {
      offers.report({ outcome: 'continued' });
      happened('submit', { form: form.dataset.form, reference: body.reference });
      return done(say('thanks-title'), body.thanks || say('thanks-text'), body.reference);
    }
    if (code === 422 && body.fields?.length) return show(body.fields);
    if (code === 404 || code === 410 || body.code === 'blocked') return tell('gone', ...mailLink());
    if (code === 429) {
      const wait = body.retry_after_ms;
      return tell(wait ? ['busy-until', soon(wait, locale)] : 'busy', button('retry', send), ...mailLink());
    }
    // What the relay says of a file stands at the files.
    const files = [...chosen.keys()].find((id) => shown.has(id) && chosen.get(id).length);
    if (files && code < 500) return show([{ field: files, reason: say(body.code) ? body.code : 'file' }]);
    tell('unreachable', button('retry', send), ...mailLink());
  }

  function done(title, words, reference) {
    forget();
    const heading = make('h2', { tabindex: '-1' }, title);
    const parts = [heading, make('p', {}, words)];
    if (reference) {
      parts.push(make('p', { class: 'form-reference' }, `${say('reference')}: `, make('strong', {}, make('bdi', {}, reference))),
        make('p', {}, say('reference-keep')));
    }
    if (home) parts.push(make('a', { class: 'button button-quiet', href: home }, say('home')));
    const section = make('section', { class: 'form-done' }, ...parts);
    form.replaceWith(section);
    root.querySelectorAll('.form-page .lead').forEach((lead) => lead.remove());
    heading.focus();
  }

  // Files are kept here, so that several choices add up and one can be taken back.
  for (const [id, box] of fields) {
    const input = box.querySelector('input[type=file]');
    if (!input) continue;
    const list = make('ul', { class: 'files' });
    box.append(list);
    const away = (name) => {
      const names = missing.get(id);
      // One of them: a phone gives all of its pictures the same name.
      names.splice(names.indexOf(name), 1);
      if (!names.length) missing.delete(id);
      draw();
      clear(id);
      keep();
    };
    const lost = (name) => {
      const remove = make('button', { type: 'button', 'aria-label': say('remove-file', name) }, '×');
      remove.onclick = () => {
        away(name);
        input.focus();
      };
      return make('li', {}, make('bdi', {}, name), make('span', {}, say('files_again')), remove);
    };
    const draw = () => list.replaceChildren(...(missing.get(id) || []).map(lost), ...(chosen.get(id) || []).map((file, at) => {
      const remove = make('button', { type: 'button', 'aria-label': say('remove-file', file.name) }, '×');
      remove.onclick = () => {
        chosen.get(id).splice(at, 1);
        draw();
        (list.querySelectorAll('button')[at] || list.querySelector('button') || input).focus();
        clear(id);
      };
      const size = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 }).format(Math.max(1, file.size / 1000));
      const bar = make('progress', { max: '1', value: '0', 'aria-label': say('file-waiting', file.name) });
      bar.hidden = true;
      return make('li', {}, make('bdi', {}, file.name), make('span', {}, size), bar, remove);
    }));
    input.addEventListener('change', () => {
      const files = [...input.files];
      chosen.set(id, [...(input.multiple ? chosen.get(id) || [] : []), ...files]);
      input.value = '';
      // What is chosen again is there; where only one may be, any is.
      const there = input.multiple ? files.map((file) => file.name) : [...missing.get(id) || []];
      for (const name of there) if (missing.get(id)?.includes(name)) away(name);
      draw();
    });
    draw();
  }

  // What the page around may hear of, by `helpwright-` and a name.
  function happened(name, detail) {
    form.dispatchEvent(new CustomEvent(`helpwright-${name}`, { bubbles: true, composed: true, detail }));
  }

  // Articles that may answer before anybody has to.
  let timer, box, opener;
  const offers = suggestions({
    about: { surface: 'form', source: form.dataset.form, locale },
    place: { relay, key },
    search,
    records,
    allowed,
    tell: (offer) => happened('deflection', offer),
  });
  const asking = [...form.querySelectorAll('[data-suggest]')];
  const words = () => asking.filter((one) => !one.hidden).map((one) => one.querySelector('input,textarea').value.trim()).filter(Boolean).join('\n');

  async function suggest(field) {
    const hits = await offers.ask(words(), instead);
    // Nothing jumps away under a reader's hands.
    if (!hits || box?.contains(root.activeElement)) return;
    const fresh = offerBox(say('suggestions-title'), hits, open);
    if (box?.isConnected && box.dataset.of === fresh.dataset.of) return;
    box?.remove();
    if (!hits.length) return;
    box = fresh;
    for (const each of box.querySelectorAll('button')) each.ariaHasPopup = 'dialog';
    field.append(box);
    announce(say('suggestions-found'));
  }

  async function open(hit, from) {
    opener = from;
    let page;
    try {
      page = await fetch(new URL(`${check.form.locale}/api/${hit.page}.json`, base)).then((answer) => answer.json());
      page.body = parse(page.html).body;
    } catch {
      // No text to be had here: the page itself, beside the form.
      return globalThis.open(new URL(hit.url, base), '_blank', 'noopener');
    }
    offers.opened(hit);
    // Addresses are those of the article, wherever the form stands.
    const address = new URL(hit.url, base);
    // A drawing in a file of another host is drawn nowhere.
    if (address.origin !== location.origin) page.body.querySelectorAll('use').forEach((use) => use.closest('svg').remove());
    for (const name of ['href', 'src']) {
      for (const one of page.body.querySelectorAll(`[${name}]`)) one.setAttribute(name, new URL(one.getAttribute(name), address));
    }
    for (const link of page.body.querySelectorAll('a[href]')) {
      link.target = '_blank';
      link.rel = 'noopener';
    }
    // Names that links of the page lead to are the page's own.
    page.body.querySelectorAll('.anchor').forEach((anchor) => anchor.remove());
    page.body.querySelectorAll('[id]').forEach((one) => one.removeAttribute('id'));
    const title = make('h2', { id: 'offer-article', tabindex: '-1' }, page.title);
    const prose = make('div', { class: 'prose', lang: page.locale }, ...page.body.childNodes);
    const solved = make('button', { class: 'button', type: 'button' }, say('suggestions-solved'));
    const away = make('button', { class: 'button button-quiet', type: 'button' }, say('suggestions-back'));
    const dialog = make('dialog', { class: 'offer-article', 'aria-labelledby': 'offer-article' },
      make('div', {}, title, prose), make('div', { class: 'offer-end offer' }, solved, away));
    form.after(dialog);
    away.onclick = () => dialog.close();
    solved.onclick = () => {
      offers.report({ helpful: true, outcome: 'deflected' });
      dialog.close();
      done(say('suggestions-thanks'), say('suggestions-thanks-text'));
    };
    // Around it there may be a panel that goes at the same key.
    dialog.onkeydown = (event) => event.key === 'Escape' && event.stopPropagation();
    dialog.onclose = () => {
      dialog.remove();
      if (form.isConnected) opener.focus();
    };
    dialog.showModal();
    title.focus();
  }

  // Events: one listener each, on the form.
  form.addEventListener('input', (event) => {
    const id = event.target.name;
    if (!known.has(id)) return;
    const seen = update();
    if (event.target.getAttribute('aria-invalid')) {
      const still = seen.problems.find((problem) => problem.field === id && problem.reason !== 'not_asked');
      if (still) mark(still); else clear(id);
    }
    clearTimeout(saving);
    saving = setTimeout(keep, 200);
    const field = event.target.closest('[data-suggest]');
    if (field) {
      clearTimeout(timer);
      timer = setTimeout(() => suggest(field), PAUSE_MS);
    }
  });
  // One that is over has no place; a panel may show something else for a while.
  addEventListener('pagehide', () => form.parentNode && keep());
  addEventListener('online', () => state.waiting && form.parentNode && send());
  back.onclick = () => turn(following(-1) ?? 0, true);
  form.addEventListener('submit', (event) => {
    const seen = check.look(answers(), following(1) === undefined ? steps.length : current);
    const isHere = ({ field }) => following(1) === undefined || steps[current].contains(fields.get(field));
    const lost = again().filter(isHere);
    const problems = [...lost, ...seen.problems.filter(({ field, reason }) => reason !== 'not_asked' && !lost.some((one) => one.field === field))];
    const isLast = following(1) === undefined;
    if (problems.length || !isLast || way !== 'address') event.preventDefault();
    if (problems.length) return show(problems);
    errors?.remove();
    for (const id of fields.keys()) clear(id);
    if (!isLast) return turn(following(1), true);
    if (way === 'relay') return send();
    // The browser posts it, with the files that were kept here.
    for (const [id, list] of way === 'address' ? chosen : []) {
      const data = new DataTransfer();
      for (const file of list) data.items.add(file);
      controls(id)[0].files = data.files;
    }
    isOver = way === 'address';
    forget();
    if (way === 'mail') {
      location.href = letter();
      tell('by-mail', ...mailLink());
    }
  });

  function startOver(isAsked) {
    form.reset();
    chosen.clear();
    missing.clear();
    form.querySelectorAll('.files li').forEach((row) => row.remove());
    state = { id: newId() };
    tell();
    turn(0, isAsked);
    forget();
  }

  turn(Math.min(restored?.step || 0, steps.length - 1));
  // Who wrote before all this was here has asked as well.
  const written = root.activeElement?.closest('[data-suggest]');
  if (written) suggest(written);
  if (restored && Object.keys(restored.answers).length && !state.waiting) {
    tell('restored', button('start-over', () => startOver(true)));
  }
  // What somebody wrote is not for whoever comes after a logout.
  addEventListener('helpwright-leave', () => state.waiting || startOver());
  if (state.waiting) {
    tell('offline');
    if (navigator.onLine) send();
  }
}
