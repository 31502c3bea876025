// Keys for those who work through many cases. Every key does what a link on the page does; the switch turns all of them off.

const list = document.querySelector("[data-shortcuts]");
const KEPT = "case-shortcuts";

if (list) {
  const toggle = list.querySelector("[data-shortcuts-on]");
  toggle.checked = localStorage.getItem(KEPT) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(KEPT, toggle.checked ? "on" : "off"));

  const links = () => [...document.querySelectorAll(".listing tbody a[href*='/oversight/cases/']")].filter((link) => /\/\d+\/$/.test(link.pathname));
  const step = (by) => {
    const all = links();
    const now = all.indexOf(document.activeElement);
    all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + by))]?.focus();
  };
  const press = (selector) => document.querySelector(selector)?.click();

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => links().includes(document.activeElement) && document.activeElement.click(),
    n: () => press("[data-next-case]"),
    u: () => press("[data-case-list]"),
    "?": () => {
      list.open = !list.open;
    },
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable], dialog, [role='dialog']");
    if (!toggle.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = /^[1-9]$/.test(event.key) && document.querySelectorAll(".case-deeds a")[Number(event.key) - 1];
    const act = deed ? () => deed.click() : keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}
