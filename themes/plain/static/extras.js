// What many articles have: code to copy, tabs.
const all = (selector, from) => [...from.querySelectorAll(selector)];

/** Makes an element with attributes and children. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
}

function icon(text, name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", text.dataset.icons + "#" + name);
  svg.append(use);
  return svg;
}

export function enrich(text, say) {
  all("figure.code", text).forEach((figure) => addCopy(text, figure, say));
  all("[data-tabs]", text).forEach(makeTabs);
}

function addCopy(text, figure, say) {
  const code = figure.querySelector("code");
  if (!code || !navigator.clipboard) return;
  const button = make("button", { class: "copy", type: "button", "aria-label": text.dataset.copy, title: text.dataset.copy }, icon(text, "copy"));
  button.onclick = async () => {
    await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
    button.replaceChildren(icon(text, "check"));
    say(text.dataset.copied);
    setTimeout(() => button.replaceChildren(icon(text, "copy")), 2000);
  };
  figure.append(button);
}

// The same choice, such as "npm", is made in all groups of the page.
function makeTabs(group, index) {
  const panels = all(":scope > .tab", group);
  const titles = panels.map((panel) => panel.querySelector(".tab-title"));
  const list = make("div", { role: "tablist", class: "tab-list" });
  const label = group.getAttribute("aria-label");
  if (label) list.setAttribute("aria-label", label);
  const tabs = panels.map((panel, place) => {
    const id = panel.id || (panel.id = `tab-${index}-${place}`);
    const tab = make("button", { role: "tab", type: "button", id: id + "-tab", "aria-controls": id }, titles[place].textContent);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    titles[place].hidden = true;
    return tab;
  });
  const select = (chosen) => panels.forEach((panel, place) => {
    panel.hidden = place !== chosen;
    tabs[place].ariaSelected = String(place === chosen);
    tabs[place].tabIndex = place === chosen ? 0 : -1;
  });
  const choose = (place) => {
    const name = tabs[place].textContent;
    document.dispatchEvent(new CustomEvent("kb-tab", { detail: name }));
    select(place);
  };
  document.addEventListener("kb-tab", (event) => {
    const place = tabs.findIndex((tab) => tab.textContent === event.detail);
    if (place >= 0) select(place);
  });
  tabs.forEach((tab, place) => {
    tab.onclick = () => choose(place);
    tab.onkeydown = (event) => {
      const forward = getComputedStyle(group).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const step = { ArrowRight: 1, ArrowLeft: 1 }[event.key] && (event.key === forward ? 1 : -1);
      const next = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : step ? (place + step + tabs.length) % tabs.length : -1;
      if (next < 0) return;
      event.preventDefault();
      choose(next);
      tabs[next].focus();
    };
  });
  list.append(...tabs);
  group.prepend(list);
  group.classList.add("tabs-on");
  const target = panels.findIndex((panel) => "#" + panel.id === location.hash);
  select(Math.max(0, target));
}
