// Served by `kb serve` only. The address says which version the page shows.
const shown = new URL(document.currentScript.src).searchParams.get('v');
new EventSource('/_kb/reload').onmessage = (event) => {
  if (shown !== event.data) location.reload();
};
