// Sends what is kept, oldest first, until the house has answered for each scan; a scan may be sent twice, it counts once.
import { keep, page, remember, waiting } from "./scan-store.js";

const AT_ONCE = 50;
const PAUSE = 15000;

const json = { accept: "application/json", "content-type": "application/json" };

// Who is signed in: {token, organization_id, …}; null without network, {} when nobody is signed in.
export async function ask() {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch(`${page}/standing`, { headers: { accept: "application/json" }, cache: "no-store" });
    if (answer.status >= 500) return null;
    if (!answer.ok || answer.redirected) return {};
    return await answer.json();
  } catch {
    return null;
  }
}

async function post(scans, token) {
  const told = scans.map(({ key, tag, action, scanned_at, parcel }) => ({ key, tag, action, scanned_at, ...parcel }));
  const body = JSON.stringify({ scans: told });
  const answer = await fetch(`${page}/records`, { method: "POST", headers: { ...json, "x-csrftoken": token }, body });
  if (answer.ok && !answer.redirected) return answer.json();
  if (![400, 413, 422].includes(answer.status)) throw new Error(String(answer.status));
  if (scans.length === 1) return [{ key: scans[0].key, is_done: false, said: null, about: "" }];
  const half = Math.ceil(scans.length / 2); // one of them cannot be read: the others must not wait for it
  return [...(await post(scans.slice(0, half), token)), ...(await post(scans.slice(half), token))];
}

export function beginSending(told, stood) {
  let running = false;
  let again = false;

  const round = async () => {
    const me = await ask();
    if (me?.organization_id) await remember("me", me);
    await stood(me);
    if (!me?.organization_id) return;
    let refused = false;
    for (;;) {
      const mine = (await waiting()).filter((scan) => scan.organization_id === me.organization_id).slice(0, AT_ONCE);
      if (!mine.length) break;
      const scans = new Map(mine.map((scan) => [scan.key, scan]));
      for (const { key, is_done, said, about } of await post(mine, me.token)) {
        const scan = { ...scans.get(key), state: is_done ? "done" : "refused", said, about };
        await keep(scan);
        told(scan);
        refused ||= !is_done;
      }
    }
    if (refused) await stood(await ask()); // how many are to be settled by hand
  };

  const send = async () => {
    if (running) { again = true; return; }
    running = true;
    try {
      do { again = false; await round(); } while (again);
    } catch {
      await stood(null);
    } finally {
      running = false;
    }
  };

  addEventListener("online", send);
  addEventListener("offline", () => stood(null));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  setInterval(async () => { if ((await waiting()).length) send(); }, PAUSE);
  return send;
}
