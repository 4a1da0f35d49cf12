// What few articles have: videos and diagrams.
const all = (selector, from) => [...from.querySelectorAll(selector)];
const one = (selector, from) => from.querySelector(selector);

export function enrich(text) {
  for (const link of all(".video-link", text)) link.addEventListener("click", (event) => playVideo(event, link));
  const figures = all("figure.mermaid", text);
  if (!text.dataset.mermaid || !figures.length) return;
  // The library is large: it is loaded when a reader comes near a diagram.
  const observer = new IntersectionObserver((seen) => {
    if (!seen.some((each) => each.isIntersecting)) return;
    observer.disconnect();
    drawDiagrams(text, figures.map((figure) => [figure, one(".mermaid-source", figure)]));
  }, { rootMargin: "100%" });
  figures.forEach((figure) => observer.observe(figure));
}

// Nothing is asked of the video's host before the reader wants it.
function playVideo(event, link) {
  const { videoProvider, videoId } = link.dataset;
  const address = {
    youtube: "https://www.youtube-nocookie.com/embed/" + encodeURIComponent(videoId) + "?autoplay=1",
    vimeo: "https://player.vimeo.com/video/" + encodeURIComponent(videoId) + "?dnt=1&autoplay=1",
  }[videoProvider];
  if (!address || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  Object.assign(frame, { src: address, title: link.textContent.trim(), allow: "autoplay; fullscreen; picture-in-picture", referrerPolicy: "strict-origin-when-cross-origin" });
  link.replaceWith(frame);
  frame.focus();
}

// The library wants inline styles, which the site's policy forbids, so they
// reach the page as constructed style sheets and through the object model.
async function drawDiagrams(text, figures) {
  const script = document.createElement("script");
  script.src = new URL(text.dataset.mermaid, document.baseURI);
  await new Promise((done) => {
    script.onload = script.onerror = done;
    document.head.append(script);
  });
  const { mermaid } = globalThis;
  if (!mermaid) return;
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const { dataset } = document.documentElement;
  let shown, turn = Promise.resolve();
  const draw = async () => {
    const dark = dataset.theme === "dark" || (dataset.theme !== "light" && scheme.matches);
    if (shown === dark) return;
    shown = dark;
    const { fontFamily } = getComputedStyle(text);
    mermaid.initialize({ startOnLoad: false, securityLevel: "strict", suppressErrorRendering: true, htmlLabels: false, flowchart: { htmlLabels: false }, fontFamily, theme: dark ? "dark" : "neutral" });
    for (const [place, [figure, source]] of figures.entries()) {
      try {
        const drawing = await withoutInlineStyles(() => mermaid.render("diagram-" + place, source.textContent));
        drawing.setAttribute("role", "img");
        if (!drawing.hasAttribute("aria-labelledby")) drawing.setAttribute("aria-label", figure.ariaLabel);
        figure.replaceChildren(drawing);
      } catch {
        figure.replaceChildren(source); // It reads as text.
      }
      figure.dataset.drawnFor = dark ? "dark" : "light";
    }
  };
  const redraw = () => (turn = turn.then(draw));
  scheme.addEventListener("change", redraw);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  await redraw();
}

// Sheets by the id of the drawing for which they were made.
const sheets = new Map();

// Calls `render` while style sheets and style attributes take the allowed
// way, also in the texts that it measures. Gives the drawing as an element.
async function withoutInlineStyles(render) {
  const { setAttribute } = Element.prototype, { insertBefore, appendChild } = Node.prototype, { parseFromString } = DOMParser.prototype;
  const adopt = (add) => function (node, ...rest) {
    if (node.localName !== "style") return add.call(this, node, ...rest);
    const sheet = new CSSStyleSheet(), old = sheets.get(this.id);
    sheet.replaceSync(node.textContent);
    sheets.set(this.id, sheet);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((each) => each !== old), sheet];
    return node;
  };
  Element.prototype.setAttribute = function (name, value) {
    if (name === "style") this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  // A parsed document has the policy of its page, also where it is only cleaned.
  DOMParser.prototype.parseFromString = function (markup, type) {
    return parseFromString.call(this, String(markup).replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/(\s)style=/g, "$1data-style=")), type);
  };
  Node.prototype.insertBefore = adopt(insertBefore);
  Node.prototype.appendChild = adopt(appendChild);
  let drawing;
  try {
    const { svg } = await render();
    drawing = document.adoptNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement);
  } finally {
    Element.prototype.setAttribute = setAttribute;
    Object.assign(Node.prototype, { insertBefore, appendChild });
    Object.assign(DOMParser.prototype, { parseFromString });
  }
  if (drawing.localName !== "svg") throw new Error("drawing is not well-formed");
  for (const element of [drawing, ...all("[data-style]", drawing)]) {
    element.style.cssText = element.dataset.style ?? "";
    delete element.dataset.style;
  }
  return drawing;
}
