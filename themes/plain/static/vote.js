// "Was this helpful?": yes or no at once, then the reason and words, if one likes.
const full = (address) => new URL(address, document.baseURI).href;

export async function answer(section, button) {
  const { article, version } = section.dataset;
  const { relay, key, records } = document.body.dataset;
  const status = section.querySelector("[role=status]");
  const form = section.querySelector("form");
  const text = (id) => section.querySelector("template").content.querySelector(`[data-text=${id}]`).textContent;
  const { keep, newId, visitor } = await import(full(records));
  if (!document.querySelector(`link[href="${section.dataset.css}"]`)) {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.setAttribute("href", section.dataset.css);
    // Without its styles the form is still one.
    await new Promise((done) => {
      link.onload = link.onerror = done;
      document.head.append(link);
    });
  }
  const helpful = button.value === "yes";
  for (const other of section.querySelectorAll("[aria-pressed]")) other.ariaPressed = String(other === button);
  try { localStorage[`kb-vote:${article}:${version}`] = button.value; } catch {}
  const vote = section.vote = { id: newId(), article, version, locale: section.dataset.locale, helpful, visitor: visitor(), at: Date.now() };
  form.hidden = false;
  form.querySelector("fieldset").hidden = helpful;
  const post = (words) => keep({ relay, key }, "votes", vote).then((isThere) => (status.textContent = isThere ? words : text("later")));
  form.onsubmit = (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const [reason, words] = [given.get("reason"), given.get("words").trim()];
    if (!helpful && reason) vote.reason = reason;
    if (words) vote.words = words;
    // A second vote on one version takes the place of the first.
    vote.at = Date.now();
    form.hidden = true;
    button.focus();
    post(text("sent"));
  };
  await post(text("thanks"));
}
