// Served by `kb serve` only. The first event names the version that is shown.
let shown;
new EventSource('/_kb/reload').onmessage = (event) => {
  if (shown && shown !== event.data) location.reload();
  shown = event.data;
};
