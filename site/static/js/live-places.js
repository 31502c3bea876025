// Keep the number of places true on a page that caches may keep: ask the small endpoint, and only while somebody looks.
const list = document.querySelector("[data-live-places]");
if (list) {
  const EVERY = 20_000;
  const LONGEST = 300_000;
  const REGISTER = new Set(["open", "waiting"]);
  const text = list.dataset;
  const rows = new Map([...list.querySelectorAll("[data-session]")].map((row) => [row.dataset.session, row]));
  const query = [...rows.keys()].map((id) => "session=" + id).join("&");
  const said = document.createElement("div");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  list.append(said);
  let wait = EVERY;
  let timer = 0;
  let inView = false;
  let news = [];

  const line = (text) => Object.assign(document.createElement("p"), { textContent: text });

  const words = (places) => {
    if (places.lots_until && places.state !== "cancelled") return text.textLots;
    if (places.state !== "open") return text["text" + places.state[0].toUpperCase() + places.state.slice(1)];
    return places.left === 1 ? text.textOne : text.textMany.replace("{}", places.left);
  };

  const show = (row, places) => {
    if (row.dataset.state === places.state && row.dataset.left === String(places.left)) return;
    // A closed session, and one that lots decide about, keeps the words of the server, which say when it opens or until when one applies.
    const before = row.dataset.state;
    row.dataset.state = places.state;
    row.dataset.left = places.left;
    if (before === places.state && (before === "closed" || (places.lots_until && row.hasAttribute("data-lots")))) return;
    row.toggleAttribute("data-lots", Boolean(places.lots_until));
    const tag = row.querySelector("[data-places]");
    tag.className = "tag tag--" + places.state;
    tag.textContent = words(places);
    // Aloud only what matters: another state, or the number where the reader is. Each place that goes would be noise.
    if (before !== places.state || row.contains(document.activeElement)) {
      news.push(row.querySelector("[data-what]").textContent.trim() + " " + words(places));
    }
    const button = row.querySelector("[data-register]");
    button.hidden = !REGISTER.has(places.state);
    button.classList.toggle("button--secondary", places.state === "waiting");
    button.querySelector("[data-label]").textContent = places.lots_until ? text.textApply : places.state === "waiting" ? text.textWait : text.textRegister;
  };

  // Milliseconds until the next session opens, by the clock of the server: that of a phone may be minutes off.
  const untilNextOpens = (answer, found) => {
    const opens = Object.values(found).map((places) => Date.parse(places.opens_at)).filter((at) => at);
    const now = Date.parse(answer.headers.get("Date")) || Date.now();
    return opens.length ? Math.min(...opens) - now : Infinity;
  };

  const ask = async () => {
    try {
      const answer = await fetch(list.dataset.livePlaces + "?" + query, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      news = [];
      const found = await answer.json();
      for (const [id, places] of Object.entries(found)) {
        show(rows.get(id), places.by_invitation ? { ...places, state: "invited" } : places);
      }
      // All at once: a second text would replace the first before it is read out.
      if (news.length) said.replaceChildren(...news.map(line));
      // Right after the moment, each visitor within a second and a half of it: not all in the same instant.
      wait = Math.min(EVERY, Math.max(untilNextOpens(answer, found) + Math.random() * 1_500, 1_000));
    } catch {
      // The numbers of the server stay. A server in trouble is asked less and less often.
      wait = Math.min(wait * 2, LONGEST);
    }
    plan(wait);
  };

  const plan = (delay) => {
    clearTimeout(timer);
    if (inView && !document.hidden && rows.size) timer = setTimeout(ask, delay);
  };

  new IntersectionObserver((entries) => {
    inView = entries.some((entry) => entry.isIntersecting);
    plan(500);
  }).observe(list);
  document.addEventListener("visibilitychange", () => plan(500));
}
