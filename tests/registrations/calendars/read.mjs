// Reads iCalendar texts (a JSON list on standard input) with the parser named in the first argument; prints what each says of its event.
// node read.mjs ical.js|node-ical, with NODE_MODULES naming a folder that has both.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readFileSync } from "node:fs";

const folder = process.env.NODE_MODULES;
const texts = JSON.parse(readFileSync(0, "utf8"));

async function byIcalJs(text) {
  const { default: ICAL } = await import(pathToFileURL(`${folder}/ical.js/dist/ical.js`));
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone"));
  const found = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  const [event] = found;
  const start = event.startDate.clone();
  start.zone = zone;
  return {
    events: found.length,
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    start: new Date(start.toUnixTime() * 1000).toISOString(),
    status: event.component.getFirstPropertyValue("status"),
    zone: event.startDate.zone.tzid || zone.tzid,
  };
}

function byNodeIcal(text) {
  const ical = createRequire(`${folder}/x.js`)("node-ical");
  const parsed = ical.sync.parseICS(text);
  const found = Object.values(parsed).filter((one) => one.type === "VEVENT");
  const [event] = found;
  return {
    events: found.length,
    method: event.method || parsed.vcalendar?.method || null,
    uid: event.uid,
    sequence: Number(event.sequence),
    start: new Date(event.start).toISOString(),
    status: event.status,
    zone: event.start.tz,
  };
}

const read = process.argv[2] === "ical.js" ? byIcalJs : byNodeIcal;
const answers = [];
for (const text of texts) answers.push(await read(text));
console.log(JSON.stringify(answers));
