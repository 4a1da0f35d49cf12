// What becomes of files, in the widget and in the inbox: sending and cancelling
// them, showing and keeping those that came. Loaded when somebody has one:
// tray.js is what stands in a composer before.
//
//   const files = start({ url, locale, token, say })
//
// `url` is where files are; `token` gives a promise of the session's secret,
// or of nothing where there is no way to get one, and is left out where a
// cookie says who it is; `say(id, values)` is a text.
//
// An image is shown by a canvas: a host page whose policy allows no images
// from elsewhere, not even those of its own memory, shows it all the same, and
// nothing in it is ever part of the page. What cannot be shown is still there
// to be kept.

// Longest side of a preview, in pixels of the screen.
const PREVIEW = 560;
// Images with more pixels are offered without a preview: decoding them takes
// hundreds of megabytes.
const MOST_PIXELS = 25e6;
// How long a browser may take to begin to write a file it was given, in ms.
const KEPT_MS = 60000;

export function start({ url, locale, token, say }) {
  // By conversation; a tray stays while somebody looks at another one.
  const trays = new Map();
  // Bytes of files that are here, by id: what one has sent oneself is shown
  // without asking for it.
  const own = new Map();
  let asked;

  // What may be sent; asked for once.
  function limits() {
    asked ||= request('GET', url).then(({ body }) => body, (problem) => {
      asked = 0;
      throw problem;
    });
    return asked;
  }

  // One request: for what everybody may know, for bytes (`item` is 0), or with
  // a file, which is told of progress and can be ended. Fails with `{ code }`.
  async function request(method, address, item) {
    const secret = token && item !== undefined ? await token() : '';
    if (secret === undefined) throw { code: 'offline' };
    return new Promise((resolve, reject) => {
      const http = new XMLHttpRequest();
      http.open(method, address);
      http.responseType = item === 0 ? 'blob' : 'json';
      if (secret) http.setRequestHeader('authorization', 'Bearer ' + secret);
      http.onload = () => {
        const body = http.response;
        if (http.status < 300 && body) resolve({ body });
        else reject({ code: body && body.code || 'failed', wait: body && body.retry_after_ms });
      };
      http.onerror = () => reject({ code: 'offline' });
      http.onabort = () => reject({ code: 'cancelled' });
      if (!item) return http.send();
      item.http = http;
      http.upload.onprogress = (event) => {
        item.bar.value = event.loaded / (event.total || 1);
      };
      http.setRequestHeader('x-file-name', encodeURIComponent(item.name.replace(/\p{Surrogate}/gu, '_')));
      http.send(item.file);
    });
  }

  function tray(key) {
    if (!trays.has(key)) trays.set(key, { items: [], box: 0 });
    return trays.get(key);
  }

  // Shows the tray of a conversation in `box`.
  function mount(box, key) {
    const mine = tray(key);
    mine.box = box;
    mine.list = element('ul');
    mine.status = element('p', { className: 'unseen' });
    mine.status.setAttribute('role', 'status');
    mine.list.append(...mine.items.map((item) => item.row));
    box.replaceChildren(mine.list, mine.status);
    tell(mine);
  }

  // Tells the composer what is in the tray: a little later, because what it
  // does then may come back here at once.
  function tell(mine) {
    queueMicrotask(() => {
      const detail = {
        ready: mine.items.some((item) => item.info),
        busy: mine.items.some((item) => !item.info && !item.code),
        failed: mine.items.some((item) => item.code),
      };
      mine.box.hidden = !mine.items.length;
      mine.box.dispatchEvent(new CustomEvent('tray', { detail }));
    });
  }

  // Adds files and sends them.
  function add(box, key, list) {
    const mine = tray(key);
    if (mine.box != box) mount(box, key);
    for (const file of list) {
      const item = { file, name: file.name, size: file.size };
      mine.items.push(item);
      draw(mine, item);
      mine.list.append(item.row);
      send(mine, item);
    }
    tell(mine);
  }

  // What is wrong with a file, as far as it can be said without sending it.
  function fault(mine, item, may) {
    const going = mine.items.filter((other) => !other.code);
    const total = going.reduce((sum, other) => sum + other.size, 0);
    const extension = /\.([^.]+)$/.exec(item.name.toLowerCase());
    if (!item.size) return 'empty';
    if (item.size > may.file_bytes) return 'file_too_large';
    if (extension && !may.extensions.includes(extension[1])) return 'file_not_allowed';
    if (going.length > may.message_files) return 'too_many_files';
    if (total > may.message_bytes) return 'files_together';
  }

  async function send(mine, item) {
    item.code = 0;
    draw(mine, item);
    tell(mine);
    try {
      const may = item.may = await limits();
      if (!mine.items.includes(item)) return;
      const code = fault(mine, item, may);
      if (code) throw { code };
      item.info = (await request('POST', url, item)).body;
      own.set(item.info.id, item.file);
      mine.status.textContent = say('files-added', { name: item.name });
    } catch (problem) {
      if (problem.code == 'cancelled') return;
      item.code = problem.code || 'failed';
      item.wait = problem.wait;
      mine.status.textContent = item.name + ': ' + why(item);
    }
    draw(mine, item);
    tell(mine);
  }

  // Why a file was not sent, in the reader's words.
  function why({ code, may, wait }) {
    if (code == 'file_too_large') return say('files-too-large', { limit: size(may ? may.file_bytes : 0) });
    if (code == 'files_together') return say('files-too-large-together', { limit: size(may.message_bytes) });
    if (code == 'too_many_files') return say('files-too-many', { count: may.message_files });
    if (code == 'rate_limited') {
      const minutes = wait > 90000, forms = new Intl.RelativeTimeFormat(locale);
      return say('files-wait', { when: forms.format(Math.ceil((wait || 60000) / (minutes ? 60000 : 1000)), minutes ? 'minute' : 'second') });
    }
    const known = {
      empty: 'files-empty',
      file_not_allowed: 'files-not-allowed',
      file_mismatch: 'files-mismatch',
      file_refused: 'files-refused',
      image_too_large: 'files-image-too-large',
      offline: 'files-offline',
    };
    return say(known[code] || 'files-failed', {});
  }

  // One line of the tray, drawn anew.
  function draw(mine, item) {
    const row = item.row || element('li');
    const had = row.contains(row.getRootNode().activeElement);
    const remove = element('button', { type: 'button', className: 'remove', textContent: '×' });
    remove.setAttribute('aria-label', say('files-remove', { name: item.name }));
    remove.onclick = () => drop(mine, item);
    const name = element('span', { className: 'file-name' });
    name.append(element('bdi', { textContent: item.name }), ' ', element('small', { textContent: size(item.size) }));
    const parts = [name];
    row.className = item.code ? 'failed' : '';
    if (item.code) {
      parts.push(element('p', { textContent: why(item) }));
      if (/offline|failed|rate_limited|unavailable|timed_out/.test(item.code)) {
        const again = element('button', { type: 'button', className: 'again', textContent: say('files-retry', {}) });
        again.onclick = () => send(mine, item);
        parts.push(again);
      }
    } else if (!item.info) {
      item.bar = element('progress', { max: 1, value: 0 });
      item.bar.setAttribute('aria-label', say('files-sending', { name: item.name }));
      parts.push(item.bar);
    }
    row.replaceChildren(...parts, remove);
    item.row = row;
    if (had) remove.focus();
  }

  function drop(mine, item) {
    const next = item.row.nextElementSibling || item.row.previousElementSibling;
    mine.items = mine.items.filter((other) => other != item);
    if (item.http) item.http.abort();
    item.row.remove();
    tell(mine);
    (next ? next.querySelector('.remove') : mine.box.closest('form').querySelector('textarea')).focus();
  }

  // What was sent, for a message; it leaves the tray.
  function take(key) {
    const mine = tray(key), sent = mine.items.filter((item) => item.info);
    mine.items = mine.items.filter((item) => !item.info);
    sent.map((item) => item.row.remove());
    if (mine.box) tell(mine);
    return sent.map((item) => item.info);
  }

  // Puts files of a message that was given up back into the tray.
  function put(key, json) {
    const mine = tray(key);
    for (const info of JSON.parse(json)) {
      const item = { info, name: info.name, size: info.size };
      mine.items.push(item);
      draw(mine, item);
      if (mine.list) mine.list.append(item.row);
    }
    if (mine.box) tell(mine);
  }

  // Shows the files of a message, in place of their names.
  function show(list, json) {
    list.replaceChildren(...JSON.parse(json).map((info) => {
      const row = element('li'), sized = size(info.size);
      // Where a cookie says who it is, a link is enough.
      const way = token ? element('button', { type: 'button' })
        : element('a', { href: url + '/' + info.id, download: info.name });
      const name = element('span', { className: 'file-name' });
      name.append(element('bdi', { textContent: info.name }), ' ', element('small', { textContent: sized }));
      way.className = 'file';
      way.setAttribute('aria-label', say('files-save', { name: info.name, size: sized }));
      way.append(name);
      if (token) {
        way.onclick = () => save(info).catch(() => {
          const failed = element('p', { textContent: say('files-failed', {}) });
          failed.setAttribute('role', 'alert');
          row.querySelector('p') || row.append(failed);
        });
      }
      row.append(way);
      if (info.width && info.width * info.height <= MOST_PIXELS) preview(info, way);
      return row;
    }));
  }

  // The bytes of a file.
  function bytes(info) {
    if (!own.has(info.id)) {
      const coming = request('GET', url + '/' + info.id, 0).then(({ body }) => body);
      coming.catch(() => own.delete(info.id));
      own.set(info.id, coming);
    }
    return own.get(info.id);
  }

  async function save(info) {
    // As nothing in particular, so that no browser opens it in this page's name.
    const blob = new Blob([await bytes(info)], { type: 'application/octet-stream' });
    const href = URL.createObjectURL(blob);
    element('a', { href, download: info.name }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
  }

  // Draws an image once it comes into sight; the room for it is there before.
  function preview(info, way) {
    const scale = Math.min(1, PREVIEW / Math.max(info.width, info.height));
    const canvas = element('canvas', {
      width: Math.max(1, info.width * scale),
      height: Math.max(1, info.height * scale),
    });
    way.prepend(canvas);
    const watch = new IntersectionObserver((seen) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      paint(canvas, info).catch(() => canvas.remove());
    });
    watch.observe(canvas);
  }

  async function paint(canvas, info) {
    const image = await createImageBitmap(await bytes(info));
    const scale = Math.min(1, PREVIEW / Math.max(image.width, image.height));
    // A camera held upright says so in the file, and the browser has turned it.
    canvas.width = Math.max(1, image.width * scale);
    canvas.height = Math.max(1, image.height * scale);
    const context = canvas.getContext('2d');
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
  }

  function size(bytes) {
    const [count, unit] = bytes < 1e6 ? [Math.max(bytes / 1024, 0.1), 'kilobyte'] : [bytes / 1048576, 'megabyte'];
    const maximumFractionDigits = count < 10 ? 1 : 0;
    return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(count);
  }

  // The network is back: what it cost is tried again.
  function back() {
    for (const mine of trays.values())
      mine.items.filter((item) => item.code == 'offline').map((item) => send(mine, item));
  }

  addEventListener('online', back);

  // Ends everything.
  function stop() {
    removeEventListener('online', back);
    for (const mine of trays.values()) mine.items.map((item) => item.http && item.http.abort());
    trays.clear();
    own.clear();
  }

  return { add, mount, put, show, stop, take };
}

function element(name, members) {
  return Object.assign(document.createElement(name), members);
}
