// What was typed into a form outlives an expired log-in or a refusal, in this tab: kept when it is sent, put back into the
// form one comes back to, forgotten once the desk has it. Passwords, secrets and files are never kept. Answers: js/drafts.js.
(() => {
  "use strict";

  const KEY = "kept forms";
  const forms = Array.from(document.querySelectorAll("main form[method=post]:not(.composer)"));
  const problem = document.getElementById("problem");
  const toast = document.querySelector("[data-toast]");
  const keyOf = (form) => form.dataset.kept || form.getAttribute("action");
  const isKept = (field) => field.name && !["csrf", "nonce"].includes(field.name) && !field.matches(".sealed, button") &&
    !["password", "file", "hidden", "submit"].includes(field.type);
  const isBox = (field) => ["radio", "checkbox"].includes(field.type);
  const fieldsOf = (form) => Array.from(form.elements).filter(isKept);
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "{}");
  const form = forms.find((one) => keyOf(one) in kept);

  if (toast?.dataset.done || !form) sessionStorage.removeItem(KEY);
  else if (cameFromLogIn() || (form.dataset.kept && isEmpty(form))) {
    putBack(form, kept[keyOf(form)]);
    toast.textContent = toast.dataset.kept;
    toast.hidden = false;
  } else if (problem && form.closest(".sheet")) reopen(form);

  function cameFromLogIn() {
    return document.referrer.startsWith(`${location.origin}/login`);
  }

  function isEmpty(one) {
    return fieldsOf(one).every((field) => isBox(field) || field.tagName === "SELECT" || !field.value);
  }

  function putBack(one, words) {
    for (const field of fieldsOf(one)) {
      const said = words[field.name] || [];
      if (isBox(field)) field.checked = said.includes(field.value);
      else if (said.length) field.value = said.shift();
    }
  }

  // A sheet that was refused opens again with what stood in it, and says why itself.
  function reopen(one) {
    putBack(one, kept[keyOf(one)]);
    const sheet = one.closest(".sheet");
    problem.id = "problem-of-sheet";
    one.prepend(problem);
    sheet.showPopover();
  }

  for (const one of forms) {
    one.addEventListener("submit", () => {
      const fields = fieldsOf(one).filter((field) => !isBox(field) || field.checked);
      const said = {};
      for (const field of fields) said[field.name] = [...(said[field.name] || []), field.value];
      if (fields.length) sessionStorage.setItem(KEY, JSON.stringify({ [keyOf(one)]: said }));
    });
  }
})();
