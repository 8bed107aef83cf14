// A submit button says that it works: aria-busy, and the text of data-busy ("Menyimpan…").
// A second press while busy is ignored. With htmx the button comes back when the answer is there;
// without, the next page replaces it, or the browser's back button finds it as it was.

const BUSY = "button[aria-busy='true']";

function setBusy(button) {
  button.setAttribute("aria-busy", "true");
  if (!button.dataset.busy) return;
  const label = button.querySelector("[data-label]") ?? lastText(button);
  if (!label) return;
  button.lempuLabel = { node: label, text: label.textContent };
  label.textContent = button.dataset.busy;
}

function lastText(button) {
  const texts = [...button.childNodes].filter(
    (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim(),
  );
  return texts.at(-1);
}

function release(button) {
  button.removeAttribute("aria-busy");
  if (!button.lempuLabel) return;
  button.lempuLabel.node.textContent = button.lempuLabel.text;
  delete button.lempuLabel;
}

function releaseAll(root) {
  if (root.matches?.(BUSY)) release(root);
  for (const button of root.querySelectorAll(BUSY)) release(button);
}

function submitted(event) {
  const form = event.target;
  if (form.querySelector(BUSY)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // Decided after the form's own handlers: one of them may have refused, and htmx takes its forms over.
  // A form with a target or data-keeps-page (a download) leaves this page as it is.
  setTimeout(() => {
    const staysHere = form.target || form.hasAttribute("data-keeps-page");
    if (event.submitter && !event.defaultPrevented && !staysHere) setBusy(event.submitter);
  });
}

function sent(event) {
  const { elt, requestConfig } = event.detail;
  const button = requestConfig.triggeringEvent?.submitter ?? (elt.matches("button") ? elt : null);
  if (button) setBusy(button);
}

export function watchForms() {
  document.addEventListener("submit", submitted, { capture: true });
  document.addEventListener("htmx:beforeSend", sent);
  document.addEventListener("htmx:afterRequest", (event) => releaseAll(event.detail.elt));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) releaseAll(document);
  });
}
