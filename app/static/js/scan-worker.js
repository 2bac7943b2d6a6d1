// Keeps a page for scanning and its parts, so that it opens without network. PAGE, VERSION and ASSETS stand above.
const OURS = `${PAGE.slice(1).replaceAll("/", ".")}-`;
const NAME = OURS + VERSION;
const SHELL = `${PAGE}/shell`;
const PATIENCE = 4000; // a network that answers no sooner is as good as none

self.addEventListener("install", (event) => {
  const keep = async () => {
    const kept = await caches.open(NAME);
    await kept.addAll([SHELL, ...ASSETS]);
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

async function opened(request) {
  const waited = new Promise((_, giveUp) => { setTimeout(() => giveUp(new Error("slow")), PATIENCE); });
  try {
    return await Promise.race([fetch(request), waited]);
  } catch {
    return (await caches.match(SHELL)) || Response.error();
  }
}

const asset = async (request) => (await caches.match(request)) || fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(opened(request));
  else if (pathname.startsWith("/static/")) event.respondWith(asset(request));
});
