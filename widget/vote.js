// "Was this article helpful?" below an article in the panel: yes or no at once,
// then the reason and words, if one likes. Loaded with the first article, where
// there is a relay.
//
//   const vote = start({ relay, key, say })

import { keep, newId, visitor } from './records.js';

const CSS = `.vote{margin-block-start:32px;padding-block-start:20px;border-block-start:1px solid var(--kb-line)}.vote .ways{display:flex;flex-wrap:wrap;align-items:center;gap:8px}.vote .ways p{flex:1 0 auto;font-weight:600}.vote button{padding:10px 16px;border:1px solid var(--kb-line);border-radius:10px;font-weight:600}.vote button:hover{background:var(--kb-raised)}.vote [aria-pressed=true]{border-color:currentColor;background:var(--kb-raised)}.vote [role=status]:not(:empty){margin-block-start:12px;color:var(--kb-soft);font-size:14px}.vote form{display:grid;gap:12px;margin-block-start:16px}.vote form[hidden],.vote fieldset[hidden]{display:none}.vote fieldset{margin:0;padding:0;border:0}.vote legend,.vote form>label{padding:0;font-weight:600}.vote fieldset label{display:flex;align-items:center;gap:12px;min-block-size:44px}.vote input{inline-size:20px;block-size:20px;margin:0;accent-color:var(--kb-link)}.vote textarea{box-sizing:border-box;inline-size:100%;padding:10px 14px;border:1px solid var(--kb-soft);border-radius:10px;background:var(--kb-paper);color:inherit;font:inherit}.vote small{color:var(--kb-soft);font-size:14px}.vote form button{justify-self:start}.vote+.asking{margin-block-start:20px}`;

export function start({ relay, key, say }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);

  /** Asks below an article, unless another question stands there already. */
  function attend(article) {
    const end = article.querySelector('.asking');
    if (article.querySelector('.vote,.offered')) return;
    const root = article.getRootNode();
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    (end ?? article.lastElementChild).before(question(article.dataset));
  }

  function question({ article, version, locale }) {
    // The same as on the site's own pages.
    const place = `kb-vote:${article}:${version}`;
    let vote;
    const status = make('p', { role: 'status' });
    const answers = [['yes', say('vote-yes', {})], ['no', say('vote-no', {})]];
    const buttons = answers.map(([value, text]) => make('button', { type: 'button', value, 'aria-pressed': 'false' }, text));
    const press = (value) => buttons.map((button) => (button.ariaPressed = String(button.value == value)));
    try {
      press(localStorage[place]);
    } catch {
      // A browser that keeps nothing asks again.
    }

    const choices = [
      ['off_topic', say('vote-off-topic', {})],
      ['incomplete', say('vote-incomplete', {})],
      ['unclear', say('vote-unclear', {})],
      ['wrong', say('vote-wrong', {})],
      ['other', say('vote-other', {})],
    ];
    const reasons = make('fieldset', {}, make('legend', {}, say('vote-reasons', {})),
      ...choices.map(([value, text]) => make('label', {}, make('input', { type: 'radio', name: 'reason', value }), text)));
    const words = make('textarea', { id: 'vote-words', rows: 3, maxlength: 1000, 'aria-describedby': 'vote-privacy' });
    const form = make('form', { hidden: '' }, reasons,
      make('label', { for: 'vote-words' }, say('vote-words', {})), words,
      make('small', { id: 'vote-privacy' }, say('vote-privacy', {})),
      make('button', { type: 'submit' }, say('vote-send', {})));

    const post = async (text) => {
      status.textContent = (await keep({ relay, key }, 'votes', vote)) ? text : say('vote-later', {});
    };
    for (const button of buttons) {
      button.onclick = () => {
        const helpful = button.value == 'yes';
        press(button.value);
        try {
          localStorage[place] = button.value;
        } catch {
          // It counts all the same.
        }
        vote = { id: newId(), article, version, locale, helpful, visitor: visitor(), at: Date.now() };
        form.hidden = false;
        reasons.hidden = helpful;
        post(say('vote-thanks', {}));
      };
    }
    form.onsubmit = (event) => {
      event.preventDefault();
      const reason = form.elements.reason.value, text = words.value.trim();
      if (!vote.helpful && reason) vote.reason = reason;
      if (text) vote.words = text;
      // A second vote on one version takes the place of the first.
      vote.at = Date.now();
      form.hidden = true;
      buttons[vote.helpful ? 0 : 1].focus();
      post(say('vote-sent', {}));
    };
    return make('section', { class: 'vote', role: 'group', 'aria-labelledby': 'vote-title' },
      make('div', { class: 'ways' }, make('p', { id: 'vote-title' }, say('vote-title', {})), ...buttons), status, form);
  }

  return { attend };
}

/** Makes an element with attributes and children. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}
