// The list keeps its place, the sentence of what was done goes away by itself, the thread opens at its end, a form that
// was refused at the field that is wrong.
(() => {
  "use strict";

  // On a phone the names of the pages run out of sight sideways; the one that is open stands in the middle.
  for (const here of document.querySelectorAll(".tabs [aria-current]:not(.new), .settings-nav [aria-current]")) {
    const [bar, name] = [here.parentElement.getBoundingClientRect(), here.getBoundingClientRect()];
    here.parentElement.scrollLeft = name.left + name.width / 2 - bar.left - bar.width / 2;
  }

  const beside = document.querySelector(".beside");
  const place = "list " + location.search.replace(/[?&]done=[^&]*/, "");
  if (beside) {
    beside.scrollTop = Number(sessionStorage.getItem(place)) || 0;
    beside.querySelector(".row-link[aria-current]")?.closest("li").scrollIntoView({ block: "nearest" });
    addEventListener("pagehide", () => sessionStorage.setItem(place, beside.scrollTop));
  }

  const address = new URL(location.href);
  if (address.searchParams.has("done")) {
    address.searchParams.delete("done");
    history.replaceState(null, "", address);
    const toast = document.querySelector("[data-toast]");
    setTimeout(() => { toast.hidden = true; }, 4000);
  }

  // Back in the list, one is on the row that one left.
  const list = document.querySelector("[data-live-list]");
  const [way] = performance.getEntriesByType("navigation");
  const isReturn = location.pathname === "/queue" && way?.type === "back_forward";
  const left = location.hash.slice(1) || list?.dataset.focus || (isReturn && sessionStorage.getItem("row"));
  const takeUp = () => document.getElementById(left)?.querySelector(".row-link")?.focus({ preventScroll: isReturn });
  if (list && !beside && left) {
    takeUp();
    // The browser, on its way to the row that the address names, lets go of the focus once more.
    addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => document.activeElement === document.body && takeUp())));
  }
  if (list?.dataset.address) history.replaceState(null, "", list.dataset.address);
  list?.addEventListener("click", (event) => {
    const row = event.target.closest(".row-link")?.closest(".row");
    if (row) sessionStorage.setItem("row", row.id);
  });

  const last = Array.from(document.querySelectorAll(".ticket .thread > .message")).pop();
  if (last && !location.hash && !document.getElementById("problem")) {
    const composer = document.querySelector(".composer");
    const hidden = last.getBoundingClientRect().bottom - (composer?.getBoundingClientRect().top ?? innerHeight);
    const pane = document.querySelector(".ticket");
    if (hidden > 0) (pane.scrollHeight > pane.clientHeight ? pane : window).scrollBy(0, hidden + 48);
  }

  // What was refused is in sight, and one stands in the field it is about.
  const wrong = document.querySelector("#problem, main [aria-invalid=true]");
  if (wrong) wrong.focus();
  else document.querySelector("main .wrong-words[role=alert], main .problem[role=alert]")?.scrollIntoView({ block: "center" });
})();
