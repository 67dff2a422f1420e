// Files go ahead of the answer while it is being written, each with its progress, and can be taken off again. Without
// this script they go with the form itself.
(() => {
  "use strict";

  const form = document.querySelector(".composer");
  const list = form?.querySelector("[data-sending]");
  const input = form?.querySelector("input[type=file]");
  if (!list || !input) return;

  const key = `files ${form.dataset.draft}`;
  const token = form.querySelector("input[name=csrf]").value;
  const isDone = ["sent", "held", "noted"].includes(document.querySelector("[data-toast]")?.dataset.done);
  const waits = form.querySelector("[data-waits]");
  let wantsToSend = null;

  const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

  function remember() {
    const kept = Array.from(list.querySelectorAll("input[name=upload]"), (field) => ({
      id: field.value, name: field.closest("li").dataset.name, size: field.closest("li").dataset.size,
    }));
    if (kept.length) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  }

  function chip(name, bytes) {
    const item = document.createElement("li");
    item.className = "file-chip";
    item.dataset.name = name;
    item.dataset.size = bytes || "";
    const label = document.createElement("span");
    label.textContent = bytes ? `${name} ` : name;
    if (bytes) {
      const quiet = document.createElement("span");
      quiet.className = "quiet";
      quiet.textContent = size(bytes);
      label.append(quiet);
    }
    const off = document.createElement("button");
    off.type = "button";
    off.className = "plain";
    off.textContent = "×";
    off.setAttribute("aria-label", list.dataset.remove.replace("{}", name));
    off.addEventListener("click", () => { item.request?.abort(); item.remove(); remember(); waitFor(null); input.focus(); });
    item.append(label, off);
    list.append(item);
    return item;
  }

  function hold(item, id) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "upload";
    field.value = id;
    item.append(field);
    remember();
  }

  // It says so and can be tried again; nothing is sent without it until it is taken off.
  function fail(item, file, why) {
    item.request = null;
    item.classList.add("failed");
    item.querySelector("progress")?.remove();
    const words = document.createElement("span");
    words.className = "why-failed";
    words.setAttribute("role", "alert");
    words.textContent = why;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "plain again";
    again.textContent = list.dataset.again;
    again.setAttribute("aria-label", `${list.dataset.again}: ${file.name}`);
    again.addEventListener("click", () => { words.remove(); again.remove(); item.classList.remove("failed"); send(file, item); input.focus(); });
    item.querySelector("button").before(words, again);
    waitFor(null);
  }

  // The button that was pressed while files are still on their way: it is pressed again when they have come.
  function waitFor(button) {
    wantsToSend = button;
    waits.hidden = !button;
  }

  function send(file, item = chip(file.name, file.size)) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    item.insertBefore(bar, item.querySelector("button"));
    const body = new FormData();
    body.append("csrf", token);
    body.append("file", file);
    const request = new XMLHttpRequest();
    item.request = request;
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.addEventListener("load", () => {
      item.request = null;
      if (request.status === 201) {
        bar.remove();
        hold(item, JSON.parse(request.responseText).id);
        if (wantsToSend && !isBusy()) form.requestSubmit(wantsToSend);
      } else if (request.status === 422) fail(item, file, JSON.parse(request.responseText).problem);
      else if (request.status === 413) fail(item, file, list.dataset.tooLarge);
      else fail(item, file, new URL(request.responseURL).pathname === "/login" ? list.dataset.signedOut : list.dataset.failed);
    });
    request.addEventListener("error", () => fail(item, file, list.dataset.away));
    request.open("POST", "/uploads");
    request.send(body);
  }

  const isBusy = () => Array.from(list.children).some((item) => item.request);

  function take(files) {
    for (const file of files) send(file);
  }

  // What the server put there (a refused form, an answer taken back) and what this tab remembers look the same.
  for (const item of Array.from(list.children)) {
    const { name } = item.dataset;
    const id = item.querySelector("input").value;
    item.remove();
    hold(chip(name), id);
  }
  if (isDone) sessionStorage.removeItem(key);
  else if (!list.children.length) {
    for (const kept of JSON.parse(sessionStorage.getItem(key) || "[]")) hold(chip(kept.name, Number(kept.size)), kept.id);
  }

  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files); });
  form.querySelector("textarea").addEventListener("paste", (event) => {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  // Pressed while files are still on their way, it goes when they have come.
  form.addEventListener("submit", (event) => {
    const failed = list.querySelector(".failed .again");
    if (!failed && !isBusy()) return;
    event.preventDefault();
    if (failed) failed.focus();
    else waitFor(event.submitter);
  }, { capture: true });
})();
