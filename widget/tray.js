// What a composer has of files from the start: a button, a list, and an ear
// for what is dropped and pasted. The rest, files.js, comes when somebody has
// a file. Appended to the glue of widget and inbox.

// What a browser offers to choose: the server decides. Phones make a JPEG of
// their own format only where the list has no place for it.
const ACCEPT = '.jpg,.jpeg,.png,.gif,.webp,.pdf,.doc,.docx,.xls,.xlsx,.zip,.txt,.mov,.mp4';
const CLIP = 'M20 11.500l-8.500 8.500a5 5 0 0 1-7-7L13 4.500a3.300 3.300 0 0 1 4.700 4.700L9.300 17.600a1.600 1.600 0 0 1-2.300-2.300l7.800-7.800';

/**
 * The way to files: `load` gives a promise of what files.js starts, `say` a
 * text; nothing is offered unless files `areTaken`.
 */
export function attachments(load, say, areTaken) {
  let started;
  let loading;

  /** Does something with files.js, once it is here. */
  const use = async (act) => {
    try {
      started ??= await (loading ??= load());
    } catch (cause) {
      loading = 0;
      throw cause;
    }
    return act(started);
  };

  /** The files that wait for the next message of a conversation. */
  function tray(key) {
    const list = part('div', { className: 'tray', hidden: true });
    const input = part('input', { type: 'file', multiple: true, hidden: true, accept: ACCEPT });
    const label = say('files-attach', {});
    const button = part('button', { type: 'button', className: 'attach', title: label, ariaLabel: label });
    const chooser = part('span', { className: 'chooser', hidden: !areTaken });
    const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const path = document.createElementNS(drawing.namespaceURI, 'path');
    const held = { has_files: false, is_busy: false, is_over: false };
    let isEager = false;
    let root;

    drawing.setAttribute('viewBox', '0 0 24 24');
    drawing.ariaHidden = 'true';
    path.setAttribute('d', CLIP);
    drawing.append(path);
    button.append(drawing);
    chooser.append(button, input);

    const hold = (change) => {
      Object.assign(held, change);
      list.dispatchEvent(new CustomEvent('held', { detail: held }));
    };
    const add = (files) => {
      if (!files.length) return;
      // Copied, because the list is empty once the event is over.
      const chosen = [...files];
      use((all) => all.add(list, key, chosen)).catch(() => {
        list.textContent = say('files-failed', {});
        list.hidden = false;
      });
    };
    // Something is held above, dropped or pasted.
    const offered = (event) => {
      const { dataTransfer: dragged, clipboardData: pasted, type } = event;
      // Only a composer on the screen takes files.
      if (!button.getClientRects().length) return;
      if (dragged?.types.includes('Files')) {
        // Else the browser leaves the page and shows the file.
        event.preventDefault();
        hold({ is_over: type == 'dragover' || type == 'dragleave' && !!event.relatedTarget });
        if (type == 'drop') add(dragged.files);
      }
      // Words and cells that are copied bring an image of themselves.
      if (pasted?.types.includes('Files') && !pasted.types.includes('text/plain')) {
        event.preventDefault();
        add(pasted.files);
      }
    };

    list.addEventListener('tray', ({ detail: { ready, busy, failed } }) => {
      hold({ has_files: ready, is_busy: busy });
      if (busy || !isEager) return;
      isEager = false;
      if (!failed) list.closest('form').requestSubmit();
    });
    button.onclick = () => input.click();
    input.onchange = () => {
      add(input.files);
      // The same file may be chosen again.
      input.value = '';
    };
    const listen = (how) => {
      for (const name of ['dragover', 'dragleave', 'drop', 'paste']) root[how](name, offered);
    };

    return {
      list,
      chooser,
      /** Once it is in the tree: hears everything around it that is ours, and nothing of a page around that. */
      connect() {
        root = list.getRootNode();
        listen('addEventListener');
        started?.mount(list, key);
      },
      take: () => started?.take(key),
      /** Submits the form around it once every file is there; if one cannot be sent, the writer decides again. */
      hurry: () => (isEager = true),
      end: () => root && listen('removeEventListener'),
    };
  }

  return {
    tray,
    // Without files.js a file remains a name.
    show: (list, json) => void use((all) => all.show(list, json)).catch(() => 0),
    put: (key, json) => void use((all) => all.put(key, json)).catch(() => 0),
    stop: () => started?.stop(),
  };
}

const part = (name, members) => Object.assign(document.createElement(name), members);
