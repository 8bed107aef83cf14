// Ticks copied from a sheet: what they would change, shown before anything is changed.

const TICK = /^(?:[√✓✔☑vVxX●■•1]|true|benar|ya)$/i;

// Rows of text against rows of the grid, from the focused cell to the right and down. An empty cell
// unticks; words that are no tick change nothing.
export function readPaste(text, rows, column, boxesOf) {
  const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  const changes = [];
  for (const [index, line] of lines.entries()) {
    const row = rows[index];
    if (!row) break;
    const boxes = boxesOf(row);
    const wanted = new Map(boxes.map((box) => [box, box.checked]));
    for (const [offset, cell] of line.split("\t").entries()) {
      const box = boxes[column + offset];
      const value = cell.trim();
      if (box && (value === "" || TICK.test(value))) wanted.set(box, value !== "");
    }
    const changed = boxes.filter((box) => wanted.get(box) !== box.checked);
    if (!changed.length) continue;
    const months = boxes.filter((box) => wanted.get(box)).map((box) => box.value);
    changes.push({ row, months, changed });
  }
  return changes;
}

export function showPaste(region, changes, words, apply) {
  const dialog = document.createElement("dialog");
  dialog.className = "lp-dialog";
  const title = document.createElement("h2");
  title.id = "judul-tempel";
  title.textContent = words.pasteTitle;
  dialog.setAttribute("aria-labelledby", title.id);
  const list = document.createElement("ul");
  for (const { changed } of changes) {
    for (const box of changed) {
      const item = document.createElement("li");
      item.textContent = `${box.getAttribute("aria-label")}: ${box.checked ? words.unticked : words.ticked}`;
      list.append(item);
    }
  }
  const actions = document.createElement("div");
  actions.className = "lp-actions";
  actions.append(button(words.pasteApply, "btn btn-primary", () => {
    dialog.close();
    apply();
  }), button(words.pasteCancel, "btn btn-quiet", () => dialog.close()));
  dialog.append(title, list, actions);
  const focused = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    focused?.focus();
  });
  region.append(dialog);
  dialog.showModal();
}

function button(text, look, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = look;
  element.textContent = text;
  element.addEventListener("click", act);
  return element;
}
