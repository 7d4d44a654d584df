// Opens pages as their readers do, and says what is wrong with them.
//
//     node visit.mjs SITE REPORTS CHROMIUM [PICTURES]
//
// SITE is the site that was built, REPORTS a folder of reports. Every page is opened on a wide light screen; the first page,
// one of long tables, the reports and the page that answers a plan also narrow, dark and on paper. A page is wrong if the
// console says an error, if something that it asks for is not there, if it scrolls sideways, or if axe-core finds what it calls
// serious or critical. PICTURES keeps what was seen. Packages are those of the working folder.

import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [site, reports, executablePath, pictures] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { chromium } = require("playwright-core");
const { source: axe } = require("axe-core");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};
const SCREENS = [
  ["wide-light", { width: 1280, height: 900 }, "light"],
  ["wide-dark", { width: 1280, height: 900 }, "dark"],
  ["narrow-light", { width: 390, height: 844 }, "light"],
  ["narrow-dark", { width: 390, height: 844 }, "dark"],
];
// Pages that are seen on every screen, beside the reports.
const CLOSER = ["index.html", "guide/tutorial.html", "guide/concepts.html", "guide/plan-file.html", "try/index.html"];

const faults = [];
let opened = 0;

function serve() {
  const server = createServer((request, response) => {
    const pathname = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const [folder, rest] = pathname.startsWith("/reports/") ? [reports, pathname.slice(9)] : [site, pathname.slice(1)];
    let file = path.join(folder, rest);
    if (existsSync(file) && statSync(file).isDirectory()) file = path.join(file, "index.html");
    const known = existsSync(file);
    response.writeHead(known ? 200 : 404, { "Content-Type": TYPES[path.extname(file)] ?? "application/octet-stream" });
    if (known) createReadStream(file).pipe(response);
    else response.end();
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server)));
}

/** The pages of the site, those of rustdoc left out. */
function pages(folder, within = "") {
  return readdirSync(path.join(folder, within), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(within, entry.name);
    if (entry.isDirectory()) return name === "rustdoc" ? [] : pages(folder, name);
    return name.endsWith(".html") && !["toc.html", "404.html"].includes(name) ? [name] : [];
  });
}

/** What axe finds serious or worse on the page as it is now. */
async function judged(page, where) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, impact, help, nodes } of violations) {
    if (impact !== "serious" && impact !== "critical") continue;
    const at = nodes.slice(0, 3).map((node) => `${node.target.join(" ")} (${node.failureSummary?.split("\n").at(-1)?.trim()})`);
    faults.push(`${where}: ${impact}: ${help} [${id}], ${nodes.length} times: ${at.join("; ")}`);
  }
  const [wide, there] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  if (wide > there + 1) faults.push(`${where}: scrolls sideways, ${wide} of ${there} pixels`);
}

/** The page that answers a plan: its example, a plan with a slip, and one that names files. */
async function asked(page, where) {
  const wrong = page.locator("#wrong li");
  await page.waitForFunction(() => document.getElementById("told").textContent !== "The program is being fetched.");
  const report = page.frameLocator("#report");
  if (!(await report.locator(".lead").first().textContent()).includes("5 in a full week")) {
    faults.push(`${where}: the example is not answered`);
  }
  const said = async (change, expected) => {
    const plan = await page.locator("#plan").inputValue();
    await page.locator("#plan").fill(change(plan));
    await page.getByRole("button", { name: "Answer" }).click();
    const sentences = await wrong.allTextContents();
    if (!sentences.some((sentence) => sentence.includes(expected))) {
      faults.push(`${where}: expected \`${expected}\`, the page says ${JSON.stringify(sentences)}`);
    }
    await judged(page, `${where} with what is wrong`);
    await page.getByRole("button", { name: "The example again" }).click();
    await report.locator(".lead").first().waitFor();
    if ((await wrong.count()) > 0) faults.push(`${where}: what was wrong is still there after the example came back`);
  };
  await said((plan) => plan.replace("timezone", "timezon"), "did you mean `timezone`?");
  await said((plan) => `${plan}\n[input]\nbusy = ["work.ics"]\n`, "a page in a browser reads no files");
}

async function open(browser, address, name, [screen, viewport, colorScheme], paper) {
  const where = `${name} (${screen})`;
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  page.on("pageerror", (error) => faults.push(`${where}: ${error}`));
  page.on("console", (line) => line.type() === "error" && faults.push(`${where}: console: ${line.text()}`));
  page.on("response", (answer) => answer.status() >= 400 && faults.push(`${where}: ${answer.status()} ${answer.url()}`));
  await page.goto(`${address}/${name}`, { waitUntil: "load" });
  if (name.startsWith("try/") && existsSync(path.join(site, "try/followthrough_web.js"))) await asked(page, where);
  await judged(page, where);
  if (pictures) {
    const file = path.join(pictures, `${name.replaceAll("/", "-").replace(".html", "")}-${screen}`);
    await page.screenshot({ path: `${file}.png`, fullPage: name.startsWith("reports/") || name.startsWith("try/") });
    if (paper) await page.pdf({ path: `${file}.pdf`, format: "A4", printBackground: false });
  }
  opened += 1;
  await context.close();
}

const server = await serve();
if (pictures) mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath,
  timeout: 120_000,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const address = `http://127.0.0.1:${server.address().port}`;
  const all = pages(site);
  const missing = CLOSER.filter((name) => !all.includes(name));
  if (missing.length > 0) faults.push(`the site has no ${missing.join(", ")}`);
  const closer = [...CLOSER.filter((name) => all.includes(name)), ...readdirSync(reports).map((name) => `reports/${name}`)];
  for (const name of all.filter((name) => !closer.includes(name) && name !== "print.html")) {
    await open(browser, address, name, SCREENS[0], false);
  }
  for (const name of closer) {
    for (const [at, screen] of SCREENS.entries()) await open(browser, address, name, screen, at === 0);
  }
} finally {
  await browser.close();
  server.close();
}
for (const fault of faults) console.log(`FAILED   ${fault}`);
console.log(`${faults.length ? "FAILED" : "ok    "}   pages were opened ${opened} times, ${faults.length} faults`);
process.exitCode = faults.length || opened < 40 ? 1 : 0;
