// Titles for what somebody is typing: a combobox whose arrows choose, Enter takes, Escape shuts. The focus stays in the field.
const field = document.querySelector("[data-suggestions]");
if (field) {
  const PAUSE = 250;
  const list = document.createElement("ul");
  let timer = 0;
  let asked = "";
  let at = -1;

  list.id = field.id + "-titles";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.after(list, said);
  // A search field may not be a combobox. The phone's keyboard still offers to search.
  field.type = "text";
  field.enterKeyHint = "search";
  const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(told)) field.setAttribute(name, value);

  const open = (yes) => {
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
    if (!yes) choose(-1);
  };

  const choose = (next) => {
    at = next;
    [...list.children].forEach((one, index) => one.setAttribute("aria-selected", String(index === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const take = (option) => {
    field.value = option.textContent;
    open(false);
    field.form.requestSubmit();
  };

  const ask = async () => {
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    if (!query) return open(false);
    try {
      const answer = await fetch(field.dataset.suggestions + "?query=" + encodeURIComponent(query), { credentials: "omit" });
      const { titles } = await answer.json();
      // An answer that comes after the next letter, or after leaving, is no help any more.
      if (query !== field.value.trim() || document.activeElement !== field) return;
      list.replaceChildren(
        ...titles.map((title, index) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${index}`;
          option.setAttribute("role", "option");
          option.textContent = title;
          return option;
        }),
      );
      choose(-1);
      open(titles.length > 0);
      // Not every screen reader says that a list has opened.
      said.textContent = titles.length ? field.dataset.said.replace("{}", titles.length) : "";
    } catch {
      // Searching works without.
    }
  };

  field.addEventListener("input", (event) => {
    // Pinyin that is still being put together is no word yet.
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("compositionend", () => (timer = setTimeout(ask, PAUSE)));
  field.addEventListener("blur", () => open(false));
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.isComposing || !count) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (list.hidden) open(true);
      // One more place than there are titles: there nothing is chosen, and Enter sends what was typed.
      choose(((at + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(list.children[at]);
    }
  });
  // Before the field loses the focus, which would shut the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("li") && take(event.target.closest("li")));
}
