// What ical.js (Thunderbird's reader) and node-ical find in calendar files.
//
//     node peers.mjs ical.js|node-ical FROM TO FILE...
//
// Prints one line of JSON for each file: its events from FROM to TO that are not cancelled as pairs of UTC times, how many
// VTODOs it has, title and description by UID, and what the reader complained about.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// Packages are looked for where the caller installed them, not beside this script.
const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const [peer, from, to, ...files] = process.argv.slice(2);
const begin = new Date(from);
const end = new Date(to);
const utc = (date) => date.toISOString().replace(".000Z", "Z");

async function icalJs() {
  const ICAL = (await import(pathToFileURL(require.resolve("ical.js")).href)).default;
  return (text) => {
    ICAL.TimezoneService.reset();
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) {
      ICAL.TimezoneService.register(zone);
    }
    const events = [];
    const texts = {};
    for (const component of calendar.getAllSubcomponents("vevent")) {
      const event = new ICAL.Event(component);
      texts[event.uid] = [event.summary, event.description ?? ""];
      if (component.getFirstPropertyValue("status") === "CANCELLED") continue;
      const walk = event.iterator();
      for (let next = walk.next(); next; next = walk.next()) {
        const { startDate, endDate } = event.getOccurrenceDetails(next);
        if (startDate.toJSDate() >= end) break;
        if (endDate.toJSDate() > begin) events.push([utc(startDate.toJSDate()), utc(endDate.toJSDate())]);
        if (!event.isRecurring()) break;
      }
    }
    return { events, todos: calendar.getAllSubcomponents("vtodo").length, texts };
  };
}

async function nodeIcal() {
  const ical = require("node-ical");
  return (text) => {
    const found = Object.values(ical.sync.parseICS(text));
    const events = [];
    const texts = {};
    for (const event of found.filter((one) => one.type === "VEVENT")) {
      texts[event.uid] = [event.summary, event.description ?? ""];
    }
    for (const event of found.filter((one) => one.type === "VEVENT" && one.status !== "CANCELLED")) {
      if (event.rrule) {
        for (const one of ical.expandRecurringEvent(event, { from: begin, to: end })) {
          events.push([utc(one.start), utc(one.end)]);
        }
      } else {
        events.push([utc(event.start), utc(event.end)]);
      }
    }
    return { events, todos: found.filter((one) => one.type === "VTODO").length, texts };
  };
}

const read = await { "ical.js": icalJs, "node-ical": nodeIcal }[peer]();
for (const file of files) {
  const messages = [];
  for (const channel of ["warn", "error"]) console[channel] = (...words) => messages.push(words.join(" "));
  let found = { events: [], todos: 0, texts: {} };
  try {
    found = read(readFileSync(file, "utf8"));
  } catch (error) {
    messages.push(String(error));
  }
  process.stdout.write(`${JSON.stringify({ file, ...found, messages })}\n`);
}
