// Many tickets at once: x, shift for all up to it, select all of this page; the bar says how many.
(() => {
  "use strict";

  const bar = document.getElementById("bulk");
  const list = document.querySelector("[data-live-list]");
  if (!bar || !list) return;

  const said = bar.querySelector("[data-selected]");
  const all = bar.querySelector("[data-select-all]");
  const clear = bar.querySelector("[data-clear]");
  const boxes = () => Array.from(list.querySelectorAll("input[name=pid]"));
  let last = null;

  function count() {
    const number = boxes().filter((box) => box.checked).length;
    said.textContent = number === 1 ? said.dataset.one : said.dataset.many.replace("{}", number);
    all.checked = number > 0 && number === boxes().length;
    all.indeterminate = number > 0 && !all.checked;
  }

  // From the one before to this one, all as this one.
  function upTo(box, isChecked) {
    const known = boxes();
    const [from, to] = [known.indexOf(last), known.indexOf(box)].sort((one, other) => one - other);
    for (const between of from < 0 ? [box] : known.slice(from, to + 1)) between.checked = isChecked;
  }

  list.addEventListener("click", (event) => {
    const label = event.target.closest(".row-select");
    if (event.shiftKey && label) event.preventDefault();
    const box = label?.querySelector("input");
    if (!box || (event.target !== box && !event.shiftKey)) return;
    if (event.shiftKey) {
      const wanted = event.target === box ? box.checked : !box.checked;
      setTimeout(() => { upTo(box, wanted); last = box; count(); });
      return;
    }
    last = box;
    count();
  });

  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    count();
  });
  clear.addEventListener("click", () => {
    for (const box of boxes()) box.checked = false;
    last = null;
    count();
  });

  document.addEventListener("bellhop:select", (event) => {
    const box = event.detail.row.querySelector("input[name=pid]");
    if (!box) return;
    if (event.detail.isRange) upTo(box, true);
    else box.checked = !box.checked;
    last = box;
    count();
  });
  document.addEventListener("bellhop:selection", count);
  bar.addEventListener("submit", () => {
    bar.elements.focus.value = document.activeElement?.closest(".row")?.id || bar.elements.focus.value;
  });

  all.hidden = clear.hidden = false;
  count();
})();
