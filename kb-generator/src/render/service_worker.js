// Pages: from the network, so that they are current; without one from the
// cache, else the offline page of the locale. Files under hashed names never
// change: from the cache first.
const cacheName = `helpwright-${settings.version}`;
const hashed = /\.[0-9a-f]{8,}\.[a-z0-9]+$/;

self.addEventListener('install', (event) => {
  const files = [...settings.shell, ...Object.values(settings.offline)];
  event.waitUntil(
    caches.open(cacheName).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const drop = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('helpwright-') && name !== cacheName) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(drop());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (!url.pathname.startsWith(settings.base)) return;
  event.respondWith(hashed.test(url.pathname) ? fromCache(request) : fromNetwork(request, url));
});

async function fromCache(request) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function fromNetwork(request, url) {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    if (request.mode !== 'navigate') throw error;
    const locale = url.pathname.slice(settings.base.length).split('/')[0];
    return cache.match(settings.offline[locale] ?? settings.offline[settings.default]);
  }
}
