// On a counter's own page: <script src="…/static/js/embed.js" data-counter="…" data-lang="ja" async></script>
// puts a frame where it stands. No third party, and nothing of the page around it is read.
(() => {
  const script = document.currentScript;
  const { counter, lang = "ja", title = "体験展示、空き時間、研修会" } = script.dataset;
  const home = new URL(script.src).origin;
  const frame = document.createElement("iframe");
  frame.src = `${home}/embed/${encodeURIComponent(counter)}?lang=${encodeURIComponent(lang)}`;
  frame.title = title;
  frame.loading = "lazy";
  frame.style.cssText = "width:100%;border:0;min-height:20rem";
  script.after(frame);
  addEventListener("message", (event) => {
    if (event.origin === home && event.source === frame.contentWindow && Number.isFinite(event.data?.tameshi)) {
      frame.style.height = `${event.data.tameshi + 8}px`;
    }
  });
})();
