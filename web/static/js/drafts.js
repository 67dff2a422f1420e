// What is being written survives a reload or an expired log-in, in this tab, for this member and this ticket. It is
// forgotten when the server has it, also by a page that one comes back to. What was taken back is a draft again; what
// was begun in a ticket that one merges comes along into the one that goes on.
(() => {
  "use strict";

  const ALONG = "draft that comes along";
  const was = document.querySelector("[data-toast]")?.dataset.done;
  const done = ["sent", "held", "noted"].includes(was);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `draft ${form.dataset.draft}`;
    const leaving = `leaving ${form.dataset.draft}`;
    const sent = `sent ${form.dataset.draft}`;
    const field = form.querySelector("textarea");
    if (done) {
      const words = sessionStorage.getItem(leaving);
      if (words) sessionStorage.setItem(sent, words);
      sessionStorage.removeItem(leaving);
      sessionStorage.removeItem(key);
    } else if (field.value) sessionStorage.setItem(key, field.value);
    else field.value = sessionStorage.getItem(key) || (was === "merged" && sessionStorage.getItem(ALONG)) || "";
    if (was === "merged" && field.value) sessionStorage.setItem(key, field.value);
    sessionStorage.removeItem(ALONG);
    document.querySelector("#merge form")?.addEventListener("submit", () => sessionStorage.setItem(ALONG, field.value));
    field.addEventListener("input", () => {
      if (field.value) sessionStorage.setItem(key, field.value);
      else sessionStorage.removeItem(key);
    });
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      if (event.defaultPrevented) return;
      form.dataset.sent = "yes";
      sessionStorage.setItem(leaving, field.value);
    });
    addEventListener("pageshow", (event) => {
      delete form.dataset.sent;
      const [way] = performance.getEntriesByType("navigation");
      const isReturn = event.persisted || way?.type === "back_forward";
      if (isReturn && field.value && field.value === sessionStorage.getItem(sent)) field.value = "";
    });
  }
})();
