// What may happen at the gate: the same judgement as openday/registrations/gate/rules.py, for a phone without a network.
// Pure: no clock, no storage. tests/registrations/gate/cases.json holds the situations that both judge alike.

/** Why `people` of a party cannot be let in at `at`; "" when they can. `party` is undefined when the list does not have it. */
export function troubleWith(party, session, people, at, reason) {
  if (party === undefined) return "unknown";
  if (!session.is_open) return "session_cancelled";
  if (party.state === "cancelled") return "cancelled";
  if (["waiting", "pending", "asked"].includes(party.state)) return "no_place";
  if (party.arrived >= party.people) return "double";
  if (party.arrived + people > party.people) return "more_people";
  if (!reason && !isOpen(session, at)) return "outside_hours";
  return "";
}

export function isOpen(session, at) {
  return session.opens_at <= at && at <= session.ends_at;
}

/** How a signed ticket that is not on the list is to be taken: it may be newer than the list, or for another hour. */
export function troubleOfUnlisted(ticket, session) {
  return ticket.session === session.id ? "unlisted" : "other_session";
}

/** A place for somebody without registration: `left` counts what other phones took until the last contact. */
export function hasRoom(list, people) {
  return people <= list.left;
}

/** Add what this phone did since the list was made. `scans` in their order; an undo takes its scan back. */
export function applied(list, scans) {
  const undone = new Set(scans.filter((scan) => scan.kind === "undone").map((scan) => scan.about));
  const known = new Map((list.recent || []).map((scan) => [scan.scan_id, scan]));
  const parties = new Map(list.parties.map((party) => [party.id, { ...party }]));
  let { inside, left } = list;
  const count = (scan, sign) => {
    if (scan.trouble) return;
    inside += sign * scan.people;
    if (scan.kind === "walk_in") left = scan.reason ? left : left - sign * scan.people;
    const party = parties.get(scan.party);
    if (party) party.arrived += sign * scan.people;
  };
  for (const scan of scans) {
    if (scan.kind !== "undone") count(scan, undone.has(scan.scan_id) ? 0 : 1);
    else if (!scans.some((earlier) => earlier.scan_id === scan.about) && known.has(scan.about)) count(known.get(scan.about), -1);
  }
  return { ...list, parties: [...parties.values()], inside, left };
}
