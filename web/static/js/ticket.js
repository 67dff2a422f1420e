// The ticket's own page: canned replies, the sheets, and keys of its own (c, m, z).
(() => {
  "use strict";

  const ticket = document.querySelector(".ticket[data-pid]");
  if (!ticket) return;

  // A page that answered a form stands under the ticket's own address, so that a reload asks for the ticket.
  const own = new URL(ticket.dataset.address, location.href);
  if (location.pathname !== own.pathname) history.replaceState(null, "", own);

  const field = document.getElementById("body");
  const canned = document.getElementById("canned");

  // On a phone the empty box is low; once entered it stays open, or it would close under the finger that goes to its menu.
  const composer = document.getElementById("composer");
  composer?.addEventListener("focusin", () => composer.classList.add("entered"), { once: true });

  function insert(words) {
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n" : "";
    field.setRangeText(gap + words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  if (canned) {
    const search = canned.querySelector("input");
    const items = Array.from(canned.querySelectorAll("[data-words]"));
    const narrow = () => {
      const wanted = search.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      for (const item of items) {
        const text = `${item.textContent} ${item.dataset.words}`.toLocaleLowerCase();
        item.closest("li").hidden = !wanted.every((word) => text.includes(word));
      }
      canned.querySelector("[data-none]").hidden = items.some((item) => !item.closest("li").hidden);
    };
    search.addEventListener("input", narrow);
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      items.find((item) => !item.closest("li").hidden)?.click();
    });
    canned.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const shown = [search, ...items.filter((item) => !item.closest("li").hidden)];
      shown[(shown.indexOf(document.activeElement) + by + shown.length) % shown.length].focus();
    });
    for (const item of items) {
      item.addEventListener("click", () => { canned.hidePopover(); search.value = ""; narrow(); insert(item.dataset.words); });
    }
  }

  // A picture that cannot be shown is a file like any other.
  document.addEventListener("error", (event) => { if (event.target.matches?.(".picture img")) event.target.remove(); }, true);

  // A sheet or a menu that opens is where one goes on.
  document.addEventListener("toggle", (event) => {
    if (event.newState !== "open" || !event.target.matches(".sheet, .canned")) return;
    const first = event.target.querySelector("[data-first]") || event.target.querySelector("input:not([type=hidden]), select");
    first?.focus();
  }, true);

  const keys = { c: "[data-key-canned]", m: "[data-key-merge]", z: "[data-key-undo]" };
  const isTyping = (element) =>
    element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select") || element.isContentEditable;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || !keys[event.key]) return;
    const target = document.querySelector(keys[event.key]);
    if (!target) return;
    event.preventDefault();
    target.click();
  });

  // Where one can go on at once, after an answer was taken back or a form refused.
  if (document.querySelector(".composer[data-taken-back]")) field.focus();
})();
