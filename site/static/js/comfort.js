// Buttons for large text, high contrast and the simple layout. Without JavaScript their group stays hidden: the browser's own zoom serves.
const root = document.documentElement;
for (const button of document.querySelectorAll("[data-comfort]")) {
  const [name, value] = button.dataset.comfort.split(":");
  const show = () => button.setAttribute("aria-pressed", String(root.dataset[name] === value));
  button.addEventListener("click", () => {
    const on = root.dataset[name] !== value;
    if (on) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (on) localStorage.setItem("face-" + name, value);
      else localStorage.removeItem("face-" + name);
    } catch {
      // Storage is switched off: it holds for this page only.
    }
    show();
  });
  show();
  button.parentElement.hidden = false;
}
