// A field that finds guests while one types; one that is picked fills the form. Without this script a button looks.
(() => {
  "use strict";

  const field = document.querySelector("[data-finds]");
  if (!field) return;

  const PAUSE = 250;
  const place = document.getElementById(field.getAttribute("aria-controls"));
  const form = document.getElementById(field.dataset.fills);
  let timer = 0;
  let asked = 0;

  async function find() {
    const number = (asked += 1);
    const words = field.value.trim();
    if (words.length < 1) return place.replaceChildren();
    try {
      const address = `${field.dataset.finds}?${new URLSearchParams({ find: words })}`;
      const answer = await fetch(address, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok || number !== asked) return;
      place.innerHTML = await answer.text();
    } catch {
      // The desk is away for a moment: the button below still looks.
    }
  }

  function pick(link) {
    for (const name of ["name", "email", "phone", "room", "guest"]) {
      const target = form.elements[name];
      if (target) target.value = link.dataset[name] || "";
    }
    place.replaceChildren();
    field.value = link.dataset.name;
    form.querySelector("[data-picked]").textContent = link.dataset.said;
    form.elements.subject.focus();
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, PAUSE); });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") place.querySelector("a")?.focus();
    else if (event.key === "Escape") place.replaceChildren();
    else return;
    event.preventDefault();
  });
  place.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const links = Array.from(place.querySelectorAll("a"));
    (links[links.indexOf(document.activeElement) + by] || field).focus();
  });
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    pick(link);
  });
})();
