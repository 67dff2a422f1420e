// The list keeps its place, the sentence of what was done goes away by itself, the thread opens at its end.
(() => {
  "use strict";

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

  const returned = location.pathname === "/queue" && location.hash && document.getElementById(location.hash.slice(1));
  if (returned) returned.querySelector(".row-link")?.focus();

  const last = Array.from(document.querySelectorAll(".thread > .message")).pop();
  if (last && !location.hash && !document.getElementById("problem")) {
    const composer = document.querySelector(".composer");
    const hidden = last.getBoundingClientRect().bottom - (composer?.getBoundingClientRect().top ?? innerHeight);
    const pane = document.querySelector(".ticket");
    if (hidden > 0) (pane.scrollHeight > pane.clientHeight ? pane : window).scrollBy(0, hidden + 48);
  }
  document.getElementById("problem")?.focus();
})();
