// Scanners that type: no field needs to be chosen; what arrives before Enter is the code.
const LONGEST_GAP = 1500;
// Nobody types as quickly as a scanner: a whole code at once into a field that is still chosen is a label.
const SCANNERS_GAP = 50;
const WHOLE_CODE = 8;
const SHORTEST = 4;
// With a Japanese input method switched on the key itself is hidden, but not where it lies.
const SIGNS = { Slash: "/", Period: ".", Minus: "-", Semicolon: ":", Quote: ":", NumpadDivide: "/", IntlRo: "_" };

function signOf(event) {
  if (event.key.length === 1) return event.key;
  if (event.key !== "Process" && event.key !== "Unidentified") return "";
  const plain = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1];
  if (plain) return event.shiftKey ? plain : plain.toLowerCase();
  return SIGNS[event.code] || "";
}

export function listen(read) {
  let typed = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not([type=radio]), textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.timeStamp - last > LONGEST_GAP) typed = "";
    last = event.timeStamp;
    if (event.key === "Enter" || (event.key === "Tab" && typed.length >= SHORTEST)) {
      if (typed.length < SHORTEST) return;
      event.preventDefault();
      event.stopPropagation();
      read(typed);
      typed = "";
      return;
    }
    const sign = signOf(event);
    typed += sign;
    // a space would press the button that happens to be chosen
    if (sign && typed.length > 1) event.preventDefault();
  }, true);
}

// In fields that are filled in by hand: Enter means that they are, and a label read meanwhile stays a label.
export function listenIn(fields, read) {
  let typed = "";
  let last = 0;
  let before = "";
  fields.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.timeStamp - last > SCANNERS_GAP) [typed, before] = ["", field.value];
    last = event.timeStamp;
    if (event.key !== "Enter") {
      typed += event.key.length === 1 ? event.key : "";
      return;
    }
    if (event.isComposing) return;
    event.preventDefault();
    field.blur();
    if (typed.length < WHOLE_CODE) return;
    field.value = before;
    read(typed);
    typed = "";
  });
}
