// The seconds in which an answer can be taken back are counted down, and z takes back.
(() => {
  "use strict";

  function count() {
    for (const line of document.querySelectorAll("[data-goes]")) {
      line.goesAt ??= performance.now() + Number(line.dataset.goes) * 1000;
      const left = Math.ceil((line.goesAt - performance.now()) / 1000);
      line.textContent = left > 0 ? line.dataset.words.replace("{}", left) : line.dataset.now;
    }
  }

  count();
  setInterval(count, 500);
})();
