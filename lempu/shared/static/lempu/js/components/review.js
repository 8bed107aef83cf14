// The note after a decision: the offer to undo goes when its seconds are over, unless somebody is
// on it with the keyboard; the sentence stays.

export default function review(note) {
  const seconds = Number(note.dataset.seconds);
  const form = note.querySelector("form");
  if (!form || !seconds) return;
  const leave = () => {
    if (form.contains(document.activeElement)) form.addEventListener("focusout", () => form.remove(), { once: true });
    else form.remove();
  };
  setTimeout(leave, seconds * 1000);
}
