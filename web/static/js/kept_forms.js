// What was typed into a long form outlives an expired log-in, in this tab: kept when it is sent, put back into the empty
// form one comes back to, forgotten once the desk has it. Passwords and files are never kept.
(() => {
  "use strict";

  const form = document.querySelector("form[data-kept]");
  const KEY = "kept forms";
  const isKept = (field) => field.name && !["csrf", "nonce"].includes(field.name) && !["password", "file", "hidden"].includes(field.type);
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "{}");

  const was = document.querySelector("[data-toast]")?.dataset.done;
  if (was || !form) {
    sessionStorage.removeItem(KEY);
    return;
  }
  const words = kept[form.dataset.kept];
  const isEmpty = Array.from(form.querySelectorAll("textarea, input[type=text], input:not([type])")).every((field) => !field.value);
  if (words && isEmpty) {
    for (const field of form.elements) {
      if (!isKept(field) || !(field.name in words)) continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = words[field.name].includes(field.value);
      else field.value = words[field.name][0];
    }
  }
  form.addEventListener("submit", () => {
    const said = {};
    for (const field of form.elements) {
      if (!isKept(field) || (["radio", "checkbox"].includes(field.type) && !field.checked)) continue;
      said[field.name] = [...(said[field.name] || []), field.value];
    }
    sessionStorage.setItem(KEY, JSON.stringify({ [form.dataset.kept]: said }));
  });
})();
