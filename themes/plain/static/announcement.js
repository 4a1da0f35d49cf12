// Runs before the first paint, so that a dismissed announcement never shows.
try { const bar = document.currentScript.previousElementSibling; bar.hidden = localStorage["kb-announcement"] === bar.dataset.announcement; } catch {}
