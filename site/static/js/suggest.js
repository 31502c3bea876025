// Titles for what somebody is typing, as the browser's own list below the field.
const field = document.querySelector("[data-suggestions]");
if (field) {
  const list = document.getElementById(field.getAttribute("list"));
  const PAUSE = 250;
  let timer = 0;
  let asked = "";

  const ask = async () => {
    const query = field.value.trim();
    if (!query || query === asked) return;
    asked = query;
    try {
      const answer = await fetch(field.dataset.suggestions + "?query=" + encodeURIComponent(query), { credentials: "omit" });
      const { titles } = await answer.json();
      // An answer that comes after the next letter is no help any more.
      if (query === field.value.trim()) list.replaceChildren(...titles.map((title) => new Option(title, title)));
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
}
