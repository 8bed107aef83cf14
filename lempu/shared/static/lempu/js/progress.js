// A thin line under the top bar while htmx waits longer than 400 ms for the server.

const PATIENCE_MS = 400;

let waiting = 0;
let timer;

function line() {
  const existing = document.querySelector(".lp-progress-line");
  if (existing) return existing;
  const element = document.createElement("div");
  element.className = "lp-progress-line";
  element.hidden = true;
  element.setAttribute("aria-hidden", "true");
  document.body.append(element);
  return element;
}

function begin() {
  waiting += 1;
  if (waiting > 1) return;
  timer = setTimeout(() => {
    line().hidden = false;
  }, PATIENCE_MS);
}

function end() {
  waiting = Math.max(0, waiting - 1);
  if (waiting) return;
  clearTimeout(timer);
  line().hidden = true;
}

export function watchRequests() {
  document.addEventListener("htmx:beforeSend", begin);
  document.addEventListener("htmx:afterRequest", end);
}
