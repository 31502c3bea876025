// Two large buttons beside each number of people. Without JavaScript the number is typed.
for (const input of document.querySelectorAll("input[data-stepper]")) {
  const field = input.closest("[data-fewer]");
  const words = [field.dataset.fewer, field.dataset.more];
  const label = document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "";
  const least = Number(input.min || 0);
  const most = Number(input.max || 99);
  const buttons = [-1, 1].map((step, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "count__step";
    button.textContent = step < 0 ? "−" : "+";
    button.setAttribute("aria-label", `${words[index]}: ${label}`);
    button.addEventListener("click", () => {
      const value = Number.parseInt(input.value, 10) || 0;
      input.value = String(Math.min(most, Math.max(least, value + step)));
      show();
    });
    return button;
  });
  const show = () => {
    const value = Number.parseInt(input.value, 10) || 0;
    buttons[0].disabled = value <= least;
    buttons[1].disabled = value >= most;
  };
  const control = document.createElement("div");
  control.className = "count__control";
  input.replaceWith(control);
  control.append(buttons[0], input, buttons[1]);
  input.addEventListener("input", show);
  show();
}
