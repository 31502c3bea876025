// Keeps the app for the door on the phone. Its reach is /admin/gate/ and nothing else of the site; what people are
// and what was scanned never comes through here (it is sealed in IndexedDB).

const CACHE = "openday-gate-{{ version }}";
const PAGES = {{ pages|safe }};
const FILES = {{ files|safe }};
const KEPT = new Set([...PAGES, ...FILES]);

addEventListener("install", (event) => {
  // "reload": whatever the browser kept of an earlier release is not asked.
  const requests = [...KEPT].map((url) => new Request(url, { cache: "reload", redirect: "error" }));
  // A new release waits until the app is closed: one that is open still needs the files it began with.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("openday-gate-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || !KEPT.has(pathname)) return;
  // What is kept first: a door must open in the second it is asked to, with any network or none.
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(pathname, { ignoreVary: true }))
      .then((kept) => kept || fetch(event.request)),
  );
});
