// The key "/" brings the focus to the search box, unless something is being typed.

export default function find(form) {
  const box = form.querySelector("input[name=q]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!box.offsetParent) return; // hidden on a phone
    event.preventDefault();
    box.focus();
    box.select();
  });
}
