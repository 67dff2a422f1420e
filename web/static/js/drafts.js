// What is being written survives a reload or an expired log-in, in this tab. It is forgotten when the server has it,
// also by a page that one comes back to.
(() => {
  "use strict";

  const done = ["sent", "noted"].includes(document.querySelector("[data-toast]")?.dataset.done);
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
    } else if (!field.value) field.value = sessionStorage.getItem(key) || "";
    const files = form.querySelector("input[type=file]");
    files?.addEventListener("change", () => {
      const names = Array.from(files.files, (file) => file.name);
      form.querySelector("[data-files]").textContent = names.join(", ") || "Attach files";
    });
    field.addEventListener("input", () => {
      if (field.value) sessionStorage.setItem(key, field.value);
      else sessionStorage.removeItem(key);
    });
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
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
