// Days and bars in words.
const DAY = 86400000;
const language = document.documentElement.lang;
const face = new Intl.DateTimeFormat(language, { month: "short", day: "numeric", weekday: "short", timeZone: "UTC" });
const faces = new Map();

export const dayOf = (iso) => Date.parse(iso) / DAY;
export const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

function shown(day) {
  if (!faces.has(day)) faces.set(day, face.format(day * DAY));
  return faces.get(day);
}

// `end` is exclusive, the last day is shown
export function period(start, end, words) {
  return words.from_to.replace("{start}", shown(start)).replace("{last}", shown(end - 1)).replace("{days}", end - start);
}

export function nameOf(bar, signs) {
  const parts = [bar.number, bar.kind === "overdue" ? signs.overdue[0] : bar.state, bar.facility, bar.note];
  return parts.filter(Boolean).join(" ") || signs[bar.kind][0];
}

export function barWords(unit, bar, signs, words) {
  const dates = period(dayOf(bar.start), dayOf(bar.end), words);
  return [signs[bar.kind][0], nameOf(bar, signs), dates, unit.product_name, unit.serial_number].join(" ");
}
