// Fields that depend on who comes: questions about children, names of the second and further adults. Without JavaScript they
// stay, with a word beside them.
const children = ["children_0_5", "children_6_13", "youths_14_17"];
for (const form of document.querySelectorAll("form:has([data-with-children], [data-adult])")) {
  const count = (name) => Number.parseInt(form.elements[name]?.value, 10) || 0;
  const isFilled = (group) => [...group.querySelectorAll("input")].some((input) => input.value) || group.querySelector("[data-invalid]");
  const show = () => {
    if (children.some((name) => form.elements[name])) {
      const come = children.some((name) => count(name) > 0);
      for (const field of form.querySelectorAll(".field")) {
        if (field.querySelector("[data-with-children]")) field.hidden = !come;
      }
    }
    if (!form.elements.adults) return;
    for (const group of form.querySelectorAll("[data-adult]")) {
      // What was typed is never out of sight.
      group.hidden = Number(group.dataset.adult) > Math.max(1, count("adults")) && !isFilled(group);
    }
  };
  form.addEventListener("input", show);
  // The buttons beside a number change it without an event of its own.
  form.addEventListener("click", show);
  show();
}
