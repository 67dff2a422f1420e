// The ticket's own page: canned replies and the sheets. Its keys: js/keys.js.
(() => {
  "use strict";

  const ticket = document.querySelector(".ticket[data-pid]");
  if (!ticket) return;

  // A page that answered a form stands under the ticket's own address, so that a reload asks for the ticket.
  const own = new URL(ticket.dataset.address, location.href);
  if (location.pathname !== own.pathname) history.replaceState(null, "", own);

  const field = document.getElementById("body");
  const canned = document.getElementById("canned");
  field?.setSelectionRange(field.value.length, field.value.length); // an answer taken back goes on where it ended

  // On a phone the empty box is low; once entered it stays open, or it would close under the finger that goes to its menu.
  const composer = document.getElementById("composer");
  composer?.addEventListener("focusin", () => composer.classList.add("entered"), { once: true });

  function insert(words) {
    const before = field.value.slice(0, field.selectionStart), after = field.value.slice(field.selectionEnd);
    const gap = before && !before.endsWith("\n") ? "\n" : "";
    field.setRangeText(gap + words, field.selectionStart, field.selectionEnd, "end");
    if (after && !after.startsWith("\n")) field.setRangeText("\n", field.selectionEnd, field.selectionEnd, "start");
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

  // A sheet or a menu that opens is where one goes on; closed, the button that led to it.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches(".sheet, .canned")) return;
    if (event.newState !== "open") {
      if (document.activeElement === document.body) ticket.querySelector("[popovertarget=more]")?.focus({ preventScroll: true });
      return;
    }
    const first = event.target.querySelector("[data-first]") || event.target.querySelector("input:not([type=hidden]), select");
    first?.focus();
  }, true);

  // Tab walks round within an open sheet: what lies behind it is out of reach until it is closed.
  let tab = "";
  document.addEventListener("keydown", (event) => { tab = event.key !== "Tab" ? "" : event.shiftKey ? "back" : "on"; });
  document.addEventListener("pointerdown", () => { tab = ""; });
  document.addEventListener("focusin", (event) => {
    const sheet = document.querySelector(".sheet:popover-open");
    if (!sheet || !tab || sheet.contains(event.target)) return;
    const all = Array.from(sheet.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea"));
    all.at(tab === "on" ? 0 : -1).focus();
  });

  // Where one can go on at once: in the words that were taken back, else in the ticket, so that Tab leads to its buttons
  // and the arrow keys scroll it.
  if (document.querySelector(".composer[data-taken-back]")) field.focus();
  else if (document.activeElement === document.body) ticket.focus({ preventScroll: true });
})();
