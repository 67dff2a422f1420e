// A part of the page that changes by itself is fetched again while it says that it is watched.
(() => {
  "use strict";

  const part = document.querySelector("[data-live]");
  if (!part) return;

  const PAUSE = 1500;

  async function look() {
    try {
      const answer = await fetch(part.dataset.live, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return;
      const html = await answer.text();
      if (html.trim() !== part.dataset.last) part.innerHTML = html;
      part.dataset.last = html.trim();
    } catch {
      // The desk is away for a moment: look again.
    }
    lookLater();
  }

  function lookLater() {
    if (part.querySelector("[data-watched]")) setTimeout(look, PAUSE);
  }

  lookLater();
})();
