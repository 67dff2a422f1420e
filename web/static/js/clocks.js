// The clocks of rows go on in words, with the server's words and the server's time. Only what says another thing is written.
(() => {
  "use strict";

  const list = document.querySelector("[data-live-list]");
  if (!list) return;

  const EVERY = 5000;
  const MINUTE = 60000;
  const words = JSON.parse(list.dataset.words);
  const fill = (pattern, value) => pattern.replace("{}", value);

  function span(milliseconds) {
    const minutes = Math.max(Math.floor(milliseconds / MINUTE), 1);
    if (minutes < 60) return fill(words.minutes, minutes);
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return fill(words.hours, hours);
    const days = Math.floor(hours / 24);
    return days === 1 ? words.day : fill(words.days, days);
  }

  function write(element, said) {
    if (element.textContent !== said) element.textContent = said;
  }

  function tick() {
    const now = Date.now() + Number(list.dataset.ahead);
    for (const mark of list.querySelectorAll("[data-due]")) {
      const left = Date.parse(mark.dataset.due) - now;
      if (left <= 0 || !("stands" in mark.dataset)) write(mark, left <= 0 ? fill(words.over, span(-left)) : fill(words.due, span(left)));
      mark.classList.toggle("over", left <= 0);
      mark.classList.toggle("soon", left > 0 && Date.parse(mark.dataset.soon) <= now);
    }
    for (const mark of list.querySelectorAll("[data-left]")) write(mark, span(Date.parse(mark.dataset.left) - now));
    for (const mark of list.querySelectorAll("[data-since]")) write(mark, span(now - Date.parse(mark.dateTime)));
  }

  list.dataset.ahead = Date.parse(list.dataset.now) - Date.now();
  list.addEventListener("bellhop:list", tick);
  setInterval(tick, EVERY);
})();
