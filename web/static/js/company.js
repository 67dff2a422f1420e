// Who else has this ticket open, and whether it changed since the page was made. Away, nothing is said.
(() => {
  "use strict";

  const ticket = document.querySelector("[data-pid]");
  const line = document.querySelector("[data-company]");
  if (!ticket || !line) return;

  const PAUSE = 5000;
  const SAYS_SO = 10000;
  const WRITES_FOR = 8000;
  const address = `/tickets/${encodeURIComponent(ticket.dataset.pid)}`;
  const people = line.querySelector("[data-people]");
  const news = line.querySelector("[data-news]");
  const token = document.querySelector("input[name=csrf]");
  let tag = "";
  let first = null;
  let wroteAt = 0;
  let saidAt = 0;

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) wroteAt = Date.now();
  });

  function say(fields) {
    if (!token) return Promise.resolve();
    const body = new URLSearchParams({ csrf: token.value, ...fields });
    return fetch(`${address}/presence`, { method: "POST", body, credentials: "same-origin", keepalive: true });
  }

  async function ask() {
    const answer = await fetch(`${address}/changes`, {
      credentials: "same-origin",
      redirect: "error",
      headers: tag ? { "If-None-Match": tag } : {},
    });
    if (!answer.ok) return;
    tag = answer.headers.get("ETag") || "";
    show(await answer.json());
  }

  function show(now) {
    first = first || now;
    const writing = now.presence.filter((one) => one.isWriting).map((one) => one.name);
    const looking = now.presence.filter((one) => !one.isWriting).map((one) => one.name);
    const said = [
      writing.length ? line.dataset.writing.replace("{names}", writing.join(", ")) : "",
      looking.length ? line.dataset.looking.replace("{names}", looking.join(", ")) : "",
    ];
    people.textContent = said.filter(Boolean).join(" ");
    news.hidden = now.version === first.version && now.heard === first.heard;
    line.hidden = news.hidden && !people.textContent;
  }

  async function look() {
    if (document.visibilityState === "visible") {
      try {
        const now = Date.now();
        const writing = now - wroteAt < WRITES_FOR;
        if (now - saidAt > SAYS_SO || writing) {
          saidAt = now;
          await say(writing ? { writing: "yes" } : {});
        }
        await ask();
      } catch {
        // The desk is away for a moment: look again.
      }
    }
    setTimeout(look, PAUSE);
  }

  window.addEventListener("pagehide", () => say({ leaving: "yes" }));
  look();
})();
