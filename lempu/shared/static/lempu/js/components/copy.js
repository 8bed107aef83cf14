// A button that copies the field named by data-for and says so with the words of data-done. It is
// hidden in the page: without script the text is selected and copied by hand.

export default function copy(button) {
  const field = document.getElementById(button.dataset.for);
  const words = button.querySelector("span");
  if (!field || !words) return;
  button.hidden = false;
  words.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      if (!document.execCommand("copy")) return; // pages without https have no clipboard of their own
    }
    words.textContent = button.dataset.done;
  });
}
