// Shows a print button, which only works with script; without it the browser's own menu prints.

export default function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
