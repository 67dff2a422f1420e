// The keyboard of the panel (see the help dialog). Keys do nothing while one types, or with a modifier held.
(() => {
  "use strict";

  const one = (selector) => document.querySelector(selector);
  const help = document.getElementById("help");

  const isTyping = (element) =>
    element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select") || element.isContentEditable;

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
    if (target.popoverTargetElement) target.popoverTargetElement.querySelector("button")?.focus();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => select(false),
    X: () => select(true),
    r: () => writeTo("reply"),
    n: () => writeTo("note"),
    a: () => act("a"),
    A: () => act("A"),
    s: () => act("s"),
    p: () => act("p"),
    t: () => act("t"),
    Escape: () => { if (!one(".menu:popover-open")) press("[data-clear]"); },
    u: () => press("[data-key-up]"),
    "/": () => { const field = document.getElementById("search"); field.focus(); field.select(); },
    "?": () => help.showModal(),
    "g q": () => press("[data-key-queue]"),
    "g m": () => press("[data-key-mine]"),
  };

  let before = "";
  let forget = 0;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.matches(".composer textarea")) {
      const buttons = Array.from(event.target.form.querySelectorAll("button[formaction]"));
      buttons.find((button) => button.offsetParent)?.click();
      return;
    }
    if (event.key === "Escape" && isTyping(event.target)) { event.target.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || help.open) return;
    const name = before && keys[`${before} ${event.key}`] ? `${before} ${event.key}` : event.key;
    clearTimeout(forget);
    before = event.key === "g" ? "g" : "";
    if (before) forget = setTimeout(() => { before = ""; }, 1200);
    if (!keys[name]) return;
    if (name !== "Escape") event.preventDefault();
    keys[name]();
  });

  // Arrow keys walk through an open menu.
  for (const menu of document.querySelectorAll(".menu")) {
    menu.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const items = Array.from(menu.querySelectorAll("a, button"));
      items[(items.indexOf(document.activeElement) + by + items.length) % items.length].focus();
    });
  }

  if (["#reply", "#note"].includes(location.hash)) write(location.hash.slice(1));

  for (const button of document.querySelectorAll("[data-opens=help]")) {
    button.addEventListener("click", () => { button.closest("[popover]")?.hidePopover(); help.showModal(); });
  }
})();
