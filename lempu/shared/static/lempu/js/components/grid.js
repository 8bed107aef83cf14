// The editing grid of a draft plan. Without it the same boxes are one plain form with a button.
// Arrows move, Space ticks, F2 edits words, Enter saves and goes down, Esc cancels; every tick is
// saved at once and can be undone; ticks pasted from Excel are shown before they are applied.

import { readPaste, showPaste } from "./grid-paste.js";

const FIRST_MONTH = 2; // columns: words of the sub-activity, words of the indicator, twelve months
const LAST_MONTH = 13;

export default function grid(region) {
  const table = region.querySelector("table");
  const words = region.dataset;
  const status = document.getElementById("kabar-tabel");
  const form = document.getElementById("centang");
  const rows = [...table.querySelectorAll("tr[data-row]")].map((row) => ({
    element: row,
    cells: [...row.querySelectorAll("[data-text]"), ...row.querySelectorAll(".lp-tick input")],
  }));
  const at = { row: 0, column: FIRST_MONTH };
  let line = Promise.resolve(); // acts are sent one after the other, each with the edition of the one before

  // ---- talking to the server
  const edition = () => form.elements.edition.value;
  const setEdition = (value) => {
    for (const input of document.querySelectorAll("[data-edition]")) input.value = value;
  };

  function send(url, fields) {
    const act = async () => {
      const body = new FormData();
      body.set("edition", edition());
      for (const [name, value] of fields) body.append(name, value);
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: {
          Accept: "application/json",
          "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        },
      });
      if (!response.headers.get("Content-Type")?.includes("json")) throw new Error(words.failed);
      const answer = await response.json();
      if (!response.ok) throw Object.assign(new Error(answer.message), { refused: true });
      setEdition(answer.edition);
      return answer;
    };
    const result = line.then(act);
    line = result.catch(() => {});
    return result;
  }

  // ---- telling what happened
  function tell(text, undo) {
    status.classList.remove("is-late");
    status.replaceChildren(text);
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-quiet";
    button.textContent = words.undo;
    button.addEventListener("click", undo);
    status.append(button);
  }

  function tellFailure(error) {
    status.classList.add("is-late");
    status.replaceChildren(error.refused ? error.message : words.failed);
    if (!error.refused) return;
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = words.reload;
    status.append(link);
  }

  // ---- ticks
  const boxesOf = (row) => row.cells.slice(FIRST_MONTH);
  const monthsOf = (row) => boxesOf(row).filter((box) => box.checked).map((box) => box.value);

  function count() {
    for (const row of rows) row.element.querySelector("[data-sum]").textContent = monthsOf(row).length;
    const total = document.querySelector("[data-total]");
    if (total) total.textContent = table.querySelectorAll(".lp-tick input:checked").length;
  }

  async function saveTick(box, row, isUndo = false) {
    const cell = box.closest("td");
    const ticked = box.checked;
    cell.classList.add("is-changed");
    count();
    const fields = [["month", box.value]];
    if (ticked) fields.push(["ticked", "on"]);
    try {
      await send(row.element.dataset.cell, fields);
      cell.classList.remove("is-changed");
      const label = `${box.getAttribute("aria-label")}: ${ticked ? words.ticked : words.unticked}`;
      tell(isUndo ? `${label} (${words.undone}).` : `${label}.`, isUndo ? null : () => {
        box.checked = !ticked;
        saveTick(box, row, true);
        box.focus();
      });
    } catch (error) {
      tellFailure(error);
    }
  }

  table.addEventListener("change", (event) => {
    const row = rows.find((each) => each.cells.includes(event.target));
    if (row) saveTick(event.target, row);
  });

  // ---- several rows at once (paste and its undo)
  async function saveRows(months, undo) {
    const fields = [];
    for (const [row, numbers] of months) {
      fields.push(["rows", row.element.dataset.row]);
      for (const number of numbers) fields.push([`m-${row.element.dataset.row}`, number]);
    }
    try {
      await send(words.ticks, fields);
      for (const [row, numbers] of months) {
        for (const box of boxesOf(row)) box.checked = numbers.includes(box.value);
      }
      count();
      tell(words.saved, undo);
    } catch (error) {
      tellFailure(error);
    }
  }

  table.addEventListener("paste", (event) => {
    const column = at.column - FIRST_MONTH;
    if (column < 0 || !event.target.matches(".lp-tick input")) return;
    event.preventDefault();
    const below = rows.slice(at.row);
    const changes = readPaste(event.clipboardData.getData("text/plain"), below, column, boxesOf);
    if (!changes.length) {
      tell(words.pasteNone);
      return;
    }
    const before = changes.map(({ row }) => [row, monthsOf(row)]);
    showPaste(region, changes, words, () => {
      const after = changes.map(({ row, months }) => [row, months]);
      saveRows(after, () => saveRows(before));
    });
  });

  // ---- words
  function edit(span) {
    if (span.hidden) return;
    const box = document.createElement("textarea");
    box.value = span.textContent.trim();
    box.setAttribute("aria-label", words.words);
    const before = document.activeElement;
    span.hidden = true;
    span.after(box);
    box.focus();
    let isSaving = false;
    let isClosed = false;

    // Taking the box away blurs it, which would save and close once more.
    const close = () => {
      isClosed = true;
      box.remove();
      span.hidden = false;
    };
    const save = async (goDown) => {
      const text = box.value.trim().replace(/\s+/g, " ");
      if (isSaving || isClosed) return;
      if (text === span.textContent.trim()) {
        close();
        if (goDown) focusCell(at.row + 1, at.column);
        return;
      }
      isSaving = true;
      tell(words.saving);
      try {
        const answer = await send(span.dataset.text, [["text", text]]);
        for (const same of table.querySelectorAll(`[data-text="${CSS.escape(span.dataset.text)}"]`)) {
          same.textContent = answer.text;
        }
        close();
        tell(words.saved);
        if (goDown) focusCell(at.row + 1, at.column);
      } catch (error) {
        isSaving = false;
        tellFailure(error);
        box.focus();
      }
    };
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") {
        close();
        (table.contains(before) ? before : span).focus();
      } else if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        save(true);
      }
    });
    box.addEventListener("blur", () => save(false));
  }

  // ---- moving
  function focusCell(row, column) {
    const line_ = rows[Math.min(Math.max(row, 0), rows.length - 1)];
    const cell = line_.cells[Math.min(Math.max(column, 0), LAST_MONTH)];
    rows[at.row].cells[at.column].tabIndex = -1;
    at.row = rows.indexOf(line_);
    at.column = line_.cells.indexOf(cell);
    cell.tabIndex = 0;
    cell.focus();
  }

  const moves = {
    ArrowUp: () => focusCell(at.row - 1, at.column),
    ArrowDown: () => focusCell(at.row + 1, at.column),
    ArrowLeft: () => focusCell(at.row, at.column - 1),
    ArrowRight: () => focusCell(at.row, at.column + 1),
    Home: (event) => focusCell(event.ctrlKey ? 0 : at.row, event.ctrlKey ? 0 : FIRST_MONTH),
    End: (event) => focusCell(event.ctrlKey ? rows.length - 1 : at.row, LAST_MONTH),
  };

  table.addEventListener("keydown", (event) => {
    if (!rows.some((row) => row.cells.includes(event.target))) return;
    const isWords = event.target.matches("[data-text]");
    if (moves[event.key]) {
      event.preventDefault();
      moves[event.key](event);
    } else if (isWords && ["F2", "Enter", " "].includes(event.key)) {
      event.preventDefault();
      edit(event.target);
    } else if (event.key === "F2") {
      event.preventDefault();
      focusCell(at.row, 1);
      edit(rows[at.row].cells[1]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      focusCell(at.row + 1, at.column);
    }
  });

  table.addEventListener("focusin", (event) => {
    const row = rows.findIndex((each) => each.cells.includes(event.target));
    if (row < 0) return;
    rows[at.row].cells[at.column].tabIndex = -1;
    at.row = row;
    at.column = rows[row].cells.indexOf(event.target);
    event.target.tabIndex = 0;
  });

  table.addEventListener("dblclick", (event) => {
    const span = event.target.closest("[data-text]");
    if (span) edit(span);
  });

  for (const row of rows) {
    for (const cell of row.cells) {
      cell.tabIndex = -1;
      if (cell.dataset.text) cell.setAttribute("role", "button");
    }
  }
  if (rows.length) rows[0].cells[FIRST_MONTH].tabIndex = 0;
}
