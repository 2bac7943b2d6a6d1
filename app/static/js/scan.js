// A page for scanning: takes codes from the camera, from a scanner that types and from the field, keeps each on this
// phone at once, and sends it when it can. Works the same without network.
import { look } from "./scan-camera.js";
import { listen, listenIn } from "./scan-keys.js";
import { beginSending } from "./scan-sending.js";
import { signal, wake } from "./scan-signals.js";
import { all, keep, page, recall, tidy } from "./scan-store.js";

const IGNORED_FOR = 3000;
const SHOWN = 200;

const root = document.getElementById("scan");
const one = (name) => root.querySelector(`[data-${name}]`);
const form = document.getElementById("scan-form");
const words = JSON.parse(root.dataset.words);
const files = { script: root.dataset.script, wasm: root.dataset.wasm };
const TONES = { waiting: ["attention", "clock"], done: ["done", "check-circle"], refused: ["danger", "cross-circle"] };
const shown = new Map();
const lately = new Map();
let me = null;
let ahead = 0; // milliseconds by which the house's clock is ahead of this phone's

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const fill = (text, values) => Object.entries(values).reduce((made, [name, value]) => made.replaceAll(`{${name}}`, value), text);
const chosen = () => form.elements.action.value;

// How what is sent goes: said once, and kept with each scan, so that it is the same whenever that is sent.
function parcelOf(action) {
  if (action !== "dispatch") return {};
  const { way, carrier, tracking_number } = form.elements;
  return { way: way.value || null, carrier: carrier.value.trim(), tracking_number: tracking_number.value.trim() };
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function picture(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

const codeOf = (tag) => {
  const last = tag.split("?")[0].replace(/\/+$/, "").split("/").pop();
  return last.length > 12 ? `${last.slice(0, 6)}…` : last.toUpperCase();
};
const saidOf = (scan) => (scan.state === "waiting" ? words.kept : scan.said || words.unreadable);

function count() {
  const states = [...shown.values()].map(({ scan }) => scan.state);
  for (const state of Object.keys(TONES)) one(`count-${state}`).textContent = states.filter((each) => each === state).length;
  one("empty").hidden = states.length > 0;
}

function show(scan) {
  const [tone, icon] = TONES[scan.state];
  const row = shown.get(scan.key)?.row || element("li", "");
  row.className = `scan-row tone-${tone}`;
  const body = element("div", "scan-body");
  body.append(element("strong", "", scan.about || codeOf(scan.tag)), element("span", "", saidOf(scan)));
  const time = element("span", "muted", `${clock.format(new Date(scan.scanned_at))} ${words.actions[scan.action]}`);
  body.append(time);
  row.replaceChildren(picture(icon), body);
  if (!shown.has(scan.key)) one("list").prepend(row);
  shown.delete(scan.key);
  shown.set(scan.key, { scan, row });
  while (one("list").children.length > SHOWN) one("list").lastElementChild.remove();
  count();
}

function say(kind, title, text) {
  const [tone, icon] = TONES[{ done: "done", refused: "refused" }[kind] || "waiting"];
  const last = one("last");
  last.className = `scan-last tone-${kind === "ignored" ? "neutral" : tone}`;
  last.replaceChildren(picture(kind === "ignored" ? "info" : icon), element("p", "", `${title} ${text}`.trim()));
  signal(kind, one("sound").checked);
}

function isDouble(code) {
  const now = Date.now();
  const mark = `${chosen()} ${code}`;
  const before = lately.get(mark) || 0;
  lately.set(mark, now);
  return now - before < IGNORED_FOR ? now - before : 0;
}

const send = beginSending(told, stood);

function told(scan) {
  show(scan);
  say(scan.state, scan.about || codeOf(scan.tag), saidOf(scan));
}

async function read(text) {
  const tag = text.normalize("NFKC").trim().slice(0, 500);
  if (!tag) return;
  const since = isDouble(codeOf(tag) + tag);
  if (since) {
    if (since > 400) say("ignored", codeOf(tag), words.ignored); // a camera sees the same label many times a second
    return;
  }
  if (!me?.organization_id) { say("refused", "", words.unknown); return; }
  const parcel = parcelOf(chosen());
  if (parcel.way === "parcel" && !parcel.carrier) {
    lately.clear(); // the label may be read again at once
    say("refused", codeOf(tag), words.noCarrier);
    form.elements.carrier.focus();
    return;
  }
  const scanned_at = new Date(Date.now() + ahead).toISOString();
  const who = { organization_id: me.organization_id, organization_name: me.organization_name };
  const scan = { key: crypto.randomUUID(), tag, action: chosen(), parcel, scanned_at, state: "waiting", ...who };
  try {
    await keep(scan);
  } catch {
    say("refused", codeOf(tag), words.full);
    return;
  }
  show(scan);
  if (navigator.onLine) signal("ignored", false);
  else say("kept", codeOf(tag), words.kept);
  send();
}

function offer(actions) {
  for (const choice of form.querySelectorAll("input[name=action][type=radio]")) {
    choice.closest(".choice").hidden = !actions.includes(choice.value);
  }
  const isOffered = actions.includes(chosen());
  if (!isOffered && actions.length) form.querySelector(`input[name=action][value=${actions[0]}]`).checked = true;
}

async function stood(standing) {
  const state = standing === null ? "offline" : standing.organization_id ? "online" : "signed-out";
  if (standing?.organization_id) {
    me = standing;
    ahead = Math.abs(standing.now * 1000 - Date.now()) > 2000 ? standing.now * 1000 - Date.now() : 0;
    offer(me.actions);
    document.querySelector("[data-refused-count]").textContent = me.refused ? fill(words.refused, { count: me.refused }) : "";
  }
  const left = (await all()).filter((scan) => scan.state === "waiting");
  const others = left.filter((scan) => state === "online" && scan.organization_id !== me.organization_id);
  one("network").dataset.state = state;
  one("network").textContent = state === "signed-out" ? words.signedOut : words[state];
  one("sign-in").hidden = state !== "signed-out";
  one("others").textContent = others.length ? fill(words.others, { count: others.length, name: others[0].organization_name }) : "";
}

function beginCamera() {
  let stop = null;
  one("camera").addEventListener("click", async () => {
    wake();
    const words_ = one("camera").querySelector("span");
    try {
      if (stop) {
        await stop();
        stop = null;
      } else {
        one("view").hidden = false;
        stop = await look(one("view"), files, read);
        one("camera").scrollIntoView(); // the picture and what was read, without another touch
      }
    } catch (trouble) {
      say("refused", "", trouble.name === "NotAllowedError" ? words.forbidden : words.noCamera);
    }
    one("view").hidden = !stop;
    words_.textContent = stop ? words.cameraOff : words.cameraOn;
    one("camera").setAttribute("aria-pressed", String(Boolean(stop)));
  });
}

async function begin() {
  root.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.code;
    read(field.value);
    field.value = "";
  });
  const parcel = root.ownerDocument.querySelector("[data-parcel]");
  if (parcel) listenIn(parcel, read);
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  listen(read);
  beginCamera();
  me = (await recall("me")) || null;
  if (me) offer(me.actions);
  await tidy();
  (await all()).forEach(show);
  await navigator.storage?.persist?.();
  await send();
  root.dataset.ready = "yes";
  await navigator.serviceWorker?.register(`${page}/worker.js`, { scope: page });
}

begin();
