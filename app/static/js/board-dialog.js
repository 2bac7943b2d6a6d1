// The dialog that asks before anything moves: what it was, what it becomes, who is told, and why not.
export function beginAsking(board, calendar, say, giveUp) {
  const { one, words } = board;
  const dialog = one("dialog");
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
  let asked = null; // { found, start, end }

  let waiting = 0;

  const stepOf = ({ found, to }) => (to ? "exchange" : found.bar?.step || "plan");
  board.sparesOf = (unit) => [...board.rows.values()].filter((one_) =>
    one_.id !== unit.id && one_.product_id === unit.product_id && one_.lender_name === unit.lender_name);

  const call = (path, sent) => {
    const headers = { "content-type": "application/json", "x-csrftoken": token, accept: "application/json", "x-board": "timeline" };
    return fetch(path, { method: "POST", headers, body: JSON.stringify(sent), credentials: "same-origin" });
  };

  const body = ({ found, start, end, to }) => ({
    id: found.bar.id,
    step: stepOf({ found, to }),
    unit_id: found.unit.id,
    to_unit_id: to?.id || null,
    start: calendar.isoOf(start),
    end: calendar.isoOf(end),
    was: { start: calendar.isoOf(found.start), end: calendar.isoOf(found.end) },
    reason: one("reason").value,
    override_reason: one("exception-field").hidden ? "" : one("exception").value,
  });

  const post = async (path, sent) => {
    const answer = await call(path, sent);
    if (answer.ok && !answer.redirected) return null;
    const isJson = (answer.headers.get("content-type") || "").includes("json");
    return isJson ? answer.json() : { said: words.refused };
  };

  // What the move would bring, asked of the server as soon as nobody presses any more.
  const foresee = () => {
    clearTimeout(waiting);
    const mine = asked;
    const { found, start, end, to } = mine;
    const isSame = !to && start === found.start && end === found.end;
    if (!found.bar || found.bar.step === "maintenance" || isSame) return;
    waiting = setTimeout(async () => {
      try {
        const answer = await call("/board/moves/preview", body(mine));
        const said = await answer.json();
        if (asked !== mine || mine.start !== start || mine.end !== end || mine.to !== to || mine.isSent) return;
        if (answer.ok) one("told").textContent = [mine.told, ...said].join("\n");
        else refuse(said);
      } catch { /* the answer to the press itself will say it */ }
    }, 200);
  };

  const show = () => {
    const { found, start, end, to } = asked;
    one("becomes").textContent = [calendar.period(start, end, words), to?.serial_number].filter(Boolean).join(" ");
    one("start").value = calendar.isoOf(start);
    one("last").value = calendar.isoOf(end - 1);
    if (found.bar) board.place(found.element, start, end);
    foresee();
    for (const button of dialog.querySelectorAll("[data-nudge]")) {
      const [first, last] = button.dataset.nudge.split(",").map(Number);
      button.disabled = end + last <= start + first;
      button.hidden = Boolean(to) || (first !== 0 && found.bar?.step === "extend");
    }
  };

  // A refusal that its reader may set aside asks for the reason; the field stays until the dialog closes.
  const refuse = ({ said: text, exception = "" }) => {
    one("refusal").textContent = text;
    one("refusal").hidden = !text;
    if (exception) {
      one("exception-label").textContent = words.exception.replace("{rules}", exception);
      one("exception-field").hidden = false;
    }
    if (text && asked.found.bar) board.place(asked.found.element, asked.found.start, asked.found.end);
  };

  const chooseUnit = () => {
    const { found, to } = asked;
    const spares = found.bar?.swaps ? board.sparesOf(found.unit) : [];
    const options = spares.map((unit) => new Option(unit.serial_number, unit.id, false, unit === to));
    if (found.bar?.step) options.unshift(new Option(words.same_unit.replace("{unit}", found.unit.serial_number), "", false, !to));
    one("units").replaceChildren(...options);
    one("units-field").hidden = !spares.length;
    return spares;
  };

  // What depends on the step: it changes when another unit is chosen.
  const dress = () => {
    const { found } = asked;
    const step = stepOf(asked);
    one("title").textContent = { plan: words.plan, exchange: words.exchange_title }[step] || words.title;
    one("was-row").hidden = step === "plan";
    const several = (found.bar?.quantity || 1) > 1 && step !== "exchange" ? words.units.replace("{count}", found.bar.quantity) : "";
    asked.told = [step === "plan" ? "" : words[step], several].join(" ").trim();
    one("told").textContent = asked.told;
    one("reason-field").hidden = step === "maintenance" || step === "revise";
    one("reason-label").textContent = { reschedule: words.reason, exchange: words.reason, plan: words.note }[step] || words.message;
    one("start").disabled = step === "extend" || step === "exchange";
    one("last").disabled = step === "exchange";
    one("end-now").hidden = step !== "maintenance";
  };

  const ask = (found, start, end, to = null) => {
    asked = { found, start, end, to, id: found.bar?.id };
    const { unit } = found;
    const spares = chooseUnit();
    if (found.bar && !found.bar.step && !to) {
      asked.to = spares[0] || null;
      if (!asked.to) { asked = null; giveUp(); say(words.no_spare); return; }
      chooseUnit();
    }
    one("about").textContent = [found.bar?.number, unit.product_name, unit.serial_number].filter(Boolean).join(" ");
    if (found.bar) one("was").textContent = calendar.period(found.start, found.end, words);
    dress();
    one("reason").value = "";
    one("exception-field").hidden = true;
    one("exception").value = "";
    refuse({ said: "" });
    show();
    dialog.showModal();
    one("yes").focus();
  };

  const change = (start, end) => {
    if (!(end > start)) return;
    Object.assign(asked, { start, end, isSent: false });
    refuse({ said: "" });
    show();
  };

  const finish = async (text) => {
    const { id, found, to } = asked;
    const unit = to || found.unit;
    asked = null;
    dialog.close();
    await board.load();
    say(text);
    const all = [...board.known.values()];
    const same = all.find((one_) => (one_.bar?.step || one_.bar?.swaps) && one_.bar.id === id && one_.unit.id === unit.id);
    (same?.element || one("board")).focus({ preventScroll: Boolean(same) });
  };

  const send = async (path, sent, done) => {
    asked.isSent = true;
    dialog.setAttribute("aria-busy", "true");
    one("yes").disabled = one("no").disabled = true;
    let refusal = { said: words.failed };
    try { refusal = await post(path, sent); } catch { /* the line is dead: said below */ }
    one("yes").disabled = one("no").disabled = false;
    dialog.removeAttribute("aria-busy");
    if (refusal) refuse(refusal);
    else await finish(done);
  };

  one("yes").addEventListener("click", () => {
    const { found, start, end } = asked;
    const days = { start: calendar.isoOf(start), end: calendar.isoOf(end) };
    const told = calendar.period(start, end, words);
    const reason = one("reason").value;
    if (!found.bar) {
      send(`/board/units/${found.unit.id}/maintenance`, { ...days, note: reason }, words.planned.replace("{days}", told));
      return;
    }
    const done = { offer: words.offered, extend: words.wished, exchange: words.exchanged }[stepOf(asked)] || words.done.replace("{days}", told);
    send("/board/moves", body(asked), done);
  });
  one("end-now").addEventListener("click", () => send(`/board/maintenance/${asked.found.bar.id}/end`, {}, words.ended));
  dialog.addEventListener("cancel", (event) => { if (dialog.hasAttribute("aria-busy")) event.preventDefault(); });
  one("no").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (!asked) return;
    const { found } = asked;
    asked = null;
    giveUp();
    say(words.stopped);
    found.element?.focus();
  });
  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("[data-nudge]");
    if (!button) return;
    const [first, last] = button.dataset.nudge.split(",").map(Number);
    change(asked.start + first, asked.end + last);
  });
  one("units").addEventListener("change", () => {
    const { found } = asked;
    asked.to = board.sparesOf(found.unit).find((unit) => unit.id === one("units").value) || null;
    dress();
    change(found.start, found.end);
  });
  one("start").addEventListener("change", (event) => change(calendar.dayOf(event.target.value), asked.end));
  one("last").addEventListener("change", (event) => change(asked.start, calendar.dayOf(event.target.value) + 1));
  one("reason").closest("form").addEventListener("submit", (event) => event.preventDefault());
  return ask;
}
