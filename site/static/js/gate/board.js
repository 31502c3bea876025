// Keeps the board of the gate up to date while somebody looks at it: the page itself is asked again, so that it works
// the same without this. A decision that is being made is not moved away under the finger.

const EVERY = 15_000;
const board = document.querySelector("[data-board]");

async function renew() {
  if (document.hidden || board.contains(document.activeElement)) return;
  const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" }).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-board]");
  if (fresh && fresh.innerHTML !== board.innerHTML) board.replaceChildren(...fresh.childNodes);
}

if (board) setInterval(renew, EVERY);
