// Small comforts; every page works without them.
(() => {
  "use strict";

  const count = (area) => {
    const counter = document.querySelector(`[data-counter="${CSS.escape(area.id)}"]`);
    if (!counter) return;
    const left = Number(area.dataset.limit) - [...area.value].length;
    const words = left < 0 ? counter.dataset.over : counter.dataset.left;
    counter.textContent = words.replace("%(n)s", Math.abs(left).toLocaleString());
    counter.classList.toggle("field-counter-over", left < 0);
  };

  const begin = (root) => {
    root.querySelectorAll("textarea[data-limit]").forEach(count);
    root.querySelector("[data-focus]")?.focus();
    root.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-limit]")) count(event.target);
  });

  // one press, one request: a second one within three seconds is ignored
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (Date.now() - Number(form.dataset.sentAt || 0) < 3000) event.preventDefault();
    else form.dataset.sentAt = Date.now();
  });

  const menus = () => document.querySelectorAll("details.account[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    menus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("htmx:load", (event) => begin(event.target));
  // refusals carry words worth showing; only a crash without a body is left alone
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if ([400, 403, 404, 409, 413, 422, 429].includes(status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  begin(document);
})();
