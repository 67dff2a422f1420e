// The keyboard of the panel: the help dialog has the table of keys (web/panel/keys), here stands what each act does. Keys
// do nothing while one types, with a modifier held, or once they were switched off in that dialog.
(() => {
  "use strict";

  const one = (selector) => document.querySelector(selector);
  const help = document.getElementById("help");
  const table = JSON.parse(help.dataset.keys);
  const OFF = "keys are off";

  const isTyping = (element) =>
    element.matches("input:not([type=radio], [type=checkbox], [type=file]), textarea, select") || element.isContentEditable;

  const links = () => Array.from(document.querySelectorAll("[data-rows] .row-link")).filter((link) => link.offsetParent);

  function step(by) {
    const all = links();
    if (!all.length) return;
    const focused = all.indexOf(document.activeElement);
    const current = focused >= 0 ? focused : all.findIndex((link) => link.getAttribute("aria-current"));
    const next = current < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(current + by, 0), all.length - 1);
    all[next].focus();
    all[next].closest("li").scrollIntoView({ block: "nearest" });
  }

  const current = () => document.activeElement?.closest("[data-rows] .row");
  const selected = () => document.querySelectorAll("[data-rows] input[name=pid]:checked").length;

  function select(isRange) {
    const row = current();
    if (row) document.dispatchEvent(new CustomEvent("bellhop:select", { detail: { row, isRange } }));
  }

  // What a key does to the row one is on, or to all that are selected: by the bar of the selection.
  function act(key) {
    const row = current();
    const bar = document.getElementById("bulk");
    if (bar && row) {
      if (!selected()) select(false);
      bar.elements.focus.value = row.id;
    }
    if (row && key === "a" && document.getElementById("take")) return take(row);
    if (!bar || selected()) press(`[data-key="${key}"]`);
  }

  function take(row) {
    const form = document.getElementById("take");
    form.action = `/tickets/${row.id}/take`;
    form.requestSubmit();
  }

  // From the list to the box where one writes.
  function writeTo(kind) {
    const link = document.getElementById("body") ? null : current()?.querySelector(".row-link");
    if (link) location.assign(`${link.href}#${kind}`);
    else write(kind);
  }

  function write(kind) {
    const field = document.getElementById("body");
    if (!field) return;
    const radio = one(`.composer input[type=radio][value=${kind}]`);
    if (radio) radio.checked = true;
    else if (kind === "reply") return;
    field.focus();
  }

  function press(selector) {
    const target = one(selector);
    if (!target) return;
    target.click();
    if (target.popoverTargetElement) target.popoverTargetElement.querySelector("[data-first], a, button")?.focus();
  }

  function send(field) {
    const form = field.closest(".composer, form[data-kept]");
    const buttons = form?.querySelectorAll("button[formaction], button.primary") || [];
    Array.from(buttons).find((button) => button.offsetParent)?.click();
  }

  function leave(field) {
    const more = field.closest(".more[open]");
    if (more) { more.open = false; more.querySelector("summary").focus(); }
    else if (isTyping(field)) field.blur();
    else if (!one(".menu:popover-open, .sheet:popover-open")) press("[data-clear]");
  }

  const acts = {
    next: () => step(1),
    previous: () => step(-1),
    take: () => act("a"),
    assign: () => act("A"),
    state: () => act("s"),
    priority: () => act("p"),
    tag: () => act("t"),
    reply: () => writeTo("reply"),
    note: () => writeTo("note"),
    select: () => select(false),
    selectUpTo: () => select(true),
    filters: () => { const more = one(".list-tools .more"); if (more) { more.open = true; more.querySelector("select, input:not([type=hidden])").focus(); } },
    views: () => press("[popovertarget=views]"),
    canned: () => press("[data-key-canned]"),
    send: (field) => send(field),
    undo: () => press("[data-key-undo]"),
    merge: () => press("[data-key-merge]"),
    more: () => press("[popovertarget=more]"),
    up: () => press("[data-key-up]"),
    search: () => { const field = document.getElementById("search"); field.focus(); field.select(); },
    queue: () => press("[data-key-queue]"),
    mine: () => press("[data-key-mine]"),
    leave: (field) => leave(field),
    help: () => help.showModal(),
  };

  let before = "";
  let forget = 0;

  function nameOf(event) {
    if (event.ctrlKey || event.metaKey) return `Ctrl+${event.key}`;
    const both = `${before} ${event.key}`;
    clearTimeout(forget);
    before = event.key === "g" ? "g" : "";
    if (before) forget = setTimeout(() => { before = ""; }, 1200);
    return table[both] ? both : event.key;
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || one("dialog[open]") || event.defaultPrevented) return;
    const name = nameOf(event);
    const does = acts[table[name]];
    if (!does) return;
    if (name.length < 4 && (isTyping(event.target) || localStorage.getItem(OFF))) return;
    if (name !== "Escape") event.preventDefault();
    does(event.target);
  });

  const isOn = help.querySelector("[data-keys-on]");
  isOn.checked = !localStorage.getItem(OFF);
  isOn.addEventListener("change", () => (isOn.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes")));

  // Arrow keys walk through an open menu; that of canned replies has a search field, and does so itself.
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest(".menu:not(.canned)");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!menu || !by || isTyping(event.target)) return;
    event.preventDefault();
    const items = Array.from(menu.querySelectorAll("a, button"));
    items[(items.indexOf(document.activeElement) + by + items.length) % items.length].focus();
  });

  if (["#reply", "#note"].includes(location.hash)) write(location.hash.slice(1));

  for (const button of document.querySelectorAll("[data-opens=help]")) {
    button.addEventListener("click", () => { button.closest("[popover]")?.hidePopover(); help.showModal(); });
  }
})();
