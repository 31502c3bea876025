// Asks for the numbers of the board again while somebody looks at it. After a failure it waits longer each time and says
// that the numbers are old; a hidden page asks nothing. Without this file the page has a link to reload.

const LONGEST = 240_000;
const board = document.querySelector("[data-live-board]");

if (board) {
  const every = Number(board.dataset.every) * 1000;
  const stale = document.querySelector("[data-live-board-stale]");
  document.querySelector("[data-live-board-renews]").hidden = false;
  let wait = every;
  let timer = 0;

  const later = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(renew, wait);
  };

  async function renew() {
    const answer = await fetch(board.dataset.liveBoard, { redirect: "manual", cache: "no-store" }).catch(() => undefined);
    if (answer?.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      board.replaceChildren(...fresh.body.childNodes);
      wait = every;
    } else {
      wait = Math.min(wait * 2, LONGEST);
    }
    stale.hidden = Boolean(answer?.ok);
    later();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : renew()));
  later();
}
