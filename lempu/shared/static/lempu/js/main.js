// Starts the behaviour of a page. An element says what it needs with data-component="matrix grid";
// each name is a module in ./components whose default export is called once with the element.

import { watchForms } from "./busy.js";
import { watchRequests } from "./progress.js";

const started = new WeakMap();

async function start(element, name) {
  const names = started.get(element) ?? new Set();
  if (names.has(name)) return;
  names.add(name);
  started.set(element, names);
  try {
    const component = await import(`./components/${name}.js`);
    await component.default(element);
  } catch (error) {
    // The page works without it; the next load may try again.
    names.delete(name);
    console.error(`${name}:`, error);
  }
}

function startAll(root) {
  const inside = root.querySelectorAll("[data-component]");
  const elements = root instanceof Element && root.matches("[data-component]") ? [root, ...inside] : inside;
  for (const element of elements) {
    for (const name of element.dataset.component.split(/\s+/).filter(Boolean)) start(element, name);
  }
}

watchForms();
watchRequests();
startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
