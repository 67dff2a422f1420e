// An open ticket stays as it stands now: who else is there, new messages, states, ticks. What one types, marks, has
// open or has scrolled to is left alone; a part that is in use waits for its turn.
(() => {
  "use strict";

  const ticket = document.querySelector(".ticket[data-pid]");
  const line = document.querySelector("[data-company]");
  if (!ticket || !line) return;

  const PAUSE = 5000;
  const SOON = 1000; // while an answer of the house is about to go
  const SAYS_SO = 10000;
  const WRITES_FOR = 8000;
  const address = `/tickets/${encodeURIComponent(ticket.dataset.pid)}`;
  const form = document.querySelector(".composer");
  const field = document.getElementById("body");
  const thread = ticket.querySelector("[data-fresh-list]");
  const pane = () => (ticket.scrollHeight > ticket.clientHeight ? ticket : document.scrollingElement);
  const last = new Map();
  let tag = "";
  let stamp = ticket.dataset.stamp;
  let isBehind = false;
  let isOver = false; // the ticket was merged into another one
  let timer = 0;
  let wroteAt = 0;
  let saidAt = 0;

  const html = (element) => element.outerHTML;
  for (const part of ticket.querySelectorAll("[data-fresh]")) last.set(part.dataset.fresh, html(part));
  for (const item of thread.children) last.set(item.id, html(item));

  document.addEventListener("input", (event) => {
    if (!event.target.matches("textarea")) return;
    wroteAt = Date.now();
    anyway(false);
  });

  function say(fields) {
    const body = new URLSearchParams({ csrf: form.elements.csrf.value, ...fields });
    return fetch(`${address}/presence`, { method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: true });
  }

  async function ask() {
    const answer = await fetch(`${address}/changes`, {
      credentials: "same-origin",
      redirect: "manual",
      headers: tag ? { "If-None-Match": tag } : {},
    });
    if (trouble(answer)) return;
    if (answer.status === 200) {
      tag = answer.headers.get("ETag") || "";
      const now = await answer.json();
      company(now.presence);
      isBehind = isBehind || now.stamp !== stamp;
      if (now.stamp !== stamp) stamp = now.stamp;
    }
    if (isBehind) await refresh();
  }

  function trouble(answer) {
    const why = answer === null ? "away" : answer.type === "opaqueredirect" || answer.status === 401 ? "signedOut"
      : answer.status === 404 ? "vanished" : "";
    const address = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    stop(why, why === "signedOut" ? address : "");
    return Boolean(why) || ![200, 304].includes(answer.status);
  }

  // Says plainly why nothing changes any more, and where to go; what was typed stays where it is.
  function stop(why, address) {
    const gone = form.querySelector("[data-gone]");
    const words = gone.querySelector("[data-words]");
    gone.hidden = !why;
    if (words.textContent !== (words.dataset[why] || "")) words.textContent = words.dataset[why] || "";
    const link = gone.querySelector("a");
    link.hidden = !address;
    link.href = address;
    link.textContent = why === "merged" ? link.dataset.goOn : link.dataset.logIn;
    for (const button of form.querySelectorAll("button[formaction]")) button.disabled = ["vanished", "merged"].includes(why);
  }

  // Merged by a colleague: nothing can be written here any more. An empty box has nothing to lose.
  function merged(page) {
    isOver = true;
    if (!field.value && !form.querySelector("[data-sending] > *")) { location.reload(); return; }
    const survivor = page.querySelector(".goes-on a.primary")?.getAttribute("href") || location.pathname;
    stop("merged", survivor);
    form.querySelector("[data-gone] a").addEventListener("click", () => {
      const key = `draft ${form.dataset.draft}`.replace(ticket.dataset.pid, survivor.split("/").pop());
      sessionStorage.setItem(key, sessionStorage.getItem(key) || field.value);
    });
  }

  function company(people) {
    const names = (isWriting) => people.filter((one) => one.isWriting === isWriting).map((one) => one.name).join(", ");
    const said = [[line.dataset.writing, names(true)], [line.dataset.looking, names(false)]];
    const words = said.filter(([, who]) => who).map(([sentence, who]) => sentence.replace("{names}", who)).join(" ");
    const shown = line.querySelector("[data-people]");
    if (shown.textContent !== words) shown.textContent = words;
    line.hidden = !words;
    if (names(true)) anyway(true);
  }

  // Somebody else writes, or wrote while one was writing: sending is a decision then.
  function anyway(is) {
    const button = form.querySelector("[data-send]");
    if (!button) return;
    button.dataset.plain ??= button.textContent;
    const words = is && field.value.trim() ? button.dataset.anyway : button.dataset.plain;
    if (button.textContent !== words) button.textContent = words;
  }

  const isInUse = (part) =>
    part.contains(document.activeElement) || part.querySelector(":popover-open") || isMarked(part);

  function isMarked(part) {
    const marked = getSelection();
    return marked.rangeCount > 0 && !marked.isCollapsed && marked.getRangeAt(0).intersectsNode(part);
  }

  function put(part, fresh) {
    const opened = Array.from(part.querySelectorAll("details"), (one) => one.open);
    const kept = document.importNode(fresh, true);
    kept.querySelectorAll("details").forEach((one, index) => { one.open = opened[index] ?? one.open; });
    if (part.tagName === "DETAILS") kept.open = part.open;
    part.replaceWith(kept);
  }

  async function refresh() {
    const asked = new URL(ticket.dataset.address, location.href);
    asked.searchParams.set("live", "1");
    const answer = await fetch(asked, { credentials: "same-origin", redirect: "manual" });
    if (trouble(answer)) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".ticket[data-pid]");
    if (!fresh) return;
    isBehind = false;
    if (!page.querySelector(".composer")) { merged(page); return; }
    for (const part of fresh.querySelectorAll("[data-fresh]")) renew(part);
    const isAtEnd = pane().scrollHeight - pane().scrollTop - pane().clientHeight < 120;
    const came = renewThread(fresh.querySelector("[data-fresh-list]"));
    for (const name of ["heard", "version"]) {
      const now = page.querySelector(`.composer [name=${name}]`);
      if (now) form.elements[name].value = now.value;
    }
    if (!came.length) return;
    if (isAtEnd) pane().scrollTo({ top: pane().scrollHeight });
    const others = came.filter((item) => !("mine" in item.dataset));
    if (!others.length) return;
    const news = ticket.querySelector("[data-news]");
    news.textContent = others.length === 1 ? news.dataset.one : news.dataset.many.replace("{}", others.length);
    if (others.some((item) => !item.matches(".note"))) anyway(true);
  }

  function renew(fresh) {
    const name = fresh.dataset.fresh;
    const part = ticket.querySelector(`[data-fresh="${name}"]`);
    const now = html(fresh);
    if (!part || last.get(name) === now) return;
    if (isInUse(part)) { isBehind = true; return; }
    put(part, fresh);
    last.set(name, now);
  }

  // The messages that were not there before.
  function renewThread(fresh) {
    const came = [];
    const ids = new Set(Array.from(fresh.children, (item) => item.id));
    for (const item of Array.from(thread.children)) {
      if (ids.has(item.id)) continue;
      if (item.contains(document.activeElement)) field?.focus({ preventScroll: true });
      item.remove();
      last.delete(item.id);
    }
    let before = null;
    for (const item of fresh.children) {
      const now = html(item);
      let mine = document.getElementById(item.id);
      if (!mine) {
        mine = document.importNode(item, true);
        if (before) before.after(mine); else thread.prepend(mine);
        if (item.id.startsWith("m")) came.push(mine);
        last.set(item.id, now);
      } else if (last.get(item.id) !== now) {
        if (isInUse(mine)) isBehind = true;
        else { put(mine, item); last.set(item.id, now); mine = document.getElementById(item.id); }
      }
      before = mine;
    }
    return came;
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
        trouble(null);
      }
    }
    if (!isOver) timer = setTimeout(look, thread.querySelector(".unsent") ? SOON : PAUSE);
  }

  // Back at this tab, one sees how it stands now.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || isOver) return;
    clearTimeout(timer);
    look();
  });
  window.addEventListener("pagehide", () => say({ leaving: "yes" }));
  look();
})();
