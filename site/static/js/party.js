// Fields that depend on who comes: questions that concern children only. Without JavaScript they stay, with a word beside them.
const children = ["children_0_5", "children_6_13", "youths_14_17"];
for (const form of document.querySelectorAll("form:has([data-with-children])")) {
  const count = (name) => Number.parseInt(form.elements[name]?.value, 10) || 0;
  const show = () => {
    const come = children.some((name) => count(name) > 0);
    for (const field of form.querySelectorAll(".field")) {
      if (field.querySelector("[data-with-children]")) field.hidden = !come;
    }
  };
  if (!children.some((name) => form.elements[name])) continue;
  form.addEventListener("input", show);
  // The buttons beside a number change it without an event of its own.
  form.addEventListener("click", show);
  show();
}
