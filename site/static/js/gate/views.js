// What stands on the screen. Draws from values and knows no rules; every text of a person goes in as text.

const one = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
export const words = JSON.parse(one("#words").textContent);
const language = document.documentElement.lang;
const timeZone = document.body.dataset.zone;
const clockTime = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
// Day before month, as on the ticket.
const day = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { month: "short", day: "numeric", weekday: "short", timeZone });

export const timeOf = (moment) => clockTime.format(moment);
export const dayOf = (moment) => day.format(moment);

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function made(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function say(name, text) {
  const element = one(`[data-${name}]`);
  element.textContent = text;
  element.hidden = !text;
}

export function show(view) {
  for (const section of all("[data-view]")) section.hidden = section.dataset.view !== view;
  one("[data-nav]").hidden = view !== "gate";
  document.body.dataset.at = view;
}

export function showPanel(panel) {
  for (const part of all("[data-panel]")) part.hidden = part.dataset.panel !== panel;
  for (const button of all("[data-panel-go]")) button.setAttribute("aria-pressed", String(button.dataset.panelGo === panel));
}

export function showState(state, unsent) {
  one(".gate-state").dataset.state = unsent && state === "online" ? "waiting" : state;
  const parts = [state === "online" ? words.online : words.offline];
  if (unsent) parts.push(fill(words.to_send, { count: unsent }));
  const text = parts.join(" · ");
  // Said aloud only when it changes.
  if (one("[data-state-words]").textContent !== text) one("[data-state-words]").textContent = text;
}

export function showBanners(banners) {
  const text = banners.map(({ words: said }) => said).join("\n");
  const place = one("[data-banners]");
  if (place.dataset.said === text) return;
  place.dataset.said = text;
  place.replaceChildren(...banners.map(({ level, words: said }) => made("p", `gate-banner gate-banner--${level}`, said)));
}

export function showHead(session) {
  one("[data-title]").textContent = session.name;
  one("[data-time]").textContent = `${dayOf(session.starts_at)} ${timeOf(session.starts_at)}–${timeOf(session.ends_at)}`;
}

const untitled = one("[data-title]").textContent;

export function clearHead() {
  one("[data-title]").textContent = untitled;
  one("[data-time]").textContent = "";
}

export function showCount(list) {
  const coming = list.parties.filter((party) => ["confirmed", "attended", "no_show"].includes(party.state));
  one("[data-inside]").textContent = list.inside;
  one("[data-expected]").textContent = `/ ${fill(words.expected, { people: coming.reduce((sum, party) => sum + party.people, 0) })}`;
  one("[data-left]").textContent = fill(words.left, { left: Math.max(0, list.left) });
}

export function showSessions(sessions, chosen, onChoose) {
  say("sessions-note", sessions.length ? "" : words.no_sessions);
  one("[data-sessions]").replaceChildren(
    ...sessions.map((session) => {
      const button = made("button", "gate-row");
      button.type = "button";
      button.dataset.session = session.id;
      const when = `${dayOf(session.starts_at)} ${timeOf(session.starts_at)}–${timeOf(session.ends_at)}`;
      button.append(made("strong", "", when), made("span", "", session.is_open ? session.name : `${session.name} (${words.cancelled_session})`));
      if (session.id === chosen) button.setAttribute("aria-current", "true");
      button.addEventListener("click", () => onChoose(session.id));
      return button;
    }),
  );
}

export function showParties(parties, onChoose) {
  const rows = parties.slice(0, 60).map((party) => {
    const button = made("button", "gate-row");
    button.type = "button";
    button.dataset.complete = String(party.arrived >= party.people);
    button.append(made("strong", "", party.name || "–"), made("span", "", fill(words.inside_of, party)));
    button.addEventListener("click", () => onChoose(party));
    return button;
  });
  one("[data-parties]").replaceChildren(...(rows.length ? rows : [made("p", "", words.nobody_found)]));
}

export function showRecent(scans, isUndone, onUndo) {
  const rows = scans.map((scan) => {
    const row = made("div", "gate-row gate-row--done");
    const what = made("div");
    what.append(made("strong", "", `${timeOf(scan.at)}  ${scan.label}`), made("span", "", scan.trouble ? words.titles[scan.trouble] || scan.trouble : ""));
    row.append(what);
    if (isUndone(scan)) row.append(made("span", "", words.undone));
    else {
      const button = made("button", "gate-small", one("[data-toast-undo]").textContent);
      button.type = "button";
      button.addEventListener("click", () => onUndo(scan));
      row.append(button);
    }
    return row;
  });
  one("[data-recent]").replaceChildren(...rows);
}

/** Two buttons around a number. Returns a function that gives it, and one that sets its bounds. */
export function stepper(root, onChange) {
  const output = root.querySelector("[data-number]");
  let bounds = [1, 1];
  const put = (value) => {
    output.value = Math.min(Math.max(value, bounds[0]), bounds[1]);
    for (const button of root.querySelectorAll("[data-step]")) {
      const next = Number(output.value) + Number(button.dataset.step);
      button.disabled = next < bounds[0] || next > bounds[1];
    }
    onChange(Number(output.value));
  };
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-step]");
    if (button) put(Number(output.value) + Number(button.dataset.step));
  });
  return {
    value: () => Number(output.value),
    set: (value, least, most) => {
      bounds = [least, most];
      root.hidden = most <= least;
      put(value);
    },
  };
}

/** Buttons of which one can be pressed; `onChoose` learns which. Returns the chosen one, "" for none. */
export function reasons(root, onChoose) {
  let chosen = "";
  const buttons = Object.entries(words.reasons).map(([code, text]) => {
    const button = made("button", "gate-reason", text);
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      chosen = chosen === code ? "" : code;
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button && chosen !== ""));
      onChoose(chosen);
    });
    return button;
  });
  root.append(...buttons);
  return {
    value: () => chosen,
    show: (wanted) => {
      root.hidden = !wanted;
      chosen = "";
      for (const button of buttons) button.setAttribute("aria-pressed", "false");
    },
  };
}

/** The answer to one ticket, over the whole screen. `kind` is yes, look or no. */
export function showResult({ kind, title, name, people, hint }) {
  const place = one("[data-result]");
  place.dataset.kind = kind;
  one("[data-result-title]").textContent = title;
  say("result-name", name || "");
  say("result-people", people || "");
  say("result-hint", hint || "");
  place.hidden = false;
  behind(true);
  one("[data-result-title]").focus();
}

export function hideResult() {
  one("[data-result]").hidden = true;
  behind(false);
}

// What lies behind an answer cannot be reached by Tab or by a screen reader while it stands.
function behind(inert) {
  for (const part of all("body > :not([data-result])")) part.inert = inert;
}

let leaving;

export function toast(text, onUndo) {
  say("toast-words", text);
  const place = one("[data-toast]");
  const button = one("[data-toast-undo]");
  button.hidden = !onUndo;
  button.onclick = () => {
    place.hidden = true;
    onUndo();
  };
  place.hidden = false;
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    place.hidden = true;
  }, 8000);
}

export { all, one };
