// The guests' pages: sending with pictures and progress, words kept until they are sent, answers that come by
// themselves. Every form works without this too; only what is said here is nicer with it.
(() => {
  "use strict";

  const KEPT = "bellhop words ";
  const PAUSE = 4000;
  const SIDE = 2000; // pixels: larger photos are made smaller before they go over a slow line
  const LARGE = 700000; // bytes: smaller ones go as they are

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  let news = one("#news");

  // What is being typed ------------------------------------------------------------------------------------------

  function forgetWords() {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(KEPT)).forEach((key) => localStorage.removeItem(key));
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  const kept = (form) => all("textarea, input[data-keep]", form);

  function keep(form) {
    const words = JSON.stringify(kept(form).map((field) => field.value));
    try {
      if (/[^[\]",]/.test(words)) localStorage.setItem(KEPT + form.dataset.draft, words);
      else localStorage.removeItem(KEPT + form.dataset.draft);
    } catch {
      // Then they are kept by the page alone.
    }
  }

  function restore(form) {
    try {
      const words = JSON.parse(localStorage.getItem(KEPT + form.dataset.draft) || "[]");
      kept(form).forEach((field, at) => (field.value ||= words[at] || ""));
    } catch {
      // Nothing was kept.
    }
  }

  // One form -----------------------------------------------------------------------------------------------------

  function begin(form) {
    form.chosen = [];
    form.ready = Promise.resolve();
    restore(form);
    form.addEventListener("input", () => keep(form));
    all("[data-pick]", form).forEach((field) =>
      field.addEventListener("change", () => {
        Array.from(field.files).forEach((file) => add(form, file));
        field.value = "";
      }),
    );
    all("[data-wish]", form).forEach((chip) =>
      chip.addEventListener("click", (event) => {
        event.preventDefault();
        const field = one("textarea", form);
        field.value = field.value.trim() ? `${field.value.trimEnd()}\n${chip.textContent}` : chip.textContent;
        keep(form);
        field.focus();
      }),
    );
    if (news) form.addEventListener("submit", (event) => send(event, form));
    else sendOnce(form);
  }

  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.leaving) event.preventDefault();
      form.dataset.leaving = "yes";
      if (form.chosen?.length) fill(form);
    });
    addEventListener("pageshow", () => delete form.dataset.leaving);
  }

  // A form that goes without us carries the chosen files in its own field.
  function fill(form) {
    const carrier = new DataTransfer();
    form.chosen.forEach((file) => carrier.items.add(file));
    all("[data-pick]", form).at(-1).files = carrier.files;
  }

  // Pictures -----------------------------------------------------------------------------------------------------

  // One after the other, so that a phone's memory is enough. Each stands in the list at once, and whoever sends
  // before all are ready waits for them.
  function add(form, file) {
    const item = listed(form, file.name);
    form.ready = form.ready.then(() => take(form, file, item));
  }

  async function take(form, file, item) {
    const ready = item.isConnected ? await smaller(file) : file;
    if (!item.isConnected) return;
    const problem = problemWith(form, ready, file.name);
    refuse(form, problem);
    if (problem) return drop(form, item);
    form.chosen.push(ready);
    await show(item, ready);
  }

  function problemWith(form, file, name) {
    const { mostFiles, mostBytes, mostTogether } = one("form[data-most-files]").dataset;
    const together = form.chosen.reduce((sum, each) => sum + each.size, file.size);
    if (form.chosen.length >= Number(mostFiles)) return news.dataset.tooMany;
    if (file.size > Number(mostBytes)) return news.dataset.tooLarge.replace("{name}", name);
    return together > Number(mostTogether) ? news.dataset.tooMuch : "";
  }

  async function smaller(file) {
    if (!/^image\/(jpeg|png|webp|heic|heif|avif)$/.test(file.type) || file.size < LARGE) return file;
    try {
      const picture = await createImageBitmap(file);
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const sheet = drawn(picture, picture.width * scale, picture.height * scale);
      const blob = await new Promise((done) => sheet.toBlob(done, "image/jpeg", 0.85));
      return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type }) : file;
    } catch {
      return file; // A picture that this browser cannot read goes as it is.
    }
  }

  function drawn(picture, width, height) {
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [Math.round(width), Math.round(height)];
    sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
    return sheet;
  }

  function listed(form, name) {
    const list = one("[data-chosen]", form);
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.innerHTML = "<span aria-hidden=\"true\">×</span>";
    button.setAttribute("aria-label", `${news.dataset.remove}: ${name}`);
    button.addEventListener("click", () => {
      drop(form, item);
      one("textarea", form).focus();
    });
    item.append(named(name), button);
    list.append(item);
    list.hidden = false;
    return item;
  }

  function drop(form, item) {
    const list = one("[data-chosen]", form);
    form.chosen = form.chosen.filter((file) => file !== item.file);
    item.remove();
    list.hidden = !list.children.length;
  }

  async function show(item, file) {
    item.file = file;
    const picture = await preview(file);
    item.firstChild.replaceWith(picture);
  }

  function named(name) {
    const sheet = document.createElement("span");
    sheet.className = "sheet";
    sheet.textContent = name;
    return sheet;
  }

  async function preview(file) {
    try {
      const picture = await createImageBitmap(file);
      const scale = 192 / Math.min(picture.width, picture.height);
      const sheet = drawn(picture, picture.width * scale, picture.height * scale);
      sheet.setAttribute("role", "img");
      sheet.setAttribute("aria-label", file.name);
      return sheet;
    } catch {
      return named(file.name);
    }
  }

  // Sending ------------------------------------------------------------------------------------------------------

  function refuse(form, words) {
    const place = one("[data-problem]", form);
    const field = one("textarea", form);
    place.textContent = words;
    place.hidden = !words;
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (words) field.setAttribute("aria-describedby", place.id);
  }

  async function send(event, form) {
    event.preventDefault();
    if (form.dataset.leaving) return;
    busy(form, true);
    await form.ready;
    const body = new FormData(form);
    body.delete("files");
    form.chosen.forEach((file) => body.append("files", file, file.name));
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.upload.addEventListener("progress", (step) => progress(form, step));
    request.addEventListener("load", () => arrived(form, request));
    for (const kind of ["error", "timeout", "abort"]) request.addEventListener(kind, () => lost(form));
    request.timeout = 300000;
    request.open("POST", form.getAttribute("action"));
    request.send(body);
  }

  function progress(form, step) {
    const percent = step.lengthComputable ? Math.round((100 * step.loaded) / step.total) : 0;
    one("progress", form).value = percent;
    one("[data-progress-words]", form).textContent = `${news.dataset.sending} ${percent} %`;
  }

  function busy(form, is) {
    if (is) form.dataset.leaving = "yes";
    else delete form.dataset.leaving;
    one("[data-progress]", form).hidden = !(is && one("[data-chosen]", form).children.length);
    one(".send", form).disabled = is;
  }

  function lost(form) {
    busy(form, false);
    refuse(form, news.dataset.lost);
  }

  function arrived(form, request) {
    busy(form, false);
    const page = request.response;
    if (request.status === 401) return location.reload();
    if ("whole" in form.dataset && page) return swap(form, page);
    if (request.status === 413 || !page) return refuse(form, news.dataset.tooMuch);
    if (request.status >= 400) return refuse(form, problemOf(page, form));
    form.chosen = [];
    one("[data-chosen]", form).replaceChildren();
    one("[data-chosen]", form).hidden = true;
    kept(form).forEach((field) => (field.value = ""));
    keep(form);
    refuse(form, "");
    all("input[name=nonce]").forEach((field) => (field.value = one("#say input[name=nonce]", page).value));
    merge(one("#requests", page));
    tell(news.dataset.sent);
    if (form.id === "say") one("#own").scrollIntoView({ block: "nearest" });
  }

  // The form stands on a page of its own: what comes back takes its place, with the files that were chosen.
  function swap(form, page) {
    const main = one("main");
    main.replaceChildren(...one("main", page).children);
    news = one("#news");
    if (one("[data-over]", main)) forgetWords();
    const fresh = one("form[data-say]", main);
    if (fresh) {
      begin(fresh);
      one("[data-again]", fresh)?.remove();
      form.chosen.forEach((file) => {
        fresh.chosen.push(file);
        show(listed(fresh, file.name), file);
      });
    }
    const place = one("[aria-invalid]", main) || one("h1, h2", main);
    if (place.matches("h1, h2")) place.tabIndex = -1;
    place.focus();
  }

  function problemOf(page, form) {
    const found = all("[data-problem]", page).find((place) => place.closest("form").id === form.id);
    return found?.textContent || one("main p", page)?.textContent || news.dataset.lost;
  }

  // Answers that come ----------------------------------------------------------------------------------------------

  function tell(words) {
    news.textContent = "";
    setTimeout(() => (news.textContent = words), 50); // so that it is read out again
  }

  // Takes over what changed and leaves alone what is open, being typed or chosen.
  function merge(fresh) {
    const list = one("#requests");
    const cards = all("[data-request]", fresh);
    const ids = new Set(cards.map((card) => card.id));
    Array.from(list.children).forEach((child) => ids.has(child.id) || child.remove());
    if (!cards.length) list.replaceChildren(...fresh.children);
    let isNew = false;
    cards.forEach((card, at) => {
      const here = document.getElementById(card.id);
      if (!here) {
        list.insertBefore(card, list.children[at] || null);
        all("form[data-say]", card).forEach(begin);
        return;
      }
      const before = theirs(here);
      for (const part of ["[data-talk]", "[data-state]"]) {
        if (one(part, here).innerHTML !== one(part, card).innerHTML) one(part, here).replaceWith(one(part, card));
      }
      if (theirs(here) > before) {
        isNew = true;
        here.open = true;
      }
      if (list.children[at] !== here && !here.contains(document.activeElement)) list.insertBefore(here, list.children[at]);
    });
    return isNew;
  }

  const theirs = (card) => all(".theirs", card).length;

  function watch() {
    const offline = one("#offline");
    let tag = "";
    let timer = 0;

    async function look() {
      clearTimeout(timer);
      if (document.hidden) return;
      try {
        const headers = tag ? { "If-None-Match": tag } : {};
        const answer = await fetch(news.dataset.part, { headers, cache: "no-store", redirect: "error" });
        isAway(false);
        if (answer.status === 401) return location.reload();
        if (answer.status === 200) {
          tag = answer.headers.get("ETag") || "";
          const page = new DOMParser().parseFromString(`<div id="requests">${await answer.text()}</div>`, "text/html");
          if (merge(one("#requests", page))) tell(news.dataset.new);
        }
      } catch {
        isAway(true);
      }
      timer = setTimeout(look, PAUSE);
    }

    function isAway(is) {
      if (offline.hidden !== is) return;
      offline.hidden = !is;
      offline.textContent = is ? offline.dataset.words : "";
    }

    addEventListener("online", look);
    addEventListener("offline", () => isAway(true));
    document.addEventListener("visibilitychange", look);
    timer = setTimeout(look, PAUSE);
  }

  document.documentElement.classList.add("scripted");
  if (one("[data-over]")) forgetWords();
  all("form[data-say]").forEach(begin);
  one("[data-leave]")?.addEventListener("submit", forgetWords);
  all("form:not([data-say])").forEach(sendOnce);
  if (news?.dataset.part) watch();
})();
