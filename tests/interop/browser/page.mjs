// What FullCalendar with its iCalendar plugin shows in a browser.
//
//     node page.mjs FOLDER DATE ZONE CHROMIUM PICTURE FILE=COLOR...
//
// Serves FOLDER with the calendars, opens the week of DATE in a browser whose clock is in ZONE, writes PICTURE (or none for
// `-`) and prints the events that stand on the page as one line of JSON. Packages are those of the working folder.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [folder, date, zone, executablePath, picture, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { chromium } = require("playwright-core");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".ics": "text/calendar" };

const here = path.dirname(fileURLToPath(import.meta.url));
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  const packaged = pathname.startsWith("/node_modules/");
  const root = packaged ? process.cwd() : pathname === "/page.html" ? here : folder;
  const file = path.join(root, packaged ? pathname : path.basename(pathname));
  const known = existsSync(file) && path.extname(file) in TYPES;
  response.writeHead(known ? 200 : 404, { "Content-Type": `${TYPES[path.extname(file)] ?? "text/plain"}; charset=utf-8` });
  if (known) createReadStream(file).pipe(response);
  else response.end();
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await chromium.launch({
  executablePath,
  timeout: 120_000,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 792 }, timezoneId: zone, locale: "en-GB" });
  // Generous: a machine that runs every test at once is slow.
  page.setDefaultTimeout(120_000);
  const messages = [];
  page.on("pageerror", (error) => messages.push(String(error)));
  page.on("console", (line) => line.type() === "error" && !line.location().url.endsWith("favicon.ico") && messages.push(line.text()));
  const asked = new URLSearchParams({ date, files: files.join(",") });
  await page.goto(`http://127.0.0.1:${server.address().port}/page.html?${asked}`);
  // All files are read, and what is in them has been drawn.
  await page.waitForSelector('body[data-loading="false"]');
  await page.waitForSelector(".fc-event").catch(() => messages.push("no event on the page"));
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const events = await page.$$eval(".fc-event", (shown) =>
    shown.map((event) => ({
      title: event.querySelector(".fc-event-title").textContent,
      time: event.querySelector(".fc-event-time").textContent,
      date: event.closest("[data-date]").dataset.date,
      start: event.dataset.start,
      end: event.dataset.end,
      seen: event.getBoundingClientRect().height > 0,
    })),
  );
  if (picture !== "-") await page.screenshot({ path: picture });
  process.stdout.write(`${JSON.stringify({ events, messages })}\n`);
} finally {
  await browser.close();
  server.close();
}
