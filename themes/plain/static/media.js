// What few articles have: videos and diagrams.
const all = (selector, from) => [...from.querySelectorAll(selector)];

export function enrich(text) {
  for (const link of all(".video-link", text)) link.addEventListener("click", (event) => playVideo(event, link));
  if (text.dataset.mermaid) drawDiagrams(text);
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
  Object.assign(frame, { src: address, title: link.textContent.trim(), allow: "autoplay; fullscreen; picture-in-picture", allowFullscreen: true, referrerPolicy: "strict-origin-when-cross-origin" });
  link.replaceWith(frame);
  frame.focus();
}

async function drawDiagrams(text) {
  const figures = all("figure.mermaid", text);
  if (!figures.length) return;
  const { default: mermaid } = await import(new URL(text.dataset.mermaid, document.baseURI));
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark" || (matchMedia("(prefers-color-scheme: dark)").matches && document.documentElement.dataset.theme !== "light");
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: dark ? "dark" : "neutral" });
  for (const [place, figure] of figures.entries()) {
    const source = figure.querySelector(".mermaid-source");
    try {
      const { svg } = await mermaid.render("diagram-" + place, source.textContent);
      const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
      source.replaceWith(document.importNode(drawing, true));
    } catch {
      // The source stays: it reads as text.
    }
  }
}
