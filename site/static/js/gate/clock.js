// The server's time on a phone whose clock may be wrong.
//
// With each answer the server says what time it is. From then on the time since is measured twice: by the phone's
// clock, which somebody may set, and by the browser's counter, which on many phones stands still while they sleep.
// The larger of the two is the time: a clock that was put back does not open a session again, and a phone that
// slept is not late. A clock put forward is believed until the next contact; it can only close a session early.

let anchor = { server: Date.now(), wall: Date.now(), counter: performance.now(), known: false };

/** Take the server's time, as told in an answer that was asked for at `askedAt` (a counter). */
export function setTime(server, askedAt = performance.now()) {
  const onTheWay = (performance.now() - askedAt) / 2;
  anchor = { server: server + onTheWay, wall: Date.now(), counter: performance.now(), known: true };
}

/** After a reload the counter starts anew; `saved` is what savedTime() gave before. Time never runs back behind it. */
export function restoreTime(saved) {
  const passed = Math.max(0, Date.now() - saved.wall);
  anchor = { server: saved.server + passed, wall: Date.now(), counter: performance.now(), known: true };
}

export function now() {
  const byWall = Date.now() - anchor.wall;
  const byCounter = performance.now() - anchor.counter;
  return Math.round(anchor.server + Math.max(byWall, byCounter));
}

export function savedTime() {
  return { server: now(), wall: Date.now() };
}

/** Minutes by which the phone's own clock is wrong; 0 while nothing is known. */
export function minutesWrong() {
  return anchor.known ? Math.round((Date.now() - now()) / 60000) : 0;
}
