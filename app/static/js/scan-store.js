// Scans on this phone: they survive closing the browser, and leave only when the house has answered.
const DAY = 86400000;
export const page = document.getElementById("scan").dataset.page; // "/scan", "/scan/visits": each keeps its own

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open(page === "/scan" ? "tameshi-scans" : `tameshi${page.replaceAll("/", "-")}`, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("scans", { keyPath: "key" });
    request.result.createObjectStore("known");
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function inside(store, mode, work) {
  // "strict": done means written, not only handed to a system whose battery may be empty a moment later.
  const transaction = (await opened).transaction(store, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const found = await work(transaction.objectStore(store));
  await done;
  return found;
}

// Resolves only when the scan is on the disk.
export const keep = (scan) => inside("scans", "readwrite", (store) => asked(store.put(scan)));

export async function all() {
  const scans = await inside("scans", "readonly", (store) => asked(store.getAll()));
  return scans.sort((one, other) => (one.scanned_at < other.scanned_at ? -1 : 1));
}

export const waiting = async () => (await all()).filter((scan) => scan.state === "waiting");

// What was answered more than a day ago is in the house's own lists.
export async function tidy() {
  const old = (await all()).filter((scan) => scan.state !== "waiting" && Date.now() - Date.parse(scan.scanned_at) > DAY);
  await inside("scans", "readwrite", (store) => { old.forEach((scan) => store.delete(scan.key)); });
}

export const remember = (name, value) => inside("known", "readwrite", (store) => asked(store.put(value, name)));
export const recall = (name) => inside("known", "readonly", (store) => asked(store.get(name)));
