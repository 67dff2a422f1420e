// A sound or a notice of the browser when a ticket comes, if this browser's person wants it. Off until then.
(() => {
  "use strict";

  const place = document.querySelector("[data-hearing]");
  const wants = (kind) => localStorage.getItem(`hears ${kind}`) === "yes";
  const buttons = Array.from(document.querySelectorAll("[data-hear]"));

  function show() {
    document.documentElement.dataset.hears = wants("sound") || wants("notice") ? "yes" : "no";
    for (const button of buttons) button.setAttribute("aria-pressed", String(wants(button.dataset.hear)));
  }

  function ring() {
    const context = new AudioContext();
    const volume = context.createGain();
    volume.gain.setValueAtTime(0.12, context.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, context.currentTime + 0.9);
    volume.connect(context.destination);
    for (const [pitch, wait] of [[880, 0], [1174.7, 0.14]]) {
      const tone = context.createOscillator();
      tone.frequency.value = pitch;
      tone.connect(volume);
      tone.start(context.currentTime + wait);
      tone.stop(context.currentTime + 0.9);
    }
    setTimeout(() => context.close(), 1500);
  }

  async function change(kind) {
    const wanted = !wants(kind);
    if (wanted && kind === "notice" && (await Notification.requestPermission()) !== "granted") return;
    localStorage.setItem(`hears ${kind}`, wanted ? "yes" : "no");
    if (wanted && kind === "sound") ring();
    show();
  }

  for (const button of buttons) {
    const isThere = button.dataset.hear === "sound" ? "AudioContext" in window : "Notification" in window;
    button.hidden = !isThere;
    button.addEventListener("click", () => change(button.dataset.hear));
  }
  if (place) place.hidden = buttons.every((button) => button.hidden);

  document.addEventListener("bellhop:arrived", (event) => {
    if (wants("sound")) ring();
    if (wants("notice") && document.visibilityState !== "visible" && Notification.permission === "granted") {
      const notice = new Notification(event.detail, { tag: "bellhop" });
      notice.addEventListener("click", () => { window.focus(); notice.close(); });
    }
  });
  show();
})();
