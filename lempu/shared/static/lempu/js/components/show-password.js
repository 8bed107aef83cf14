// A button that shows what is typed into the password field named by data-for.
// It is hidden in the page, so that nobody without script is offered a button that does nothing.

export default function showPassword(button) {
  const field = document.getElementById(button.dataset.for);
  if (!field) return;
  button.hidden = false;
  const set = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    set(field.type === "password");
    field.focus();
  });
  // A browser may offer to remember what stands in a text field; it must be a password again by then.
  field.form?.addEventListener("submit", () => set(false));
}
