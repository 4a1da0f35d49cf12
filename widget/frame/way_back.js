// From a letter back into its conversation, on two pages of the relay: the
// first hands the session over, the second has the widget and opens the
// conversation, once. A classic script, so that it runs before the loader.
{
  const way = document.querySelector('[data-key]');
  const { key, token, customer, conversation, next } = way.dataset;
  const name = (part) => `helpwright:${key}:${part}`;

  // Whether the session that this browser has is the same person's. Of a relay
  // that cannot say it now nothing is known, and nothing is thrown away.
  const isSame = async (before) => {
    if (!before) return true;
    const answer = await fetch('/chat/v1/session', { headers: { authorization: `Bearer ${before}` } });
    if (answer.status == 401) return false;
    if (!answer.ok) throw answer.status;
    return (await answer.json()).customer == customer;
  };

  const enter = async () => {
    const before = localStorage[name('token')];
    const same = await isSame(before);
    // Words of somebody else are not sent as this person's.
    if (!same) for (const part of ['outbox', 'drafts', 'begun']) delete localStorage[name(part)];
    localStorage[name('token')] = token;
    sessionStorage[name('back')] = conversation;
    delete sessionStorage[name('open')];
    // Other tabs of this page go on as the same person.
    const tabs = new BroadcastChannel(`helpwright:${key}`);
    tabs.postMessage(`t${same}`);
    tabs.close();
    location.replace(next);
  };

  const call = (...words) => (window.Helpwright ??= []).push(words);
  let open = () => call('open');

  const hold = () => {
    const conversationId = sessionStorage[name('back')];
    if (!conversationId) return;
    // A later load of this page opens what was open last.
    delete sessionStorage[name('back')];
    const home = open;
    // A conversation that has ended may be shown no more: then all there are.
    open = () => call('openConversationById', { conversationId }, (_, error) => error && home());
    open();
  };

  if (token) {
    const again = document.querySelector('button');
    // Whoever cannot enter now stays on the page and tries again; a browser
    // that keeps nothing does too, and the page says so.
    const attempt = async () => {
      again.disabled = true;
      await enter().catch(() => {
        again.disabled = again.parentNode.hidden = false;
      });
    };
    again.onclick = attempt;
    attempt();
  } else {
    way.onclick = () => open();
    try {
      hold();
    } catch {
      // Then the button opens the conversations, as far as they are known.
    }
  }
}
