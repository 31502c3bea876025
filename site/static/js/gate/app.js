// The app for the door: what staff press, what is judged, kept and sent. Rules, storage and screen have files of their own.

import { minutesWrong, now, restoreTime, savedTime } from "./clock.js";
import { applied, hasRoom, troubleOfUnlisted, troubleWith } from "./rules.js";
import { Scanner } from "./scanner.js";
import { fetchList, hello, sendScans, signOut } from "./server.js";
import { signal, wakeSound } from "./signals.js";
import * as store from "./store.js";
import { codeHash, importKeys, isOurList, normaliseCode, readTicket } from "./ticket.js";
import * as screen from "./views.js";

const { all, fill, one, words } = screen;
const SYNC_EVERY = 20_000;
const RECENT = 40;
const MINUTE = 60_000;
const MOST = Number(document.body.dataset.most);

// `list` is the list as the server gave it, `queue` what was not sent since; `seen` is both together.
const gate = { list: undefined, queue: [], seen: undefined, keys: new Map(), device: "", user: undefined, state: "offline", refused: 0 };

// ---- What is known ---------------------------------------------------------------------------------------------

function refresh() {
  const { list } = gate;
  gate.seen = list && applied(list, gate.queue.filter((scan) => scan.session === list.session.id));
  screen.showState(gate.state, gate.queue.length);
  if (!gate.seen) return screen.showBanners([]);
  screen.showHead(list.session);
  screen.showCount(gate.seen);
  screen.showBanners(banners());
  screen.showRecent(list.recent, isUndone, undo);
  drawParties();
}

function banners() {
  const { list } = gate;
  const found = [];
  const age = now() - list.made_at;
  const hours = Math.floor(age / (60 * MINUTE));
  if (!list.session.is_open) found.push({ level: "bad", words: words.titles.session_cancelled });
  if (hours >= 12) found.push({ level: "bad", words: fill(words.list_old, { hours }) });
  else if (age > 15 * MINUTE) found.push({ level: "note", words: fill(words.list_from, { time: screen.timeOf(list.made_at) }) });
  if (Math.abs(minutesWrong()) >= 3) found.push({ level: "note", words: fill(words.clock_wrong, { minutes: Math.abs(minutesWrong()) }) });
  if (list.to_settle) found.push({ level: "look", words: fill(words.to_settle, { count: list.to_settle }) });
  if (gate.refused) found.push({ level: "bad", words: fill(words.refused, { count: gate.refused }) });
  return found;
}

const isUndone = (scan) => scan.undone || gate.queue.some((later) => later.kind === "undone" && later.about === scan.scan_id);

// ---- Judging a ticket ------------------------------------------------------------------------------------------

async function onText(text) {
  if (!gate.list || !one("[data-result]").hidden) return;
  const ticket = await readTicket(text, gate.keys);
  if (ticket.error) return refuse(ticket.error);
  const party = await partyOf(ticket.code);
  if (party) return judge(party);
  const trouble = troubleOfUnlisted(ticket, gate.list.session);
  if (trouble === "unlisted") judge({ code: ticket.code, name: "", people: ticket.people, state: "confirmed", arrived: arrivedUnlisted(ticket.code), unlisted: true });
  else refuse(trouble);
}

async function onTypedCode(typed) {
  // A scanner on a cable types the whole text of the QR code.
  if (typed.length > 40) return onText(typed);
  const code = normaliseCode(typed);
  const party = code && (await partyOf(code));
  if (party) judge(party);
  else refuse("unknown");
}

async function partyOf(code) {
  const hash = await codeHash(code, gate.list.salt);
  return gate.seen.parties.find((party) => party.hash === hash);
}

// Of a ticket that is not on the list only this phone knows whether it came in here.
const arrivedUnlisted = (code) =>
  gate.queue.filter((scan) => scan.code === code && !isUndone(scan)).reduce((sum, scan) => sum + scan.people, 0);

const result = { party: undefined, trouble: "" };
const resultReasons = screen.reasons(one("[data-result-reasons]"), drawResultButton);
const resultNumber = screen.stepper(one("[data-result-stepper]"), drawResultButton);

function judge(party) {
  const rest = party.people - party.arrived;
  const trouble = troubleWith(party, gate.list.session, Math.max(rest, 1), now(), "");
  const excusable = trouble === "outside_hours";
  if (trouble && !excusable) return refuse(trouble, party);
  Object.assign(result, { party, trouble });
  const title = excusable ? words.titles.outside_hours : party.unlisted ? words.titles.unlisted : words.titles.ok;
  const hint = excusable ? words.hints.outside_hours : party.unlisted ? words.hints.unlisted : "";
  const kind = excusable || party.unlisted ? "look" : "yes";
  screen.showResult({ kind, title, hint: [hint, ...(party.documents?.length ? [words.check_documents, ...party.documents] : [])].filter(Boolean).join("\n"), name: party.name, people: peopleOf(party) });
  resultReasons.show(excusable);
  resultNumber.set(rest, 1, rest);
  drawResultButton();
  signal(kind);
}

function peopleOf(party) {
  return party.arrived ? fill(words.inside_of, party) : fill(words.party_of, party);
}

function drawResultButton() {
  const button = one("[data-result-go]");
  button.hidden = !result.party;
  if (!result.party) return;
  button.textContent = fill(words.let_in, { count: resultNumber?.value() ?? 1 });
  button.disabled = result.trouble === "outside_hours" && !resultReasons.value();
}

function refuse(trouble, party) {
  Object.assign(result, { party: undefined, trouble });
  screen.showResult({ kind: "no", title: words.titles[trouble], hint: words.hints[trouble], name: party?.name, people: party && peopleOf(party) });
  resultReasons.show(false);
  resultNumber.set(1, 1, 1);
  drawResultButton();
  signal("no");
}

// ---- Deeds -----------------------------------------------------------------------------------------------------

async function letIn() {
  const { party } = result;
  const people = resultNumber.value();
  result.party = undefined;
  const named = party.unlisted ? { code: party.code } : { party: party.id };
  await done({ kind: "arrived", people, reason: resultReasons.value(), ...named }, `${party.name || party.code} ${people}`);
  screen.hideResult();
}

async function letInWithout(people, reason) {
  await done({ kind: "walk_in", people, reason }, fill(words.came_without, { count: people }));
}

async function undo(scan) {
  if (isUndone(scan)) return;
  await keep({ kind: "undone", about: scan.scan_id, people: 0 });
  screen.toast(`${words.undone}: ${scan.label}`);
  signal("look");
}

/** Write a scan down and say so. It is on the disk of the phone before anybody sees green. */
async function done(scan, label) {
  let kept;
  try {
    kept = await keep(scan, label);
  } catch {
    screen.toast(words.not_kept);
    return signal("no");
  }
  signal("yes");
  screen.toast(`✓ ${label}`, () => undo(kept));
}

async function keep(scan, label = "") {
  const { list } = gate;
  const whole = { ...scan, label, scan_id: newId(), session: list.session.id, pass: list.pass, at: now() };
  await store.addToQueue(whole);
  await store.writePlain("time", savedTime());
  gate.queue = await store.readQueue();
  if (scan.kind !== "undone") {
    list.recent = [whole, ...list.recent].slice(0, RECENT);
    await store.writeList(list);
  }
  refresh();
  setTimeout(sync, 300);
  return whole;
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// ---- Sending and renewing --------------------------------------------------------------------------------------

let syncing = false;

async function sync() {
  if (syncing) return;
  syncing = true;
  try {
    await syncOnce();
  } finally {
    syncing = false;
    refresh();
  }
}

async function syncOnce() {
  await dropIfOver();
  const told = await hello();
  gate.state = told.offline ? "offline" : "online";
  if (told.signedOut || told.gone) return lock();
  if (told.offline) return gate.list ? undefined : screen.show(at() === "wait" ? "nothing" : at());
  gate.sessions = told.sessions;
  gate.keys = await importKeys(told.keys);
  await store.writePlain("keys", told.keys);
  await store.writePlain("time", savedTime());
  // Another person at the same phone: what the one before saw is not theirs. What was not sent stays theirs.
  if (gate.list && gate.list.user !== told.user) await forget();
  gate.user = told.user;
  await sendQueue();
  if (gate.list) await renew(gate.list.session.id);
  else if (at() !== "sessions") chooseSession();
}

async function sendQueue() {
  gate.refused = 0;
  for (const group of grouped(gate.queue)) {
    const answer = await sendScans(group[0].session, group[0].pass, gate.device, group);
    if (answer.offline || answer.signedOut) return;
    if (!answer.ok) {
      // Not ours to send, or too old. It stays on the phone until somebody has looked.
      gate.refused += group.length;
      continue;
    }
    await tidy(group, answer.answers);
  }
}

/** Scans of one list in their order, a hundred at a time. */
function grouped(queue) {
  const groups = [];
  for (const scan of queue) {
    const latest = groups[groups.length - 1];
    if (latest && latest[0].pass === scan.pass && latest.length < 100) latest.push(scan);
    else groups.push([scan]);
  }
  return groups;
}

async function tidy(group, answers) {
  const { list } = gate;
  if (list && group[0].session === list.session.id) {
    // The list knows what was sent before the queue forgets it: the second scan of a ticket is a second scan.
    const troubles = new Map(answers.map((answer) => [answer.scan_id, answer.trouble]));
    Object.assign(list, applied(list, group), { recent: list.recent });
    for (const scan of list.recent) {
      if (troubles.get(scan.scan_id)) scan.trouble = troubles.get(scan.scan_id);
      if (group.some((later) => later.about === scan.scan_id)) scan.undone = true;
    }
  }
  await store.sent(group.map((scan) => scan.place), list);
  gate.queue = await store.readQueue();
  if (!gate.queue.length) await store.forgetQueueKey();
}

async function renew(session) {
  const answer = await fetchList(session);
  if (answer.signedOut) return lock();
  if (!answer.ok) return;
  if (!(await isOurList(answer.list, answer.signature, gate.keys.get(answer.key)))) return screen.toast(words.bad_list);
  const fresh = JSON.parse(answer.list);
  const parties = fresh.parties.map(([id, hash, name, people, state, arrived, documents]) => ({ id, hash, name, people, state, arrived, documents }));
  const recent = gate.list?.session.id === session ? gate.list.recent : [];
  gate.list = { ...fresh, parties, recent, user: gate.user };
  await store.writeList(gate.list);
}

// ---- The life of the names -------------------------------------------------------------------------------------

async function forget() {
  gate.list = undefined;
  screen.clearHead();
  await store.forgetList();
}

async function dropIfOver() {
  if (gate.list && now() > gate.list.dies_at) {
    await forget();
    if (at() === "gate" || at() === "menu") screen.show("nothing");
    scanner.stop();
  }
}

/** The server does not know this person any more: the key of the names dies here, at once. */
async function lock() {
  await forget();
  scanner.stop();
  screen.hideResult();
  screen.show("signed-out");
  screen.say("unsent", gate.queue.length ? fill(words.to_send, { count: gate.queue.length }) : "");
}

async function leave() {
  await sync();
  await signOut();
  await lock();
}

// ---- Screens ---------------------------------------------------------------------------------------------------

const at = () => document.body.dataset.at || "wait";
const scanner = new Scanner(one("[data-video]"), onText);
const walkInReasons = screen.reasons(one("[data-reasons]"), drawWalkIn);
const walkInNumber = screen.stepper(one("[data-panel=walk_in] [data-stepper]"), drawWalkIn);

function chooseSession() {
  scanner.stop();
  screen.showSessions(gate.sessions || [], gate.list?.session.id, enter);
  screen.show("sessions");
}

async function enter(session) {
  if (gate.list?.session.id !== session) {
    await forget();
    await renew(session);
  }
  if (!gate.list) return screen.show("nothing");
  refresh();
  go("gate");
  screen.toast(words.ready);
}

function go(view) {
  screen.show(view);
  if (view === "gate") openPanel("scan");
  else scanner.stop();
}

function openPanel(panel) {
  screen.showPanel(panel);
  if (panel === "walk_in") startWalkIn();
  if (panel === "name") drawParties();
  if (panel !== "scan") {
    scanner.stop();
    one(`[data-panel=${panel}] input`)?.focus();
    return;
  }
  one("[data-video]").hidden = false;
  screen.say("camera-note", "");
  scanner.start().catch(() => {
    one("[data-video]").hidden = true;
    screen.say("camera-note", words.no_camera);
  });
}

function drawParties() {
  if (one("[data-panel=name]").hidden || !gate.seen) return;
  const wanted = one("#name").value.trim().toLowerCase();
  // Only the first character of a name is known here; more is no hindrance.
  const found = gate.seen.parties.filter((party) => !wanted || (party.name && wanted.startsWith(party.name[0].toLowerCase())));
  screen.showParties(
    found.sort((one, other) => one.name.localeCompare(other.name)),
    judge,
  );
}

function startWalkIn() {
  walkInReasons.show(false);
  walkInNumber.set(1, 1, MOST);
}

function drawWalkIn() {
  if (!gate.seen || !walkInNumber) return;
  const people = walkInNumber.value();
  const room = hasRoom(gate.seen, people);
  if (one("[data-reasons]").hidden === !room) walkInReasons.show(!room);
  screen.say("walk-in-note", room ? "" : words.none_left);
  const button = one("[data-walk-in-go]");
  button.textContent = fill(words.let_in, { count: people });
  button.disabled = !room && !walkInReasons.value();
}

function wire() {
  document.addEventListener("pointerdown", wakeSound, { once: true });
  for (const button of all("[data-go]")) button.addEventListener("click", () => go(button.dataset.go === "menu" && at() === "menu" ? "gate" : button.dataset.go));
  for (const button of all("[data-panel-go]")) button.addEventListener("click", () => openPanel(button.dataset.panelGo));
  const deeds = { sync, leave, other: chooseSession };
  for (const button of all("[data-do]")) button.addEventListener("click", () => deeds[button.dataset.do]());
  one("[data-result-go]").addEventListener("click", letIn);
  one("[data-result-close]").addEventListener("click", screen.hideResult);
  one("#name").addEventListener("input", drawParties);
  const forms = {
    code: () => onTypedCode(one("#code").value).then(() => one("#code").form.reset()),
    name: () => {},
    walk_in: () => letInWithout(walkInNumber.value(), walkInReasons.value()).then(startWalkIn),
  };
  for (const [panel, send] of Object.entries(forms)) {
    one(`form[data-panel=${panel}]`).addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
  }
  document.addEventListener("keydown", ({ key }) => key === "Escape" && screen.hideResult());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) scanner.stop();
    else {
      sync();
      if (at() === "gate" && !one("[data-panel=scan]").hidden) openPanel("scan");
    }
  });
  addEventListener("online", sync);
  addEventListener("offline", () => {
    gate.state = "offline";
    refresh();
  });
  setInterval(sync, SYNC_EVERY);
}

async function begin() {
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return screen.show("unfit");
  // Without it the app works as long as the page stays open; the browser says why on its console.
  navigator.serviceWorker?.register(document.body.dataset.serviceWorker, { scope: document.body.dataset.scope }).catch(() => undefined);
  wire();
  const time = await store.readPlain("time");
  if (time) restoreTime(time);
  gate.device = (await store.readPlain("device")) || newId();
  await store.writePlain("device", gate.device);
  gate.keys = await importKeys((await store.readPlain("keys")) || {});
  gate.queue = await store.readQueue();
  gate.list = await store.readList();
  await dropIfOver();
  if (gate.list) {
    gate.user = gate.list.user;
    refresh();
    go("gate");
  }
  store.keepForLong();
  await sync();
}

begin().catch((fault) => {
  screen.show("unfit");
  throw fault;
});
