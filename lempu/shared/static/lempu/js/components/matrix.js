// The matrix by keyboard: one tab stop for the whole grid. Arrows move to the nearest cell that has
// a tick, Home and End within the row, with Ctrl to the corners; Enter opens; Esc goes back to the
// filters (the element whose id stands in data-escape). Empty cells are passed over.

const NAME = 0; // the column of the row's name; months are 1 to 12

function lines(table) {
  return [...table.tBodies]
    .flatMap((body) => [...body.rows])
    .map((row) => {
      const links = new Map();
      [...row.cells].forEach((cell) => {
        const link = cell.querySelector("a");
        if (link) links.set(cell.cellIndex, link);
      });
      return links;
    })
    .filter((links) => links.size);
}

function place(grid, link) {
  const row = grid.findIndex((links) => [...links.values()].includes(link));
  if (row < 0) return undefined;
  const column = [...grid[row]].find(([, other]) => other === link)[0];
  return { row, column };
}

function sideways(links, column, step) {
  const columns = [...links.keys()].sort((a, b) => a - b);
  const next = columns.indexOf(column) + step;
  return links.get(columns[next]);
}

function upDown(grid, { row, column }, step) {
  for (let other = row + step; other >= 0 && other < grid.length; other += step) {
    if (grid[other].has(column)) return grid[other].get(column);
  }
  return undefined;
}

function edge(links, last) {
  const months = [...links.keys()].filter((column) => column !== NAME).sort((a, b) => a - b);
  return links.get(months.at(last ? -1 : 0)) ?? links.get(NAME);
}

function target(grid, here, event) {
  const links = grid[here.row];
  switch (event.key) {
    case "ArrowRight": return sideways(links, here.column, 1);
    case "ArrowLeft": return sideways(links, here.column, -1);
    case "ArrowDown": return upDown(grid, here, 1);
    case "ArrowUp": return upDown(grid, here, -1);
    case "Home": return edge(event.ctrlKey ? grid[0] : links, false);
    case "End": return edge(event.ctrlKey ? grid.at(-1) : links, true);
    default: return undefined;
  }
}

export default function matrix(table) {
  const grid = lines(table);
  if (!grid.length) return;
  const all = grid.flatMap((links) => [...links.values()]);
  const now = table.querySelector("td.is-now a");
  let stop = now ?? all[0];
  for (const link of all) link.tabIndex = link === stop ? 0 : -1;

  function keep(link) {
    stop.tabIndex = -1;
    stop = link;
    stop.tabIndex = 0;
  }

  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("a");
    if (link && all.includes(link)) keep(link);
  });
  table.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      document.getElementById(table.dataset.escape)?.focus();
      return;
    }
    const here = place(grid, document.activeElement);
    const next = here && target(grid, here, event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
