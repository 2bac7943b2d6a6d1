// Moving and stretching bars by mouse, keyboard and touch. Nothing is changed before the dialog is answered.
import { beginAsking } from "./board-dialog.js";

const LONG_PRESS = 500; // ms
const SLACK = 5; // px that a hand trembles
const EDGE = 10; // px by which a bar is stretched
const FINGERTIP = 24; // px of the same for a finger

export function beginMoving(board, calendar) {
  const { root, one, words } = board;
  const frame = one("board");
  const say = (text) => { one("said").textContent = text; };
  let held = null; // what is being moved: { found, start, end }
  let quiet = false; // the click that ends a drag or a long press leads nowhere

  const letGo = (isBack) => {
    if (!held) return;
    held.found.element.classList.remove("tl-moving");
    if (isBack) board.place(held.found.element, held.found.start, held.found.end);
    held = null;
  };

  const hold = (found) => {
    if (held?.found === found) return;
    letGo(true);
    held = { found, start: found.start, end: found.end };
    found.element.classList.add("tl-moving");
  };

  const moveTo = (start, end) => {
    if (end <= start) return;
    held.start = start;
    held.end = end;
    board.place(held.found.element, start, end);
  };

  const ask = beginAsking(board, calendar, say, () => letGo(true));
  const open = () => {
    const { found, start, end } = held;
    ask(found, start, end);
  };

  frame.addEventListener("click", (event) => {
    if (quiet) { event.preventDefault(); quiet = false; return; }
    const target = event.target.closest(".tl-plan, button.tl-bar");
    const found = board.known.get(target);
    if (!found) return;
    event.preventDefault();
    if (found.bar) { hold(found); open(); } else ask(found, board.today, board.today + 1);
  });

  const shift = (isEnd, isStart, days) => moveTo(held.start + (isEnd ? 0 : days), held.end + (isStart ? 0 : days));

  frame.addEventListener("keydown", (event) => {
    const found = board.known.get(event.target);
    if (!found?.bar) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") neighbour(event);
    if (!found.bar.step && !found.bar.swaps) return;
    const days = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (days) {
      event.preventDefault();
      if (!found.bar.step) { hold(found); open(); return; }
      if (found.bar.step === "extend" && !event.shiftKey) { say(words.whole_only); return; }
      hold(found);
      shift(event.shiftKey, false, days);
      say(words.moving.replace("{days}", calendar.period(held.start, held.end, words)));
    } else if (held && event.key === "Enter") {
      event.preventDefault();
      open();
    } else if (held && event.key === "Escape") {
      letGo(true);
      say(words.stopped);
    }
  });

  const neighbour = (event) => {
    const row = event.target.closest(".tl-row");
    let next = row;
    do next = event.key === "ArrowUp" ? next.previousElementSibling : next.nextElementSibling;
    while (next && !next.querySelector("a.tl-bar:not([tabindex]), button.tl-bar"));
    if (!next) return;
    event.preventDefault();
    next.querySelector("a.tl-bar:not([tabindex]), button.tl-bar").focus();
  };

  frame.addEventListener("focusout", () => { if (held && !root.querySelector("dialog[open]") && !dragging) letGo(true); });

  // The unit on whose row something is dropped, where it could take the place of the one that lies there.
  const unitUnder = (event, found) => {
    if (!found.bar.swaps) return null;
    const row = document.elementsFromPoint(event.clientX, event.clientY).find((one_) => one_.matches(".tl-row"));
    const unit = board.rows.get(row);
    return unit && board.sparesOf(found.unit).includes(unit) ? unit : null;
  };

  let dragging = false;
  frame.addEventListener("pointerdown", (event) => {
    quiet = false;
    const bar = event.target.closest(".tl-movable");
    if (!bar || event.button !== 0) return;
    const found = board.known.get(bar);
    const dragged = drag(event, bar, found);
    if (event.pointerType !== "mouse") press(event, found, dragged);
  });

  function drag(down, bar, found) {
    if (getComputedStyle(bar).position !== "absolute") return null; // a list of cards has no days to drag along
    const isMouse = down.pointerType === "mouse";
    const slack = isMouse ? SLACK : 2 * SLACK;
    const box = bar.getBoundingClientRect();
    const perDay = bar.parentElement.clientWidth / board.days;
    const edge = Math.min(isMouse ? EDGE : FINGERTIP, box.width / 4);
    const isEnd = found.bar.step === "extend" || box.right - down.clientX < edge;
    const isStart = !isEnd && down.clientX - box.left < edge;
    const control = new AbortController();
    const options = { signal: control.signal };
    let over = null;
    const mark = (unit) => {
      for (const [row, one_] of board.rows) row.classList.toggle("tl-target", one_ === unit);
      over = unit;
    };
    document.addEventListener("pointermove", (event) => {
      const far = event.clientX - down.clientX;
      if (!dragging && Math.hypot(far, found.bar.swaps ? event.clientY - down.clientY : 0) < slack) return;
      event.preventDefault();
      dragging = true;
      hold(found);
      mark(unitUnder(event, found));
      if (over) {
        moveTo(found.start, found.end);
        one("details").textContent = words.swapping.replace("{unit}", over.serial_number);
        return;
      }
      if (!found.bar.step) return;
      const days = Math.round(far / perDay);
      moveTo(found.start + (isEnd ? 0 : days), found.end + (isStart ? 0 : days));
      one("details").textContent = calendar.period(held.start, held.end, words);
    }, options);
    const stop = (event) => {
      control.abort();
      if (!dragging) return;
      dragging = false;
      quiet = true;
      setTimeout(() => { quiet = false; });
      const isMoved = held && (held.start !== found.start || held.end !== found.end);
      const to = over;
      mark(null);
      if (event.type === "pointerup" && to) ask(found, found.start, found.end, to);
      else if (event.type === "pointerup" && isMoved) open();
      else letGo(true);
    };
    document.addEventListener("pointerup", stop, options);
    document.addEventListener("pointercancel", stop, options);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(event); }, options);
    return control;
  }

  // A finger that stays where it is asks for the buttons; one that goes along the days drags.
  function press(down, found, dragged) {
    const control = new AbortController();
    const options = { signal: control.signal };
    const give = () => { clearTimeout(timer); control.abort(); };
    const timer = setTimeout(() => {
      control.abort();
      dragged?.abort();
      quiet = true;
      hold(found);
      open();
    }, LONG_PRESS);
    document.addEventListener("pointermove", (event) => {
      if (Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > 2 * SLACK) give();
    }, options);
    document.addEventListener("pointerup", give, options);
    document.addEventListener("pointercancel", give, options);
  }

  frame.addEventListener("contextmenu", (event) => { if (quiet || held) event.preventDefault(); });
  frame.addEventListener("dragstart", (event) => event.preventDefault());
}
