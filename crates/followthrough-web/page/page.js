// Hands the plan to the program and shows the report that comes back, or the sentences that say what is wrong.

const plan = document.getElementById("plan");
const told = document.getElementById("told");
const wrong = document.getElementById("wrong");
const report = document.getElementById("report");
const form = document.querySelector("form");

/** Today in the reader's calendar, for a plan that names no first day. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function say(text, sentences = []) {
  told.textContent = text;
  const list = document.createElement("ul");
  for (const sentence of sentences) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  wrong.replaceChildren(...(sentences.length === 0 ? [] : [list]));
  wrong.hidden = sentences.length === 0;
}

// A report is as high as it is: the page scrolls, and no page scrolls within it.
report.addEventListener("load", () => {
  const body = report.contentDocument?.documentElement;
  if (body && !report.hidden) report.style.height = `${body.scrollHeight + 2}px`;
});

let program;
try {
  program = await import("./followthrough_web.js");
  await program.default();
} catch (error) {
  program = undefined;
  say("", [`The program could not be fetched, and this page answers nothing without it: ${error.message ?? error}`]);
}

function ask(event) {
  event?.preventDefault();
  const begun = performance.now();
  try {
    const page = program.answer(plan.value, today());
    const taken = performance.now() - begun;
    report.hidden = false;
    report.srcdoc = page;
    say(`Answered in ${taken < 10 ? taken.toFixed(1) : Math.round(taken)} ms, on your machine.`);
  } catch (error) {
    report.hidden = true;
    report.removeAttribute("srcdoc");
    const sentences = typeof error === "string" ? error.split("\n") : [`The program stopped: ${error.message}. Load the page again.`];
    say("There is no answer:", sentences);
  }
}

function example(event) {
  event?.preventDefault();
  plan.value = program.example();
  ask();
}

if (program) {
  for (const button of form.querySelectorAll("button")) button.disabled = false;
  form.addEventListener("submit", ask);
  form.addEventListener("reset", example);
  // What was written before the page was left is kept by some browsers.
  if (plan.value.trim() === "") plan.value = program.example();
  ask();
}
