// A list of tickets keeps up with the desk without a reload: asked for every few seconds, 304 while nothing happened.
// Rows change in place; what is selected, focused or under the pointer stays where it is.
(() => {
  "use strict";

  const list = document.querySelector("[data-live-list]");
  const away = document.querySelector("[data-away]");
  const announced = document.querySelector("[data-announce]");
  if (!list) return;

  const EVERY = 5000;
  const HIDDEN = 30000;
  const LONGEST = 60000;
  let tag = "";
  let failures = 0;
  let timer = 0;
  let stoodAt = new Date();
  const known = new Set(rowsOf(list).map((row) => row.id));
  let newest = Math.max(0, ...rowsOf(list).map((row) => Number(row.dataset.id)));

  function rowsOf(part) {
    return Array.from(part.querySelectorAll(".row"));
  }

  function hears() {
    return document.documentElement.dataset.hears === "yes";
  }

  async function ask() {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(list.dataset.liveList, { credentials: "same-origin", redirect: "manual", headers });
    if (answer.type === "opaqueredirect" || answer.status === 401) return signedOut();
    if (answer.status === 304) return connected();
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    tag = answer.headers.get("ETag") || "";
    connected();
    show(new DOMParser().parseFromString(text, "text/html"));
  }

  function connected() {
    failures = 0;
    stoodAt = new Date();
    away.hidden = true;
  }

  function signedOut() {
    const link = away.querySelector("a");
    link.href = location.href;
    link.hidden = false;
    away.querySelector("span").textContent = away.dataset.out;
    away.hidden = false;
    return "over";
  }

  function failed() {
    failures += 1;
    if (failures < 2) return;
    const time = stoodAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    away.querySelector("span").textContent = away.dataset.words.replace("{}", time);
    away.hidden = false;
  }

  function show(fresh) {
    const numbers = fresh.querySelector("[data-numbers]");
    for (const name of ["open", "mine"]) {
      const place = document.querySelector(`[data-${name}-count]`);
      if (place) place.textContent = numbers.dataset[name];
    }
    const held = anchor();
    for (const name of ["chips", "pages"]) swap(name, fresh);
    place(rowsOf(fresh));
    const empty = list.querySelector("[data-part=empty]");
    if (empty) empty.hidden = rowsOf(list).length > 0;
    held();
    list.dataset.ahead = Date.parse(numbers.dataset.now) - Date.now();
    list.dispatchEvent(new CustomEvent("bellhop:list"));
    document.dispatchEvent(new CustomEvent("bellhop:selection"));
  }

  function swap(name, fresh) {
    const old = list.querySelector(`[data-part=${name}]`);
    const part = fresh.querySelector(`[data-part=${name}]`);
    if (!old || !part || old.contains(document.activeElement) || old.innerHTML === part.innerHTML) return;
    const { scrollLeft } = old;
    old.replaceChildren(...part.childNodes);
    old.scrollLeft = scrollLeft;
  }

  // What one looks at stays put: the row that has the focus, else the one under the pointer, else the first in sight.
  function anchor() {
    const pane = list.scrollHeight > list.clientHeight && getComputedStyle(list).overflowY !== "visible" ? list : window;
    const scrolled = pane === window ? window.scrollY : list.scrollTop;
    const row =
      document.activeElement?.closest("[data-rows] .row") ||
      list.querySelector(".row:hover") ||
      (scrolled > 0 && rowsOf(list).find((one) => one.getBoundingClientRect().bottom > 0));
    if (!row) return () => {};
    const before = row.getBoundingClientRect().top;
    return () => {
      const after = document.getElementById(row.id);
      if (after) pane.scrollBy({ top: after.getBoundingClientRect().top - before, behavior: "instant" });
    };
  }

  function place(wanted) {
    const rows = list.querySelector("[data-rows]");
    const focused = document.activeElement?.closest("[data-rows] .row");
    const inside = focused && [...focused.querySelectorAll("a, input")].indexOf(document.activeElement);
    const stay = new Set(wanted.map((row) => row.id));
    let lost = 0;
    for (const row of rowsOf(rows)) {
      if (stay.has(row.id)) continue;
      if (row.querySelector("input:checked")) lost += 1;
      if (row === focused) (row.nextElementSibling || row.previousElementSibling)?.querySelector(".row-link")?.focus();
      row.remove();
    }
    let at = rows.firstElementChild;
    for (const row of wanted) {
      const old = document.getElementById(row.id);
      const stands = old ? renew(old, row) : row;
      if (stands === at) at = at.nextElementSibling;
      else rows.insertBefore(stands, at);
    }
    const again = focused && document.getElementById(focused.id);
    if (again && !again.contains(document.activeElement)) again.querySelectorAll("a, input")[inside]?.focus({ preventScroll: true });
    tell(wanted, lost);
  }

  function renew(old, row) {
    if (row.className !== old.className) old.className = row.className;
    const select = old.querySelector("input");
    const isChecked = select?.checked;
    for (const part of Array.from(row.children)) {
      const name = part.classList[0];
      const before = old.querySelector(`.${name}`);
      if (!before || before.contains(select) || before.contains(document.activeElement) && before.textContent === part.textContent) continue;
      if (before.outerHTML !== part.outerHTML) before.replaceWith(part);
    }
    if (select) select.checked = isChecked;
    return old;
  }

  function tell(wanted, lost) {
    const arrived = wanted.filter((row) => !known.has(row.id) && Number(row.dataset.id) > newest);
    newest = Math.max(newest, ...wanted.map((row) => Number(row.dataset.id)));
    for (const row of wanted) known.add(row.id);
    const said = [
      count(arrived.length, announced.dataset.one, announced.dataset.many),
      count(lost, announced.dataset.goneOne, announced.dataset.goneMany),
    ].filter(Boolean);
    if (said.length) announced.textContent = said.join(". ");
    if (arrived.length) document.dispatchEvent(new CustomEvent("bellhop:arrived", { detail: said[0] }));
  }

  function count(number, one, many) {
    return number === 0 ? "" : number === 1 ? one : many.replace("{}", number);
  }

  async function look() {
    let outcome;
    if (document.visibilityState === "visible" || hears()) {
      try {
        outcome = await ask();
      } catch {
        failed();
      }
    }
    if (outcome !== "over") later();
  }

  function later() {
    const pause = Math.min(EVERY * 2 ** Math.max(failures - 1, 0), LONGEST);
    timer = setTimeout(look, document.visibilityState === "visible" ? pause : HIDDEN);
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    clearTimeout(timer);
    look();
  });
  later();
})();
