// The timeline of units by days: fetches the units by pieces and draws them. The page holds a table for
// whoever has no script. Styles are set through the style object, as the content security policy asks.
import { beginMoving } from "./board-moving.js";
import { barWords, dayOf, isoOf, nameOf, period } from "./board-words.js";

const AT_ONCE = 2000; // units drawn without being asked for

const root = document.getElementById("timeline");
const one = (name) => root.querySelector(`[data-${name}]`);
const words = JSON.parse(root.dataset.words);
const signs = JSON.parse(root.dataset.signs);
const language = document.documentElement.lang;
const board = { root, one, words, signs, known: new Map(), rows: new Map(), start: 0, days: 0, today: 0, loaded: 0, load };

const at = (day) => `${(100 * (day - board.start)) / board.days}%`;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

board.place = (bar, start, end) => {
  const from = Math.max(start, board.start);
  const to = Math.min(end, board.start + board.days);
  bar.style.setProperty("--s", from - board.start);
  bar.style.setProperty("--d", Math.max(to - from, 0));
  bar.classList.toggle("tl-outside", to <= from); // the way back of a trial, say, that ends with the board
  bar.classList.toggle("tl-cut-before", start < from);
  bar.classList.toggle("tl-cut-after", end > to);
};

function drawnBar(unit, bar) {
  const tag = bar.number ? "a" : bar.step ? "button" : "div";
  const made = element(tag, `tl-bar tl-${bar.kind}`);
  const start = dayOf(bar.start), end = dayOf(bar.end);
  board.place(made, start, end);
  const letter = element("b", "", signs[bar.kind][1]);
  letter.setAttribute("aria-hidden", "true");
  made.append(letter);
  const text = nameOf(bar, signs);
  const dates = period(start, end, words);
  if (tag === "a") { made.href = `/loans/${bar.id}`; made.draggable = false; }
  if (tag === "button") made.type = "button";
  if (bar.kind !== "transit") {
    const shown = element("span", "tl-dates", dates);
    shown.setAttribute("aria-hidden", "true"); // said below, for every width
    made.append(shown, element("span", "tl-text", text));
    made.append(element("span", "unseen", ` ${signs[bar.kind][0]} ${dates} ${unit.product_name} ${unit.serial_number}`));
  } else {
    if (tag === "a") made.tabIndex = -1;
    made.setAttribute("aria-hidden", "true");
  }
  if (bar.step || bar.swaps) {
    made.classList.add("tl-movable");
    made.setAttribute("aria-describedby", "tl-keys");
  }
  board.known.set(made, { unit, bar, start, end, element: made });
  return made;
}

function drawnUnit(unit) {
  const row = element("li", "tl-row");
  const head = element("div", "tl-unit");
  const name = element("span", "tl-name", unit.product_name);
  name.title = unit.product_name;
  head.append(name, element("span", "tl-note", `${unit.serial_number} ${unit.lender_name || ""}`.trim()));
  if (unit.is_theirs) {
    const plan = element("button", "tl-plan", "＋");
    plan.type = "button";
    plan.title = words.plan;
    plan.setAttribute("aria-label", `${words.plan}: ${unit.product_name} ${unit.serial_number}`);
    board.known.set(plan, { unit });
    head.append(plan);
  }
  const track = element("div", "tl-track");
  for (const bar of unit.bars || []) {
    const made = drawnBar(unit, bar);
    track.append(made);
    if (bar.step || bar.swaps) track.append(moveButton(made, unit));
  }
  if (!(unit.bars || []).length) track.append(element("span", "tl-free muted", words.free));
  row.append(head, track);
  board.rows.set(row, unit);
  return row;
}

function moveButton(bar, unit) {
  const made = element("button", "tl-plan tl-move", words.move);
  made.type = "button";
  made.setAttribute("aria-label", `${words.move}: ${unit.product_name} ${unit.serial_number}`);
  board.known.set(made, board.known.get(bar));
  return made;
}

function drawDays(piece) {
  board.start = dayOf(piece.start);
  board.days = dayOf(piece.end) - board.start;
  board.today = dayOf(piece.today);
  const frame = one("board");
  frame.style.setProperty("--days", board.days);
  frame.style.setProperty("--shade", shade(new Set(piece.closed.map(dayOf))));
  frame.style.setProperty("--lines", lines());
  frame.classList.toggle("tl-weekly", board.days > 40);
  const head = one("days");
  head.replaceChildren();
  for (let day = board.start; day < board.start + board.days; day += 1) drawDay(head, day);
}

function drawDay(head, day) {
  const date = new Date(day * 86400000);
  const isWeekly = board.days > 40;
  if (day === board.start || date.getUTCDate() === 1) {
    const month = element("span", "tl-month", date.toLocaleDateString(language, { month: "long", timeZone: "UTC" }));
    month.style.setProperty("--s", day - board.start);
    head.append(month);
  }
  if (isWeekly && date.getUTCDay() !== 1) return;
  const face = element("span", "tl-day", String(date.getUTCDate()));
  if (!isWeekly) face.append(element("br"), date.toLocaleDateString(language, { weekday: "narrow", timeZone: "UTC" }));
  if (day === board.today) face.classList.add("tl-is-today");
  face.style.setProperty("--s", day - board.start);
  face.style.setProperty("--d", isWeekly ? Math.min(7, board.start + board.days - day) : 1);
  head.append(face);
}

// Weekends and closing days in grey; a line at today and a hair between days lie above them.
function shade(closed) {
  const stops = [];
  for (let day = board.start; day < board.start + board.days; day += 1) {
    const colour = closed.has(day) ? "#e3e7ec" : "#fff";
    stops.push(`${colour} ${at(day)}`, `${colour} ${at(day + 1)}`);
  }
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}

function lines() {
  const hairs = `repeating-linear-gradient(90deg, #d5dbe1 0 1px, transparent 1px ${100 / board.days}%)`;
  if (board.today < board.start || board.today >= board.start + board.days) return hairs;
  const now = at(board.today);
  const line = `var(--key) ${now}, var(--key) calc(${now} + 3px)`;
  return `linear-gradient(90deg, transparent ${now}, ${line}, transparent calc(${now} + 3px)), ${hairs}`;
}

async function fetched(cursor) {
  const address = new URL(root.dataset.pieces, location.href);
  if (cursor) address.searchParams.set("cursor", cursor);
  const answer = await fetch(address);
  if (!answer.ok || !answer.headers.get("content-type").includes("json")) throw new Error(String(answer.status));
  return answer.json();
}

// Draws from the first unit on; a redraw asks for as many as stood there before.
async function load() {
  const wanted = Math.max(board.loaded, AT_ONCE);
  const rows = document.createDocumentFragment();
  let piece = await fetched(null);
  drawDays(piece);
  board.known.clear();
  board.rows.clear();
  rows.append(...piece.units.map(drawnUnit));
  while (piece.next && piece.last < wanted) {
    count(piece);
    piece = await fetched(piece.next);
    rows.append(...piece.units.map(drawnUnit));
  }
  one("rows").replaceChildren(rows);
  count(piece);
}

function count(piece) {
  board.loaded = piece.last;
  const say = { total: piece.total.toLocaleString(language), loaded: piece.last.toLocaleString(language) };
  one("count").textContent = words.loaded.replace("{total}", say.total).replace("{loaded}", say.loaded);
  const more = one("more");
  more.hidden = !piece.next;
  more.onclick = async () => {
    more.disabled = true;
    try {
      const next = await fetched(piece.next);
      one("rows").append(...next.units.map(drawnUnit));
      count(next);
    } catch { one("count").textContent = words.failed; }
    more.disabled = false;
  };
}

function showDetails(event) {
  const found = board.known.get(event.target.closest(".tl-bar"));
  one("details").textContent = found ? barWords(found.unit, found.bar, signs, words) : "";
}

root.hidden = false;
one("board").addEventListener("pointerover", showDetails);
one("board").addEventListener("focusin", showDetails);
beginMoving(board, { dayOf, isoOf, period });
load().then(() => { root.dataset.ready = "yes"; performance.mark("board-drawn"); }, () => { one("count").textContent = words.failed; });
