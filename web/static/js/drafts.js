// What is being written survives a reload or an expired log-in, in this tab. It is forgotten when the server has it.
(() => {
  "use strict";

  const done = ["sent", "noted"].includes(document.querySelector("[data-toast]")?.dataset.done);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `draft ${form.dataset.draft}`;
    const field = form.querySelector("textarea");
    if (done) sessionStorage.removeItem(key);
    else if (!field.value) field.value = sessionStorage.getItem(key) || "";
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
    });
    addEventListener("pageshow", () => { delete form.dataset.sent; });
  }
})();
