// Two large buttons beside each number of people. Without JavaScript the number is typed.
const colon = document.documentElement.lang.startsWith("zh") ? "：" : ": ";
for (const input of document.querySelectorAll("input[data-stepper]")) {
  const field = input.closest("[data-fewer]");
  const words = [field.dataset.fewer, field.dataset.more];
  const label = document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "";
  const least = Number(input.min || 0);
  const most = Number(input.max || 99);
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  const buttons = [-1, 1].map((step, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "count__step";
    button.textContent = step < 0 ? "−" : "+";
    button.setAttribute("aria-label", words[index] + colon + label);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      const value = Number.parseInt(input.value, 10) || 0;
      input.value = String(Math.min(most, Math.max(least, value + step)));
      show();
      // The number is not where the focus is: say it.
      said.textContent = `${label} ${input.value}`;
    });
    return button;
  });
  const show = () => {
    const value = Number.parseInt(input.value, 10) || 0;
    // Not `disabled`: that would take the focus away from whoever steps with the keyboard.
    buttons[0].setAttribute("aria-disabled", String(value <= least));
    buttons[1].setAttribute("aria-disabled", String(value >= most));
  };
  const control = document.createElement("div");
  control.className = "count__control";
  input.replaceWith(control);
  control.append(buttons[0], input, buttons[1], said);
  input.addEventListener("input", show);
  show();
}
