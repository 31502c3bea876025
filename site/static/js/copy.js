// <button data-copy="#a,#b" data-copied="Copied" hidden>: copies the texts of these elements, one per line, and says so.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    const texts = [...document.querySelectorAll(button.dataset.copy)].map((element) => element.textContent.trim());
    try {
      await navigator.clipboard.writeText(texts.join("\n"));
    } catch {
      return; // Not allowed here: the text can still be selected by hand.
    }
    said.textContent = button.textContent = button.dataset.copied;
  });
}
