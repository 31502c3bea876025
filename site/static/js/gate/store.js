// What a phone keeps: the list and the queue, sealed with AES-GCM, in IndexedDB.
//
// Two keys, both made here and never readable by any script. The key of the list is deleted when somebody signs out,
// when the server no longer knows them, and two hours after the session: names are noise from then on. The key of the
// queue lives until the last scan is sent, for a scan that was not sent must not be lost; the queue names nobody.
// It protects a phone that is lost or handed on later. It does not protect against somebody who holds the phone
// unlocked during the session: that person sees what reception sees.

const NAME = "openday-gate";
const AES = { name: "AES-GCM", length: 256 };
const utf8 = { encode: new TextEncoder(), decode: new TextDecoder() };
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("kept");
      asked.result.createObjectStore("queue", { autoIncrement: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

/** Run `work(stores)` in one transaction; resolves with its request's result when all of it is on disk. */
async function inOne(names, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const deal = database.transaction(names, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
    const asked = work(Object.fromEntries(names.map((name) => [name, deal.objectStore(name)])));
    deal.oncomplete = () => resolve(asked?.result);
    deal.onabort = deal.onerror = () => reject(deal.error);
  });
}

async function keyOf(name) {
  const kept = await inOne(["keys"], "readonly", ({ keys }) => keys.get(name));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  await inOne(["keys"], "readwrite", ({ keys }) => keys.put(made, name));
  return made;
}

async function seal(name, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: AES.name, iv }, await keyOf(name), utf8.encode.encode(JSON.stringify(value)));
  return { iv, data };
}

async function unseal(name, { iv, data }) {
  const clear = await crypto.subtle.decrypt({ name: AES.name, iv }, await keyOf(name), data);
  return JSON.parse(utf8.decode.decode(clear));
}

/** Ask the browser not to throw our data away when the phone runs full. */
export async function keepForLong() {
  await navigator.storage?.persist?.();
}

export async function readPlain(name) {
  return inOne(["kept"], "readonly", ({ kept }) => kept.get(name));
}

export async function writePlain(name, value) {
  await inOne(["kept"], "readwrite", ({ kept }) => kept.put(value, name));
}

export async function readList() {
  const sealed = await readPlain("list");
  // A key that is gone opens nothing: the same as no list.
  return sealed ? unseal("list", sealed).catch(() => undefined) : undefined;
}

export async function writeList(list) {
  const sealed = await seal("list", list);
  await writePlain("list", sealed);
}

/** The names on this phone become noise. The queue stays. */
export async function forgetList() {
  await inOne(["keys", "kept"], "readwrite", ({ keys, kept }) => {
    keys.delete("list");
    kept.delete("list");
  });
}

export async function addToQueue(scan) {
  const sealed = await seal("queue", scan);
  await inOne(["queue"], "readwrite", ({ queue }) => queue.add(sealed));
}

/** The scans that were not sent, oldest first, each with its place in the queue. */
export async function readQueue() {
  const places = await inOne(["queue"], "readonly", ({ queue }) => queue.getAllKeys());
  const sealed = await inOne(["queue"], "readonly", ({ queue }) => queue.getAll());
  const scans = [];
  for (const [number, each] of sealed.entries()) {
    scans.push({ ...(await unseal("queue", each)), place: places[number] });
  }
  return scans;
}

/** Take scans that were sent out of the queue and keep the list that knows of them, both or neither. */
export async function sent(places, list) {
  const sealed = list ? await seal("list", list) : undefined;
  await inOne(["queue", "kept"], "readwrite", ({ queue, kept }) => {
    for (const place of places) queue.delete(place);
    if (sealed) kept.put(sealed, "list");
  });
}

/** The key of an empty queue has nothing left to open. */
export async function forgetQueueKey() {
  await inOne(["keys", "queue"], "readwrite", ({ keys, queue }) => {
    const counted = queue.count();
    counted.onsuccess = () => counted.result === 0 && keys.delete("queue");
  });
}
